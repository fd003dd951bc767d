"""The small program that opens a winmail.dat, apart from the site and with little to lose.

Reads TNEF on standard input, writes its text and its files as one JSON value on standard output,
and says how it went by its exit status. It limits its own memory, time and output before the first
byte is read. It imports nothing of the project, so that it can be run by its path.
"""

from __future__ import annotations

import base64
import json
import logging
import resource
import sys
import warnings
from typing import Any

from tnefparse import TNEF, TNEFAttachment, properties

DONE, BROKEN, TOO_LARGE = 0, 4, 5

MEMORY_LIMIT = 384 * 1024 * 1024
CPU_SECONDS = 10
OUTPUT_LIMIT = 128 * 1024 * 1024
MOST_FILES = 100
LONGEST_TEXT = 1_000_000


def main() -> int:
    """Read the file; return the exit status."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY_LIMIT),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, OUTPUT_LIMIT),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    logging.disable()
    warnings.simplefilter("ignore")
    try:
        print(json.dumps(_read(sys.stdin.buffer.read())))  # noqa: T201 this is its output
    except (MemoryError, OSError, RecursionError):
        return TOO_LARGE
    except Exception:  # whatever a broken file makes of the reader
        return BROKEN
    return DONE


def _read(content: bytes) -> dict[str, Any]:
    """The text, the HTML and the files; the last as base64."""
    found = TNEF(content, do_checksum=False)
    charset = found.codepage if isinstance(found.codepage, str) else ""
    files = [
        [_name(each, charset), base64.b64encode(bytes(each.data)).decode()]
        for each in found.attachments[:MOST_FILES]
        if each.data
    ]
    return {
        "text": _text(found.body, charset)[:LONGEST_TEXT],
        "html": _text(found.htmlbody, charset)[:LONGEST_TEXT],
        "files": files,
    }


def _name(file: TNEFAttachment, charset: str) -> str:
    """The long name, else the short one; the reader's own way takes every name for UTF-8."""
    long = [
        each.data for each in file.mapi_attrs if each.name == properties.MAPI_ATTACH_LONG_FILENAME
    ]
    return _text(next(iter(long), file._name), charset)


def _text(said: object, charset: str) -> str:
    """Text, which the reader gives as text, as bytes, or not at all."""
    if isinstance(said, bytes):
        for name in ("utf-8", charset or "gb18030", "gb18030"):
            try:
                return said.decode(name).strip("\0")
            except (UnicodeDecodeError, LookupError):
                continue
        return said.decode("gb18030", "replace").strip("\0")
    return str(said).strip("\0") if said else ""


if __name__ == "__main__":
    sys.exit(main())
