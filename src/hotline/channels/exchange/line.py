"""The line to the other side: signed requests over one kept connection per road and thread.

Plain http is refused except to this very machine; certificates are always checked, against a CA
file of the road's own where it has one. Nothing is followed elsewhere, and no answer is read
beyond a bound.
"""

from __future__ import annotations

import http.client
import ipaddress
import json
import ssl
import threading
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import SplitResult, urlsplit
from uuid import UUID

from django.db import connection as database
from django.utils import timezone

from hotline.channels.exchange.keys import own_key
from hotline.channels.exchange.signing import headers_for
from hotline.records.models import Road
from hotline.rules.roads import RoadDown

SECONDS = 20
LARGEST_ANSWER = 8 * 1024 * 1024
NO_ANSWER = "对方没有应答，稍后自动重试。"
NOT_SAFE = "对方地址须为 https（本机除外），请在线路里改正。"
BAD_CERTIFICATE = "对方的证书没有通过核对，请核对地址、证书和根证书文件。"
Connection = http.client.HTTPConnection
_kept = threading.local()


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other side answered."""

    status: int
    body: bytes

    def data(self) -> dict[str, Any]:
        """Its JSON object; raises RoadDown for anything else."""
        with suppress(ValueError, RecursionError):
            found = json.loads(self.body)
            if isinstance(found, dict):
                return found
        raise RoadDown(f"对方的答复（{self.status}）不合约定，请核对对方地址。")


def ask(
    road: Road,
    method: str,
    path: str,
    body: bytes = b"",
    *,
    more: dict[str, str] | None = None,
) -> Answer:
    """One signed request below the road's address; raises RoadDown."""
    place = _place(str(road.settings.get("address", "")))
    target = f"{place.path.rstrip('/')}/{path}"
    headers = {
        "Content-Type": "application/x-ndjson",
        "Content-Length": str(len(body)),
        **(more or {}),
        **headers_for(own_key(road), method, target, body, _now()),
    }
    _let_database_go()
    while True:
        connection, is_fresh = _connection(road, place)
        try:
            connection.request(method, target, body, headers)
            return _read(connection)
        except ssl.SSLCertVerificationError as error:
            _drop(road)
            raise RoadDown(BAD_CERTIFICATE) from error
        except (OSError, http.client.HTTPException) as error:
            _drop(road)
            # A kept connection may have been closed meanwhile: once more on a fresh one, signed
            # anew, for the other side may have seen this one. It knows what it took already.
            if is_fresh:
                raise RoadDown(NO_ANSWER) from error
            headers |= headers_for(own_key(road), method, target, body, _now())


def _let_database_go() -> None:
    """Hold no connection of the database while another system thinks: a slow one would take those
    of all other roads."""
    if not database.in_atomic_block:
        database.close()


def _now() -> datetime:
    return timezone.now()


def _place(address: str) -> SplitResult:
    """The address, where it is one to which personal data may go."""
    try:
        place = urlsplit(address)
        port_is_one = place.port is None or place.port > 0
    except ValueError as error:
        raise RoadDown(NOT_SAFE) from error
    safe = place.scheme == "https" or (place.scheme == "http" and _is_here(place.hostname or ""))
    if not (safe and place.hostname and port_is_one) or place.username or place.query:
        raise RoadDown(NOT_SAFE)
    return place


def _is_here(host: str) -> bool:
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"


def _connection(road: Road, place: SplitResult) -> tuple[Connection, bool]:
    """This thread's connection of the road, and whether it is a fresh one."""
    lines: dict[UUID, tuple[str, Connection]] = _kept.__dict__.setdefault("lines", {})
    mark = f"{place.scheme}://{place.netloc} {road.settings.get('ca_file', '')}"
    known = lines.get(road.pk)
    if known is not None and known[0] == mark:
        return known[1], False
    _drop(road)
    connection = _opened(road, place)
    lines[road.pk] = (mark, connection)
    return connection, True


def _opened(road: Road, place: SplitResult) -> Connection:
    host = place.hostname or ""
    if place.scheme == "http":
        return http.client.HTTPConnection(host, place.port, timeout=SECONDS)
    try:
        trusted = ssl.create_default_context(cafile=road.settings.get("ca_file") or None)
    except (OSError, ssl.SSLError) as error:
        raise RoadDown("根证书文件读不出来，请核对路径。") from error
    return http.client.HTTPSConnection(host, place.port, timeout=SECONDS, context=trusted)


def _drop(road: Road) -> None:
    known = _kept.__dict__.get("lines", {}).pop(road.pk, None)
    if known is not None:
        known[1].close()


def _read(connection: Connection) -> Answer:
    """The answer, read to its end so that the connection serves the next request too."""
    answer = connection.getresponse()
    body = answer.read(LARGEST_ANSWER + 1)
    if len(body) > LARGEST_ANSWER:
        raise http.client.HTTPException("too long")
    return Answer(answer.status, body)


def need_ok(answer: Answer) -> None:
    """Raise RoadDown with what a refusal of the whole request means for the administrator."""
    meaning = {
        HTTPStatus.UNAUTHORIZED: "对方不认可本方签名，请核对双方公钥和时钟。",
        HTTPStatus.NOT_FOUND: "对方没有这个地址，请核对线路的对方地址。",
        HTTPStatus.TOO_MANY_REQUESTS: "对方要求放慢，稍后自动重试。",
    }
    if answer.status in meaning:
        raise RoadDown(meaning[HTTPStatus(answer.status)])
    if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise RoadDown(f"对方暂时不能处理（{answer.status}），稍后自动重试。")
