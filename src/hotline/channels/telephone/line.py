"""A line to an exchange: one TCP or TLS connection that gives blocks, in time or not at all."""

from __future__ import annotations

import ipaddress
import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic

from hotline.channels.telephone.blocks import Block, Blocks, Damage

SECONDS_TO_CONNECT = 8.0
SECONDS_TO_ANSWER = 10.0
MOST_DAMAGES = 50
PIECE = 65_536


class LineDown(Exception):
    """The exchange cannot be reached, hung up, or speaks what we do not: its text is Chinese."""


class LoginRefused(LineDown):
    """The exchange does not let us in; trying again soon would only lock the account."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an exchange listens and as whom we come; `options` are the road's other settings."""

    host: str
    port: int
    secret: str
    user: str = ""
    tls: bool = False
    options: Mapping[str, str] | None = None

    def option(self, name: str, default: str = "") -> str:
        """One of the road's other settings."""
        return (self.options or {}).get(name, "") or default


class Line:
    """Sends bytes and gives what comes back, piece by piece."""

    def __init__(self, place: Place, reader: Blocks) -> None:
        self._reader = reader
        self._damages = 0
        try:
            self._socket = _connected(place)
        except (OSError, ValueError) as error:
            raise LineDown("连接不上交换机，请核对地址、端口和网络。") from error

    def send(self, data: bytes) -> None:
        """All of it, or LineDown."""
        try:
            self._socket.sendall(data)
        except OSError as error:
            raise LineDown("与交换机的连接中断。") from error

    def receive(self, seconds: float) -> list[Block | Damage]:
        """What came within this time; nothing when it stayed quiet. A line that brings damage
        after damage is given up: what it says cannot be trusted any more."""
        try:
            self._socket.settimeout(max(0.01, seconds))
            data = self._socket.recv(PIECE)
        except TimeoutError:
            return []
        except OSError as error:
            raise LineDown("与交换机的连接中断。") from error
        if not data:
            raise LineDown("交换机断开了连接。")
        read = list(self._reader.feed(data))
        for piece in read:
            self._damages = self._damages + 1 if isinstance(piece, Damage) else 0
        if self._damages > MOST_DAMAGES:
            raise LineDown("交换机发来的内容无法读取，请核对端口和线路类型。")
        return read

    def close(self) -> None:
        """Hang up; a line that is gone already is no matter."""
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


def until(seconds: float = SECONDS_TO_ANSWER) -> float:
    """The moment at which waiting for an answer ends."""
    return monotonic() + seconds


def left(end: float) -> float:
    """The seconds until then; raises LineDown when none are left."""
    seconds = end - monotonic()
    if seconds <= 0:
        raise LineDown("交换机没有在规定时间内应答。")
    return seconds


def _connected(place: Place) -> socket.socket:
    plain = socket.create_connection((place.host, place.port), timeout=SECONDS_TO_CONNECT)
    plain.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    if not place.tls:
        return plain
    context = ssl.create_default_context(cafile=place.option("tls_ca") or None)
    return context.wrap_socket(plain, server_hostname=place.host)


def is_near(host: str) -> bool:
    """Whether an address is this very machine: there a password may go without TLS."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
