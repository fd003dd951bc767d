"""Live words to open pages: server-sent events at /desk/live, one database connection per process.

A stream holds no thread and no database connection. Who is behind it is asked of the session when
it opens and every few minutes; a page that loses it opens it again and asks for what it shows.
"""

from __future__ import annotations

import asyncio
import json
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from types import FrameType
from typing import Any

import psycopg
import structlog

from hotline.rules.hearing import Audience, Listener
from hotline.site.headers import CONTENT_SECURITY_POLICY
from hotline.site.in_threads import Receive, Send, plain
from hotline.steps.storing.live import CHANNEL

HEARTBEAT = 20.0
SECONDS_UNTIL_ASKED_AGAIN = 180.0
MOST_OF_ONE_PERSON = 8
MOST_STREAMS = 2000
MOST_WAITING = 100
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
KEEPALIVE = b": \n\n"
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", CONTENT_SECURITY_POLICY.encode()),
]
# Who a session belongs to by now; None when to nobody. It may read the database.
Knows = Callable[[str], Listener | None]

log = structlog.get_logger("hotline.live")


class Stream:
    """One open page's stream: who listens, and what is on its way to them; None ends it."""

    def __init__(self, listener: Listener) -> None:
        self.listener = listener
        self.waiting: asyncio.Queue[bytes | None] = asyncio.Queue(MOST_WAITING)

    def put(self, word: bytes | None) -> bool:
        """Have a word sent; False where the page takes nothing any more."""
        try:
            self.waiting.put_nowait(word)
        except asyncio.QueueFull:
            return False
        return True

    def end(self) -> None:
        """Have nothing more sent; where no room is left, one word is given up for it."""
        if not self.put(None):
            self.waiting.get_nowait()
            self.put(None)


class Live:
    """The streams of this process, and the one connection that hears for all of them."""

    def __init__(self, address: str, knows: Knows, pool: Any, cookie: str) -> None:
        self._address = address
        self._knows = knows
        self._pool = pool
        self._cookie = cookie
        self._streams: set[Stream] = set()
        self._hearing: asyncio.Task[None] | None = None

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """One stream, from its opening to its end."""
        if scope["method"] != "GET":
            await plain(send, HTTPStatus.METHOD_NOT_ALLOWED, [(b"allow", b"GET")])
            return
        session = session_of(scope, self._cookie)
        listener = await self._asked(session)
        if listener is None:
            await plain(send, HTTPStatus.UNAUTHORIZED, [(b"cache-control", b"no-store")])
            return
        if self._is_full(listener):
            await plain(send, HTTPStatus.SERVICE_UNAVAILABLE, [(b"retry-after", b"60")])
            return
        self._listen()
        stream = Stream(listener)
        self._streams.add(stream)
        gone = asyncio.ensure_future(_until_gone(receive, stream))
        try:
            await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
            await self._serve(stream, session, send)
        finally:
            self._streams.discard(stream)
            gone.cancel()

    def _is_full(self, listener: Listener) -> bool:
        own = sum(stream.listener.staff == listener.staff for stream in self._streams)
        return own >= MOST_OF_ONE_PERSON or len(self._streams) >= MOST_STREAMS

    async def _serve(self, stream: Stream, session: str, send: Send) -> None:
        """Pass on every word; ask again from time to time whose session it is."""
        piece: bytes | None = b"retry: 3000\n\n"
        ask_at = time.monotonic() + SECONDS_UNTIL_ASKED_AGAIN
        while piece is not None:
            with suppress(OSError):
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            try:
                piece = await asyncio.wait_for(stream.waiting.get(), HEARTBEAT)
            except TimeoutError:
                piece = KEEPALIVE
            if time.monotonic() > ask_at:
                ask_at = time.monotonic() + SECONDS_UNTIL_ASKED_AGAIN
                listener = await self._asked(session)
                if listener is None:
                    break
                stream.listener = listener
        with suppress(Exception):  # the page may be gone already
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _asked(self, session: str) -> Listener | None:
        if not session:
            return None
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._knows, session)

    def _listen(self) -> None:
        if self._hearing is None or self._hearing.done():
            self._hearing = asyncio.ensure_future(self._hear())
            end_with_the_server(self.end)

    async def _hear(self) -> None:
        """Hear for all streams while there are any; a lost connection is made again."""
        pause = FIRST_PAUSE
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(
                    self._address, autocommit=True
                ) as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    self._end_all_but_new(pause)
                    pause = FIRST_PAUSE
                    async for notify in connection.notifies():
                        self.give(notify.payload)
            except (psycopg.Error, OSError) as error:
                log.warning("live_connection_lost", exception=type(error).__name__)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    def _end_all_but_new(self, pause: float) -> None:
        """What was said while nobody heard is made good by asking again: pages open anew."""
        for stream in self._streams if pause > FIRST_PAUSE else ():
            stream.end()

    def end(self) -> None:
        """The server stops: it would wait for its streams, which have no end of their own."""
        for stream in self._streams:
            stream.end()

    def give(self, payload: str) -> None:
        """Pass a word on to those whom it is for; one that takes nothing is ended."""
        said = json.loads(payload)
        audience = Audience.from_json(said["to"])
        word = json.dumps({"kind": said["kind"], "data": said["data"]})
        piece = f"data: {word}\n\n".encode()
        for stream in [each for each in self._streams if each.listener.is_meant(audience)]:
            if not stream.put(piece):
                self._streams.discard(stream)
                stream.end()


async def _until_gone(receive: Receive, stream: Stream) -> None:
    """End the stream when its page is closed or the server stops."""
    while (await receive())["type"] != "http.disconnect":
        pass
    stream.end()


def end_with_the_server(end: Callable[[], None]) -> None:
    """Call `end` on the loop when this process is told to stop; the server's handling goes on."""
    if threading.current_thread() is not threading.main_thread():
        return
    loop = asyncio.get_running_loop()
    before = signal.getsignal(signal.SIGTERM)

    def stop(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(end)
        if callable(before):
            before(number, frame)

    signal.signal(signal.SIGTERM, stop)


def session_of(scope: dict[str, Any], cookie: str) -> str:
    """The session's key in the request's cookies; empty without one."""
    sent = b"; ".join(value for name, value in scope["headers"] if name == b"cookie")
    try:
        found = SimpleCookie(sent.decode("latin-1")).get(cookie)
    except CookieError:
        return ""
    return found.value if found is not None else ""
