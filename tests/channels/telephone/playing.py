"""A server on loopback that plays a transcript: what the two protocols have in common.

A transcript is a text of blocks between empty lines. A line that begins with `>` directs:
`>slow` sends the next block byte by byte, `>half` in two pieces, `>cut` breaks the connection off
in the middle of it (the rest is never sent), `>raw` ends the block's encoding and sends it as it
stands, `>state` … `>end` is what the exchange answers about its calls from then on.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

TRANSCRIPTS = Path(__file__).parent / "transcripts"


@dataclass(frozen=True)
class Piece:
    """One block of a transcript, with how it is to be sent."""

    text: str
    how: str = ""
    state: tuple[str, ...] = ()


def transcript(name: str) -> list[Piece]:
    """The pieces of a file, in order."""
    return list(_pieces((TRANSCRIPTS / name).read_text("utf-8")))


def _pieces(text: str) -> Iterator[Piece]:
    how, state = "", None
    for block in text.strip().split("\n\n"):
        lines = [line for line in block.strip().split("\n") if not line.startswith("#")]
        while lines and lines[0].startswith(">") and lines[0] != ">end":
            word = lines.pop(0)[1:]
            if word == "state":
                state = []
            else:
                how = word
        if lines and lines[-1] == ">end":
            kept = [*(state or []), *(["\n".join(lines[:-1])] if lines[:-1] else [])]
            state = None
            yield Piece("", "state", tuple(kept))
        elif state is not None:
            state.append("\n".join(lines))
        elif lines:
            yield Piece("\n".join(lines), how)
            how = ""


@dataclass
class Playing:
    """Accepts one connection after another; the transcript goes on where it was cut."""

    pieces: list[Piece]
    password: str = "s3cret"
    refuses: frozenset[str] = frozenset()
    asked: list[str] = field(default_factory=list)
    finished: Event = field(default_factory=Event)
    connections: int = 0
    state: tuple[str, ...] = ()

    def __enter__(self) -> Playing:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self._stopped = Event()
        self._threads = [Thread(target=self._accept, daemon=True)]
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for thread in self._threads:
            thread.join(5)

    def _accept(self) -> None:
        while not self._stopped.is_set():
            try:
                line, _ = self._listening.accept()
            except OSError:
                return
            self.connections += 1
            thread = Thread(target=self._serve, args=(line,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, line: socket.socket) -> None:
        with line:
            line.settimeout(0.02)
            try:
                self.talk(line)
            except (OSError, EOFError):
                return

    def talk(self, line: socket.socket) -> None:
        """The protocol's own; each of the two says how."""
        raise NotImplementedError

    def encoded(self, text: str) -> bytes:
        """A block as it goes over the wire."""
        raise NotImplementedError

    def play(self, line: socket.socket) -> bool:
        """Send the next piece; False when there is none left, raises EOFError at a cut."""
        while self.pieces and self.pieces[0].how == "state":
            self.state = self.pieces.pop(0).state
        if not self.pieces:
            self.finished.set()
            return False
        piece = self.pieces.pop(0)
        data = piece.text.encode() if piece.how == "raw" else self.encoded(piece.text)
        if piece.how == "slow":
            for each in data:
                line.sendall(bytes([each]))
        elif piece.how in ("half", "cut"):
            line.sendall(data[: len(data) // 2])
            if piece.how == "cut":
                while self.pieces and self.pieces[0].how == "state":
                    self.state = self.pieces.pop(0).state
                raise EOFError
            line.sendall(data[len(data) // 2 :])
        else:
            line.sendall(data)
        return True

    def wait_for_command(self, line: socket.socket, buffer: bytearray, end: bytes) -> str:
        """The next command, or "" when none came just now; raises EOFError at the end."""
        if end not in buffer:
            try:
                data = line.recv(4096)
            except TimeoutError:
                return ""
            if not data or self._stopped.is_set():
                raise EOFError
            buffer += data
        command, found, rest = bytes(buffer).partition(end)
        if not found:
            return ""
        buffer[:] = rest
        text = command.decode()
        self.asked.append(text)
        return text
