"""Pages behind an ASGI server: the request as WSGI has it, bodies piece by piece, any answer."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterable
from typing import Any

from hotline.site.in_threads import InThreads

Begin = Callable[..., Any]
Application = Callable[[dict[str, Any], Begin], Iterable[bytes]]


def asked(
    application: Application, *pieces: bytes, method: str = "GET", **facts: Any
) -> list[dict[str, Any]]:
    """What the server is told to send for one request whose body comes in pieces."""
    scope = {
        "method": method,
        "path": "/desk/工单",
        "raw_path": b"/desk/%E5%B7%A5%E5%8D%95",
        "query_string": b"q=1",
        "http_version": "1.1",
        "client": ("192.0.2.7", 5),
        "server": ("127.0.0.1", 80),
        "headers": [],
        **facts,
    }
    waiting = list(pieces)
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        piece = waiting.pop(0) if waiting else b""
        return {"type": "http.request", "body": piece, "more_body": bool(waiting)}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    async def all_of_it() -> None:
        pages = InThreads(application, 1)
        await pages(scope, receive, send)
        pages.pool.shutdown()

    asyncio.run(all_of_it())
    return sent


def test_a_request_arrives_as_wsgi_has_it() -> None:
    seen: dict[str, Any] = {}

    def application(environ: dict[str, Any], begin: Begin) -> list[bytes]:
        seen.update(environ)
        begin("200 OK", [("X-A", "b")])
        return [b"page"]

    headers = [(b"cookie", b"a=1"), (b"cookie", b"b=2"), (b"x_forwarded_proto", b"https")]
    sent = asked(application, headers=[*headers, (b"content-type", b"text/plain")])
    wanted = ("PATH_INFO", "QUERY_STRING", "REMOTE_ADDR", "HTTP_COOKIE", "CONTENT_TYPE")
    assert [seen[name] for name in wanted] == [
        "/desk/工单".encode().decode("latin-1"),
        "q=1",
        "192.0.2.7",
        "a=1; b=2",
        "text/plain",
    ]
    assert "HTTP_X_FORWARDED_PROTO" not in seen  # an underscore would pass for a dash
    assert sent == [
        {"type": "http.response.start", "status": 200, "headers": [(b"x-a", b"b")]},
        {"type": "http.response.body", "body": b"page", "more_body": False},
    ]


def test_a_body_is_read_piece_by_piece_in_a_thread_of_the_pool() -> None:
    read: list[bytes] = []
    threads: list[str] = []

    def application(environ: dict[str, Any], begin: Begin) -> list[bytes]:
        threads.append(threading.current_thread().name)
        read.append(environ["wsgi.input"].read(7))
        read.append(environ["wsgi.input"].read())
        begin("204 No Content", [])
        return []

    sent = asked(application, b"one ", b"two ", b"three", method="POST")
    assert read == [b"one two", b" three"]
    assert (threads, sent[-1]["body"]) == (["page_0"], b"")


def test_a_long_answer_goes_out_as_it_is_made_and_is_closed() -> None:
    class Pieces:
        closed = False

        def __iter__(self) -> Any:
            return iter([b"a", b"", b"b", b"c"])

        def close(self) -> None:
            self.closed = True

    pieces = Pieces()

    def application(environ: dict[str, Any], begin: Begin) -> Iterable[bytes]:
        begin("200 OK", [])
        return pieces

    sent = asked(application)
    bodies = [(message["body"], message["more_body"]) for message in sent[1:]]
    assert (bodies, pieces.closed) == ([(b"a", True), (b"b", True), (b"c", False)], True)


def test_head_is_answered_without_the_page() -> None:
    def application(environ: dict[str, Any], begin: Begin) -> list[bytes]:
        begin("200 OK", [("Content-Length", "4")])
        return [b"page"]

    assert asked(application, method="HEAD")[-1]["body"] == b""
