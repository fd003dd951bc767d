"""A little clamd on loopback that keeps to the protocol, and finds what is marked for it."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socketserver import BaseRequestHandler, ThreadingTCPServer, ThreadingUnixStreamServer
from threading import Thread
from typing import Any

VIRUS = b"THIS-IS-MARKED-AS-A-VIRUS"
VERSION = "ClamAV 1.4.1/27500/Sun Nov 22 2026"


class _Clamd(BaseRequestHandler):
    """Answers VERSION and INSTREAM as clamd does; a stream over its limit is cut off."""

    def handle(self) -> None:
        command = b""
        while not command.endswith(b"\0"):
            command += self.request.recv(1)
        if command == b"zVERSION\0":
            self.request.sendall(f"{VERSION}\0".encode())
        elif command == b"zINSTREAM\0":
            self._scan()
        else:
            self.request.sendall(b"UNKNOWN COMMAND\0")

    def _scan(self) -> None:
        received = b""
        while size := struct.unpack(">I", self._exactly(4))[0]:
            received += self._exactly(size)
            if len(received) > self.server.limit:  # type: ignore[attr-defined]
                self.request.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.server.seen.append(received)  # type: ignore[attr-defined]
        said = b"stream: Eicar-Test-Signature FOUND" if VIRUS in received else b"stream: OK"
        self.request.sendall(said + b"\0")

    def _exactly(self, size: int) -> bytes:
        received = b""
        while len(received) < size:
            piece: bytes = self.request.recv(size - len(received))
            if not piece:
                raise ConnectionError
            received += piece
        return received


class Running:
    """A clamd that runs: its address, and what it was given to look through."""

    def __init__(self, server: Any, address: str) -> None:
        self.address = address
        self.seen: list[bytes] = server.seen


@contextmanager
def clamd(socket: Path | None = None, *, limit: int = 10_000_000) -> Iterator[Running]:
    """A clamd for the length of a block, on a free port or on a socket in the file system."""
    server: Any
    if socket is None:
        server = ThreadingTCPServer(("127.0.0.1", 0), _Clamd)
        address = f"tcp://127.0.0.1:{server.server_address[1]}"
    else:
        server = ThreadingUnixStreamServer(str(socket), _Clamd)
        address = f"unix://{socket}"
    server.seen, server.limit = [], limit
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield Running(server, address)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
