"""A server on loopback that takes what is posted to it and answers as it was told to."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Reply = tuple[int, bytes]


@dataclass(frozen=True)
class Came:
    """One request as it came."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass
class Receiver:
    """What came, and what is answered."""

    url: str
    answer: Callable[[Came], Reply] = lambda _: (204, b"")
    came: list[Came] = field(default_factory=list)


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A server of its own for one test."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            came = Came(self.command, self.path, dict(self.headers.items()), body)
            receiver.came.append(came)
            status, said = receiver.answer(came)
            self.send_response(status)
            if status in (301, 302):
                self.send_header("Location", receiver.url + "/elsewhere")
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        do_GET = do_POST  # noqa: N815 - the library's names

        def log_message(self, *_: object) -> None:
            """Tests are quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver = Receiver(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
