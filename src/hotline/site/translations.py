"""Makes gettext's catalogues of the .po files that people keep; no program of gettext is needed.

Each piece of the citizens' site has a .po of its own (`portal/locale/<language>/*.po`), so that two
people who translate do not meet in one file. At the start they become one .mo in the var folder,
which Django reads. A .po here has comments, one-line or continued `msgid`, `msgstr`, and nothing
else: no plural forms, no contexts, no fuzzy guesses.
"""

from __future__ import annotations

import ast
import os
import struct
from pathlib import Path

MAGIC = 0x950412DE
HEADER = "Content-Type: text/plain; charset=UTF-8\n"


class BadCatalogueError(ValueError):
    """A .po that cannot be read; the text names the file and the line."""


def compiled(source: Path, target: Path) -> Path:
    """`target` with one catalogue per folder of `source`; written only where it is not so yet."""
    for folder in sorted(path for path in source.iterdir() if path.is_dir()):
        catalogue = packed(catalogue_of(folder))
        place = target / folder.name / "LC_MESSAGES" / "django.mo"
        if not place.exists() or place.read_bytes() != catalogue:
            place.parent.mkdir(parents=True, exist_ok=True)
            draft = place.with_suffix(f".{os.getpid()}")
            draft.write_bytes(catalogue)
            draft.replace(place)
    return target


def catalogue_of(folder: Path) -> dict[str, str]:
    """Every message of a language's files with its translation; one said twice is a fault."""
    found: dict[str, str] = {}
    for path in sorted(folder.glob("*.po")):
        for message, words in messages_of(path).items():
            if found.setdefault(message, words) != words:
                raise BadCatalogueError(f"{path}: {message!r} is translated in two ways")
    return found


def messages_of(path: Path) -> dict[str, str]:
    """The messages of one .po file."""
    found: dict[str, str] = {}
    parts = {"msgid": "", "msgstr": ""}
    part = ""
    for number, line in enumerate([*path.read_text("utf-8").splitlines(), ""], start=1):
        word, _, rest = line.strip().partition(" ")
        try:
            if word in parts:
                part, parts[word] = word, ast.literal_eval(rest)
            elif line.startswith('"') and part:
                parts[part] += ast.literal_eval(line.strip())
            elif not line.strip():
                if part == "msgstr":
                    found[parts["msgid"]] = parts["msgstr"]
                parts, part = {"msgid": "", "msgstr": ""}, ""
            elif not line.startswith("#"):
                raise BadCatalogueError(f"{path}:{number}: cannot be read")
        except (SyntaxError, ValueError) as error:
            raise BadCatalogueError(f"{path}:{number}: cannot be read") from error
    return found


def packed(messages: dict[str, str]) -> bytes:
    """A catalogue in gettext's binary form (GNU gettext manual, "The Format of GNU MO Files")."""
    rows = sorted({**messages, "": HEADER}.items(), key=lambda row: row[0].encode())
    head, tables = 7 * 4, 2 * 8 * len(rows)
    ids, words = (b"".join(row[at].encode() + b"\0" for row in rows) for at in (0, 1))
    table = b""
    for at, begins in ((0, head + tables), (1, head + tables + len(ids))):
        place = begins
        for row in rows:
            length = len(row[at].encode())
            table += struct.pack("<II", length, place)
            place += length + 1
    count = len(rows)
    header = struct.pack("<7I", MAGIC, 0, count, head, head + 8 * count, 0, head + tables)
    return header + table + ids + words
