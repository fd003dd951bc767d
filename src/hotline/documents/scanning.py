"""Having a file looked through for viruses: what any scanner answers, and ClamAV's clamd.

The protocol is clamd's own (clamd(8), INSTREAM): the command, then the content in chunks that each
follow their length as four bytes, a chunk of no length at the end, and one line of answer.
"""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

CHUNK = 256 * 1024
LONGEST_ANSWER = 4096
CONNECT_SECONDS = 5
ANSWER_SECONDS = 120
USUAL_PORT = 3310
LONGEST_FINDING = 200


class ScannerDown(Exception):
    """The scanner did not say whether the file is clean: the file must be held."""


class NotScanned(ScannerDown):
    """The scanner is there and could not look through this file, for example a too large one."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a scanner said: the name of what it found, empty for a clean file; and who said so."""

    found: str
    scanner: str

    @property
    def clean(self) -> bool:
        """Whether nothing was found."""
        return not self.found


class Scanner(Protocol):
    """Anything that can look through a file."""

    def scan(self, content: bytes) -> Verdict:
        """Look through a file; raises ScannerDown when there is no answer to rely on."""


@dataclass(frozen=True, slots=True)
class Clamd:
    """A running clamd, reached by TCP (host and port) or by a socket in the file system."""

    path: str = ""
    host: str = ""
    port: int = USUAL_PORT

    def scan(self, content: bytes) -> Verdict:
        """Send the content; only a plain OK is clean, and only FOUND is a finding."""
        try:
            version = self._asked(b"zVERSION\0")
        except OSError as error:
            raise ScannerDown(type(error).__name__) from error
        try:
            answer = self._asked(b"zINSTREAM\0", content)
        except OSError as error:
            raise NotScanned(type(error).__name__) from error
        said = answer.removeprefix("stream: ")
        if said == "OK":
            return Verdict("", version)
        if said.endswith(" FOUND"):
            return Verdict(said.removesuffix(" FOUND")[:LONGEST_FINDING] or "?", version)
        raise NotScanned(said)

    def _asked(self, command: bytes, content: bytes | None = None) -> str:
        """One command with its content, and the line that answers it."""
        with self._connected() as line:
            line.sendall(command)
            if content is not None:
                _send(line, content)
            return _answer(line)

    @contextmanager
    def _connected(self) -> Iterator[socket.socket]:
        """A connection that never waits forever."""
        if not self.path:
            line = socket.create_connection((self.host, self.port), CONNECT_SECONDS)
        else:
            line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            line.settimeout(CONNECT_SECONDS)
        with line:
            if self.path:
                line.connect(self.path)
            line.settimeout(ANSWER_SECONDS)
            yield line


def scanner_at(address: str) -> Scanner | None:
    """The scanner of a setting: tcp://HOST:PORT or unix:///PATH; None for an empty one.

    Raises:
        ValueError: an address of neither form.
    """
    if not address:
        return None
    parts = urlsplit(address)
    if parts.scheme == "unix" and parts.path:
        return Clamd(path=parts.path)
    if parts.scheme == "tcp" and parts.hostname:
        return Clamd(host=parts.hostname, port=parts.port or USUAL_PORT)
    raise ValueError(address)


def _send(line: socket.socket, content: bytes) -> None:
    """The content in chunks; a scanner that hangs up before the end has said why already."""
    view = memoryview(content)
    try:
        for start in range(0, len(view), CHUNK):
            piece = view[start : start + CHUNK]
            line.sendall(struct.pack(">I", len(piece)))
            line.sendall(piece)
        line.sendall(struct.pack(">I", 0))
    except (BrokenPipeError, ConnectionResetError):
        return


def _answer(line: socket.socket) -> str:
    """The one answer, up to its NUL; nothing at all is no answer."""
    received = b""
    while not received.endswith(b"\0") and len(received) < LONGEST_ANSWER:
        piece = line.recv(LONGEST_ANSWER)
        if not piece:
            break
        received += piece
    if not received.endswith(b"\0"):
        raise ConnectionError("cut off")
    return received[:-1].decode("utf-8", "replace").strip()
