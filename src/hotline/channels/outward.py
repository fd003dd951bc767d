"""Speak to an address that somebody wrote down, and to nothing that is nearer than the internet.

The name is resolved once, every address that it stands for is checked, and the connection is made
to one of these very addresses: a name that means something else a moment later changes nothing.
Nothing is followed, and neither size nor time of the answer is the other side's to choose.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from http.client import HTTPException, HTTPResponse
from io import BytesIO

from django.conf import settings

from hotline.rules.outward import NotAllowed, Place, is_public, place_of

SECONDS = 10.0
LARGEST = 64 * 1024
PIECE = 16 * 1024


class NoAnswer(Exception):
    """Nobody answered, or not in a way that can be read; the text says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other side said; a longer body is cut off."""

    status: int
    body: bytes


def ask(
    url: str,
    *,
    body: bytes = b"",
    headers: Mapping[str, str] | None = None,
    method: str = "POST",
    seconds: float = SECONDS,
    largest: int = LARGEST,
) -> Answer:
    """Send one request; raises NotAllowed or NoAnswer."""
    place = place_of(url, loopback=settings.HOTLINE_OUTWARD_LOOPBACK)
    until = time.monotonic() + seconds
    request = _request(place, method, headers or {}, body)
    try:
        with _connected(place, until) as link:
            link.sendall(request)
            return _read(b"".join(_pieces(link, until, largest)), method)
    except TimeoutError as error:
        raise NoAnswer(f"对方 {seconds:g} 秒内没有应答。") from error
    except ssl.SSLError as error:
        raise NoAnswer("对方的 HTTPS 证书无效，或握手失败。") from error
    except OSError as error:
        raise NoAnswer("无法连接到对方。") from error


def addresses_of(place: Place) -> list[str]:
    """What the host's name stands for now; raises NotAllowed unless all of it is public."""
    host = place.host.strip("[]")
    try:
        found = socket.getaddrinfo(host, place.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NoAnswer("找不到这个主机名。") from error
    addresses = list(dict.fromkeys(str(row[4][0]) for row in found))
    if not addresses:
        raise NoAnswer("找不到这个主机名。")
    is_test = not place.is_secure  # only `place_of` makes one, for 127.0.0.1 in tests
    if not is_test and not all(is_public(each) for each in addresses):
        raise NotAllowed("这个主机名指向内部网络，不能使用。")
    return addresses


@contextmanager
def _connected(place: Place, until: float) -> Iterator[socket.socket]:
    address = addresses_of(place)[0]
    with socket.create_connection((address, place.port), timeout=_left(until)) as plain:
        if not place.is_secure:
            yield plain
            return
        host = place.host.strip("[]")
        with _trust().wrap_socket(plain, server_hostname=host) as secure:
            yield secure


@lru_cache(maxsize=1)
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()


def _request(place: Place, method: str, headers: Mapping[str, str], body: bytes) -> bytes:
    said = {
        "Host": place.named,
        "User-Agent": "Hotline",
        "Accept": "*/*",
        "Connection": "close",
        "Content-Length": str(len(body)),
        **headers,
    }
    lines = [f"{method} {place.path} HTTP/1.1", *(f"{name}: {said[name]}" for name in said)]
    return "\r\n".join([*lines, "", ""]).encode("ascii") + body


def _pieces(link: socket.socket, until: float, largest: int) -> Iterator[bytes]:
    """What comes until the other side closes, in all at most `largest` bytes."""
    size = 0
    while size < largest:
        link.settimeout(_left(until))
        piece = link.recv(min(PIECE, largest - size))
        if not piece:
            return
        size += len(piece)
        yield piece


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


class _Came(BytesIO):
    """What came, as the standard library's reader of answers wants it."""

    def makefile(self, *_: object) -> _Came:
        """Itself."""
        return self


def _read(came: bytes, method: str) -> Answer:
    try:
        response = HTTPResponse(_Came(came), method=method)  # type: ignore[arg-type]
        response.begin()
    except (HTTPException, ValueError) as error:
        raise NoAnswer("对方的应答不是 HTTP。") from error
    try:
        return Answer(response.status, response.read())
    except HTTPException:  # cut off, by them or by us
        return Answer(response.status, b"")
