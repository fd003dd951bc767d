"""Our WSGI application behind an ASGI server: pages in a fixed number of threads, as before.

Django's own ASGI handler would give each request a thread of its own, without a limit; here as many
pages are made at once as there are threads (and database connections), and the rest waits its turn.
"""

from __future__ import annotations

import asyncio
import io
import sys
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote_to_bytes

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
SECONDS_FOR_A_PIECE = 120


class InThreads:
    """An ASGI application that answers with a WSGI one."""

    def __init__(self, application: Wsgi, threads: int) -> None:
        self._application = application
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix="page")

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """One request: the thread works, this task waits."""
        loop = asyncio.get_running_loop()
        answer = _Answer(loop, send)
        made = environ(scope, Body(loop, receive))
        last = await loop.run_in_executor(self.pool, answer.make, self._application, made)
        await answer.finish(b"" if scope["method"] == "HEAD" else last)


class Body(io.RawIOBase):
    """The body of a request, fetched piece by piece by the thread that reads it."""

    def __init__(self, loop: asyncio.AbstractEventLoop, receive: Receive) -> None:
        self._loop = loop
        self._receive = receive
        self._rest = memoryview(b"")
        self._has_more = True

    def readable(self) -> bool:
        """It is there to be read."""
        return True

    def readinto(self, room: Any) -> int:
        """Fill as much of `room` as is here by now; 0 at the end."""
        while not self._rest and self._has_more:
            self._fetch()
        size = min(len(room), len(self._rest))
        room[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size

    def _fetch(self) -> None:
        piece = asyncio.run_coroutine_threadsafe(_awaited(self._receive()), self._loop)
        message = piece.result(SECONDS_FOR_A_PIECE)
        if message["type"] != "http.request":
            raise ConnectionResetError("the sender is gone")
        self._rest = memoryview(message.get("body", b""))
        self._has_more = message.get("more_body", False)


class _Answer:
    """What the application answers: the last piece is left to the task, so that an ordinary page
    crosses between the threads once."""

    def __init__(self, loop: asyncio.AbstractEventLoop, send: Send) -> None:
        self._loop = loop
        self._send = send
        self._start: Message | None = None

    def make(self, application: Wsgi, made: dict[str, Any]) -> bytes:
        """Run the application in this thread; gives the last piece."""
        pieces = application(made, self._begin)
        waiting = b""
        try:
            for piece in pieces:
                if waiting and piece:
                    self._push(waiting)
                waiting = piece or waiting
        finally:
            close = getattr(pieces, "close", None)
            if close is not None:
                close()
        return waiting

    def _begin(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        code = int(status.split(" ", 1)[0])
        named = [(k.lower().encode("latin-1"), v.encode("latin-1")) for k, v in headers]
        self._start = {"type": "http.response.start", "status": code, "headers": named}

    def _push(self, piece: bytes) -> None:
        sent = asyncio.run_coroutine_threadsafe(self._pass_on(piece, has_more=True), self._loop)
        sent.result(SECONDS_FOR_A_PIECE)

    async def finish(self, piece: bytes) -> None:
        """Send what is left."""
        await self._pass_on(piece, has_more=False)

    async def _pass_on(self, piece: bytes, *, has_more: bool) -> None:
        start, self._start = self._start, None
        if start is not None:
            await self._send(start)
        await self._send({"type": "http.response.body", "body": piece, "more_body": has_more})


async def _awaited(given: Awaitable[Message]) -> Message:
    return await given


def environ(scope: dict[str, Any], body: Body) -> dict[str, Any]:
    """The request as WSGI (PEP 3333) has it.

    A header with an underscore would pass for one with a dash, so it is left out.
    """
    raw = scope.get("raw_path") or scope["path"].encode()
    server, client = scope.get("server") or ("", 0), scope.get("client") or ("", 0)
    made: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(raw.split(b"?", 1)[0]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1] or ""),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": client[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": io.BufferedReader(body, 65536),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        if b"_" not in name:
            _add_header(made, name.decode("latin-1"), value.decode("latin-1"))
    return made


def _add_header(made: dict[str, Any], name: str, value: str) -> None:
    key = name.upper().replace("-", "_")
    key = key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"
    between = "; " if key == "HTTP_COOKIE" else ","
    made[key] = f"{made[key]}{between}{value}" if key in made else value


async def plain(send: Send, status: HTTPStatus, headers: list[tuple[bytes, bytes]]) -> None:
    """An answer without a body."""
    await send({"type": "http.response.start", "status": int(status), "headers": headers})
    await send({"type": "http.response.body", "body": b"", "more_body": False})
