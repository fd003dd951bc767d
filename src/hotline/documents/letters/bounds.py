"""What a letter may ask of us before it is opened: counted over its bytes, which costs nothing.

The parser of Python keeps every line, header and part as an object of its own; a letter of a few
megabytes could ask for gigabytes. Each limit is far above what any mail program writes.
"""

from __future__ import annotations

import re

from hotline.documents.raw_records import UnreadableFile

MEGABYTE = 1024 * 1024
MOST_BYTES = 60 * MEGABYTE
MOST_LINES = 1_000_000
MOST_MARKS = 20_000
MOST_CONTAINERS = 60
LONGEST_TYPE = 8_000
LONGEST_HEAD = 512 * 1024

_CONTAINER = re.compile(rb"^content-type:\s*(?:multipart|message)/", re.IGNORECASE | re.MULTILINE)
_TYPE = re.compile(
    rb"^content-(?:type|disposition):[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*", re.IGNORECASE | re.MULTILINE
)
_HEAD_END = re.compile(rb"\r?\n\r?\n")


def need_bounded(raw: bytes) -> None:
    """Raise UnreadableFile with a sentence for a letter that is built to be opened at a cost."""
    if len(raw) > MOST_BYTES:
        raise UnreadableFile(f"邮件超过 {MOST_BYTES // MEGABYTE} MB，不能打开。")
    if raw.count(b"\n") + raw.count(b"\r") > 2 * MOST_LINES:
        raise UnreadableFile("邮件的行数多得不合常理，没有打开。")
    if raw.count(b"\n--") > MOST_MARKS:
        raise UnreadableFile("邮件的段数多得不合常理，没有打开。")
    if sum(1 for _ in _CONTAINER.finditer(raw)) > MOST_CONTAINERS:
        raise UnreadableFile("邮件里一层套一层，层数多得不合常理，没有打开。")
    if any(found.end() - found.start() > LONGEST_TYPE for found in _TYPE.finditer(raw)):
        raise UnreadableFile("邮件里有长得不合常理的信头，没有打开。")
    end = _HEAD_END.search(raw)
    if (end.start() if end else len(raw)) > LONGEST_HEAD:
        raise UnreadableFile("邮件的信头长得不合常理，没有打开。")
