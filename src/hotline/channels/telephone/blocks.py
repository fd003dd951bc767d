"""Blocks of headers from a stream that may be damaged: what both exchanges speak in.

Asterisk's manager interface and FreeSWITCH's event socket send `Name: value` lines, an empty line
ends a block, and FreeSWITCH may let a body of `Content-Length` bytes follow. Here a stream of any
bytes becomes blocks and damages, in bounded memory: what cannot be read is handed on byte for byte
(up to `Limits.kept`) and reading goes on behind it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

LENGTH = "content-length"
TYPE = "content-type"
# How an outer block of FreeSWITCH begins: from here reading can go on after a wrong length.
BEGINNINGS = (b"Content-Length:", b"Content-Type:")


@dataclass(frozen=True, slots=True)
class Limits:
    """The largest that is read, in bytes and headers; FreeSWITCH sends some 300 headers."""

    line: int = 16_384
    headers: int = 1_000
    block: int = 262_144
    body: int = 1_048_576
    kept: int = 65_536


@dataclass(frozen=True)
class Block:
    """Some headers, and what followed them."""

    pairs: tuple[tuple[str, str], ...]
    body: bytes = b""

    @cached_property
    def _by_name(self) -> dict[str, str]:
        return {name.lower(): value for name, value in reversed(self.pairs)}

    def get(self, name: str) -> str:
        """The first header of this name, whatever its case; empty where there is none."""
        return self._by_name.get(name.lower(), "")


@dataclass(frozen=True, slots=True)
class Damage:
    """A piece that cannot be read: a code of what is wrong, the bytes (their first `kept`)."""

    reason: str
    raw: bytes
    size: int


@dataclass
class Blocks:
    """Reads one connection. `bodies` is for FreeSWITCH; `greeting` begins a line of its own."""

    bodies: bool = False
    greeting: bytes = b""
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        self._buffer = bytearray()
        self._lines: list[bytes] = []
        self._size = 0
        self._wanted: int | None = None
        self._skipping = ""
        self._kept = bytearray()

    def feed(self, data: bytes) -> Iterator[Block | Damage]:
        """What is whole after some more bytes."""
        self._buffer += data
        while True:
            before = len(self._buffer), self._wanted, self._skipping
            yield from self._step()
            if (len(self._buffer), self._wanted, self._skipping) == before:
                return

    @property
    def held(self) -> int:
        """How many bytes wait for their rest."""
        return len(self._buffer) + sum(map(len, self._lines)) + len(self._kept)

    def _step(self) -> Iterator[Block | Damage]:
        if self._wanted is not None:
            yield from self._body()
            return
        end = self._buffer.find(b"\n")
        if end < 0:
            yield from self._endless()
            return
        line = bytes(self._buffer[: end + 1])
        del self._buffer[: end + 1]
        yield from self._line(line)

    def _endless(self) -> Iterator[Damage]:
        """No end of the line: once it is too long it is let go of as it comes."""
        if len(self._buffer) <= self.limits.line:
            return
        if not self._skipping:
            self._begin_skipping("line_too_long")
        self._keep(bytes(self._buffer))
        self._buffer.clear()
        if self._size > self.limits.block:
            yield self._skipped()
            self._skipping = "endless"

    def _line(self, line: bytes) -> Iterator[Block | Damage]:
        if self._skipping:
            yield from self._skip(line)
        elif not line.strip(b"\r\n"):
            yield from self._end(line)
        elif self.greeting and not self._lines and line.startswith(self.greeting):
            yield Block((("Greeting", _text(line)),))
        else:
            self._lines.append(line)
            self._size += len(line)
            if len(line) > self.limits.line:
                self._begin_skipping("line_too_long")
            elif len(self._lines) > self.limits.headers:
                self._begin_skipping("too_many_headers")
            elif self._size > self.limits.block:
                self._begin_skipping("block_too_long")

    def _skip(self, line: bytes) -> Iterator[Block | Damage]:
        """Let go of the rest of a damaged block, up to where another one can begin."""
        begins = self.bodies and line.startswith(BEGINNINGS)
        if begins:
            yield from self._given_up()
            yield from self._line(line)
            return
        self._keep(line)
        if not line.strip(b"\r\n") and not self.bodies:
            yield from self._given_up()
        elif self._size > self.limits.block:
            yield self._skipped()
            self._skipping = "endless"

    def _given_up(self) -> Iterator[Damage]:
        if self._kept:
            yield self._skipped()
        self._skipping = ""

    def _end(self, end: bytes) -> Iterator[Block | Damage]:
        if not self._lines:
            return
        lines, size = self._lines, self._size
        self._lines, self._size = [], 0
        pairs = _pairs(lines)
        if pairs is None:
            raw = b"".join([*lines, end])
            yield Damage("not_a_header", raw[: self.limits.kept], size + len(end))
            return
        block = Block(pairs)
        if not self.bodies:
            yield block
            return
        reason, length = self._length(block)
        if reason:
            self._lines = [*lines, end]
            self._begin_skipping(reason)
        elif length:
            self._head, self._wanted = block, length
        else:
            yield block

    def _length(self, block: Block) -> tuple[str, int]:
        """What is wrong of an outer block, and how long its body is."""
        if not block.get(TYPE):
            return "no_content_type", 0
        text = block.get(LENGTH) or "0"
        if not (text.isascii() and text.isdigit()) or len(text) > len(str(self.limits.body)):
            return "bad_length", 0
        return ("body_too_long", 0) if int(text) > self.limits.body else ("", int(text))

    def _body(self) -> Iterator[Block]:
        wanted = self._wanted or 0
        if len(self._buffer) < wanted:
            return
        body = bytes(self._buffer[:wanted])
        del self._buffer[:wanted]
        self._wanted = None
        yield Block(self._head.pairs, body)

    def _begin_skipping(self, reason: str) -> None:
        self._skipping = reason
        lines, self._lines, self._size = self._lines, [], 0
        for line in lines:
            self._keep(line)

    def _keep(self, data: bytes) -> None:
        self._size += len(data)
        self._kept += data[: max(0, self.limits.kept - len(self._kept))]

    def _skipped(self) -> Damage:
        damage = Damage(self._skipping, bytes(self._kept), self._size)
        self._kept.clear()
        self._size = 0
        return damage


def _pairs(lines: list[bytes]) -> tuple[tuple[str, str], ...] | None:
    """The lines as headers; None where one is none."""
    pairs = []
    for line in lines:
        name, colon, value = _text(line).partition(":")
        if not colon or not name.strip() or "\0" in name:
            return None
        pairs.append((name.strip(), value.strip()))
    return tuple(pairs)


def _text(line: bytes) -> str:
    """A line as text: a name in another charset spoils no event."""
    return line.strip(b"\r\n").decode("utf-8", "replace").replace("\0", "�")


def headers(raw: bytes, limits: Limits | None = None) -> tuple[Block | None, bytes]:
    """The headers at the beginning of a body, and what follows their empty line."""
    known = limits or Limits()
    head, _, rest = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    lines = head.split(b"\n") if head else []
    if not lines or len(lines) > known.headers or any(len(each) > known.line for each in lines):
        return None, rest
    pairs = _pairs(lines)
    return (Block(pairs) if pairs is not None else None), rest
