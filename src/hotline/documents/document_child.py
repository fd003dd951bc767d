"""The small program that opens a stranger's Word file, apart from the site and with little to lose.

Reads a .docx on standard input, writes its blocks and leftovers as one JSON value on standard
output, and says how it went by its exit status. It limits its own memory, time and output before
the first byte is read. Only the parts that hold text are unpacked, streamed through a parser that
knows no entities. It imports nothing of the project, so that it can be run by its path.
"""

from __future__ import annotations

import io
import json
import resource
import sys
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

DONE, LOCKED, BROKEN, TOO_LARGE, NO_WORD, ENTITIES = 0, 3, 4, 5, 6, 7

MEMORY_LIMIT = 384 * 1024 * 1024
CPU_SECONDS = 20
OUTPUT_LIMIT = 64 * 1024 * 1024
UNPACKED_LIMIT = 64 * 1024 * 1024
PART_LIMIT = 5_000
PARAGRAPH_LIMIT = 20_000
LETTER_LIMIT = 1_000_000
PIECE = 256 * 1024
DEEPEST = 200
ENCRYPTED = 0x1
MAIN = "word/document.xml"
PARTS = (MAIN, "word/footnotes.xml", "word/endnotes.xml")
CHANGES = {"ins": "revision", "del": "revision", "moveFrom": "revision"}
SKIPPED = frozenset({"Fallback", "del", "moveFrom"})
GO_BACK = "_GoBack"


class Refused(Exception):
    """The file is not read on; `status` is the exit status that says why."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


@dataclass
class Cell:
    """One cell being read: its text so far, and how many columns it spans."""

    texts: list[str] = field(default_factory=list)
    span: int = 1


@dataclass
class Reader:
    """Hears the parser and gathers paragraphs, tables and leftovers."""

    blocks: list[Any] = field(default_factory=list)
    leftovers: list[tuple[str, str, int]] = field(default_factory=list)
    open: list[list[str]] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    row: list[Cell] = field(default_factory=list)
    tables: int = 0
    depth: int = 0
    skipped: int = 0
    paragraphs: int = 0
    letters: int = 0
    is_text: bool = False

    def start(self, name: str, given: dict[str, str]) -> None:
        """An element begins."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise Refused(BROKEN)
        name = name.rpartition(":")[2]
        if name in CHANGES or name == "commentReference":
            self._left(CHANGES.get(name, "comment"), "")
        if self.skipped or name in SKIPPED:
            self.skipped += 1
            return
        self._begin(name, {key.rpartition(":")[2]: value for key, value in given.items()})

    def _begin(self, name: str, given: dict[str, str]) -> None:
        if name == "p":
            self.open.append([])
        elif name == "t":
            self.is_text = True
        elif name in ("tab", "br", "cr") and self.open:
            self.open[-1].append("\t" if name == "tab" else "\n")
        elif name == "noBreakHyphen" and self.open:
            self.open[-1].append("-")
        elif name == "bookmarkStart" and given.get("name") == GO_BACK:
            self._left("bookmark", GO_BACK)
        elif name == "tbl":
            self.tables += 1
        elif name == "tr" and self.tables == 1:
            self.row = []
        elif name == "tc" and self.tables == 1:
            self.row.append(Cell())
        elif name == "gridSpan" and self.row:
            self.row[-1].span = min(max(int(given.get("val", "1") or 1), 1), 63)
        elif name == "vanish" and given.get("val") not in ("0", "false"):
            self._left("hidden", "")

    def end(self, name: str) -> None:
        """An element ends."""
        self.depth -= 1
        if self.skipped:
            self.skipped -= 1
            return
        name = name.rpartition(":")[2]
        if name == "t":
            self.is_text = False
        elif name == "p" and self.open:
            self._paragraph("".join(self.open.pop()))
        elif name == "tr" and self.tables == 1:
            cells = [["\n".join(cell.texts), *[""] * (cell.span - 1)] for cell in self.row]
            self.rows.append([text for spanned in cells for text in spanned])
            self.row = []
        elif name == "tbl":
            self.tables -= 1
            if not self.tables and self.rows:
                self.blocks.append(self.rows)
                self.rows = []

    def said(self, text: str) -> None:
        """Characters between tags."""
        if self.is_text and not self.skipped and self.open:
            self.letters += len(text)
            if self.letters > LETTER_LIMIT:
                raise Refused(TOO_LARGE)
            self.open[-1].append(text)

    def _paragraph(self, text: str) -> None:
        self.paragraphs += 1
        if self.paragraphs > PARAGRAPH_LIMIT:
            raise Refused(TOO_LARGE)
        if self.tables:
            if self.row and text.strip():
                self.row[-1].texts.append(text.strip())
        elif text.strip():
            self.blocks.append(text.strip())

    def _left(self, kind: str, text: str) -> None:
        place = len(self.blocks)
        if (kind, text, place) not in self.leftovers[-1:]:
            self.leftovers.append((kind, text, place))


def main() -> int:
    """Read the file; return the exit status."""
    _limit()
    try:
        reader = _read(sys.stdin.buffer.read())
        sys.stdout.buffer.write(
            json.dumps({"blocks": reader.blocks, "leftovers": reader.leftovers}).encode()
        )
        sys.stdout.flush()
    except Refused as refused:
        return refused.status
    except (MemoryError, OSError):
        return TOO_LARGE
    except (
        zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError,
        NotImplementedError, expat.ExpatError,
    ):  # fmt: skip
        return BROKEN
    return DONE


def _limit() -> None:
    for what, most in (
        (resource.RLIMIT_AS, MEMORY_LIMIT),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, OUTPUT_LIMIT),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def _read(content: bytes) -> Reader:
    reader = Reader()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if len(parts) > PART_LIMIT:
            raise Refused(TOO_LARGE)
        names = {part.filename: part for part in parts}
        if MAIN not in names:
            raise Refused(NO_WORD)
        if names[MAIN].flag_bits & ENCRYPTED:
            raise Refused(LOCKED)
        for name in PARTS:
            if name in names:
                _parse(archive, names[name], reader)
    return reader


def _parse(archive: zipfile.ZipFile, part: zipfile.ZipInfo, reader: Reader) -> None:
    """Stream one part through the parser; what it says of its own size is not believed."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.said
    parser.StartDoctypeDeclHandler = _no_entities
    read = 0
    with archive.open(part) as stream:
        while piece := stream.read(PIECE):
            read += len(piece)
            if read > UNPACKED_LIMIT:
                raise Refused(TOO_LARGE)
            parser.Parse(piece, False)
    parser.Parse(b"", True)


def _no_entities(*_: object) -> None:
    """A Word file declares no document type; one that does wants to read other files."""
    raise Refused(ENTITIES)


if __name__ == "__main__":
    sys.exit(main())
