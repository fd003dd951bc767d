"""The physical lines of a byte file, cut so that joining them gives the file back byte for byte.

A file in UTF-16 is walked as its own text; any other as Latin-1, which gives each byte one
character. That is safe for UTF-8 and GB18030: no byte of theirs inside a character is a quote, a
comma, a semicolon, a tab or a line end. Latin-1 is only the way there, cells are decoded later.
"""

from __future__ import annotations

import codecs
import re
from collections import deque
from collections.abc import Iterable, Iterator
from typing import BinaryIO, NamedTuple

RECORD_LIMIT = 4 * 1024 * 1024
CHUNK = 256 * 1024

_LINE_END = re.compile(r"\r\n|\r|\n")


class Line(NamedTuple):
    """A line with its end; not `whole` when cut, because it is longer than a record may be."""

    text: str
    whole: bool


class Lines:
    """Lines one by one, that can be put back when they turn out to belong to the next record."""

    def __init__(self, source: Iterator[Line]) -> None:
        self._source = source
        self._waiting: deque[Line] = deque()

    def __iter__(self) -> Iterator[Line]:
        return self

    def __next__(self) -> Line:
        return self._waiting.popleft() if self._waiting else next(self._source)

    def put_back(self, lines: Iterable[Line]) -> None:
        """Give some lines back, in the order in which they came."""
        self._waiting.extendleft(reversed(list(lines)))


def carrier_of(encoding: str) -> str:
    """The codec in which a file of some encoding is walked (see above)."""
    return encoding if encoding.startswith("utf-16") else "latin-1"


def to_bytes(text: str, carrier: str) -> bytes:
    """The bytes in the file for some walked text."""
    return text.encode(carrier, "surrogatepass")


def lines_of(stream: BinaryIO, carrier: str) -> Iterator[Line]:
    """The lines of a stream from where it stands, ended by CRLF, LF or CR.

    A line longer than `RECORD_LIMIT` comes in pieces that are all marked as not whole.
    """
    rest, cut = "", False
    for text, final in _texts(stream, carrier):
        rest += text
        start = 0
        for end in _LINE_END.finditer(rest, 0, _safe_end(rest, final)):
            yield Line(rest[start : end.end()], not cut)
            cut, start = False, end.end()
        rest = rest[start:]
        while len(rest) > RECORD_LIMIT:
            yield Line(rest[:RECORD_LIMIT], whole=False)
            rest, cut = rest[RECORD_LIMIT:], True
    if rest:
        yield Line(rest, not cut)


def _texts(stream: BinaryIO, carrier: str) -> Iterator[tuple[str, bool]]:
    decoder = codecs.getincrementaldecoder(carrier)("surrogatepass")
    while chunk := stream.read(CHUNK):
        yield decoder.decode(chunk), False
    yield decoder.decode(b"", final=True), True


def _safe_end(text: str, final: bool) -> int:
    """Where lines may end: a last CR waits, because its LF may come with the next chunk."""
    return len(text) - 1 if text.endswith("\r") and not final else len(text)
