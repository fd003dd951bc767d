"""The vendor-neutral door of exchanges: signed batches of events as JSON (docs/cti.md).

An exchange signs the time and the bytes that it sends with a secret that only it and the hotline
know. Nothing of a batch is looked at before the signature holds.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from hotline.channels.shape import NothingToSend, Original, Sent, Setting
from hotline.records.models import Delivery, Road
from hotline.records.queries.roads import secrets_of
from hotline.rules.arrivals import Unreadable
from hotline.rules.roads import Incoming
from hotline.rules.telephony import AgentEvent, CallEvent

ADAPTER = "cti"
WINDOW = timedelta(minutes=5)
MOST_EVENTS = 500
LONGEST = 400
MOMENT = re.compile(r"\d{1,12}")
# By the key's id in the header: the name of the secret. Two, so that one can be changed in peace.
KEYS = {"1": "secret", "2": "secret_2"}
TEXTS = (
    *("call", "id", "kind", "caller", "line", "queue", "agent", "third", "ended_by"),
    *("came_from", "recording", "outcome"),
)
NUMBERS = ("position", "recorded_seconds")
AGENT_TEXTS = ("agent", "state")


class NotSigned(Exception):
    """The batch is not from an exchange that is set up here, or is too old to be believed."""


class Cti:
    """An exchange that tells by itself; nothing is fetched from it or sent to it."""

    name = "电话交换机（通用事件接口）"
    settings = (
        Setting("secret", "密钥 1", "与交换机约定的签名密钥，至少 32 个字符", secret=True),
        Setting("secret_2", "密钥 2", "更换密钥时用，两个都有效", secret=True, required=False),
    )
    fetches = False
    sends = False

    def read(self, road: Road, raw: bytes) -> Incoming:
        """It tells of calls, never of matters."""
        raise Unreadable("calls_only", "", "交换机只报送话务事件，没有可登记的来件。")

    def fetch(self, road: Road, *, at: datetime) -> Iterator[Original]:
        """Nothing to fetch."""
        return iter(())

    def send(self, road: Road, row: Delivery, *, at: datetime) -> Sent:
        """Nothing is owed to an exchange."""
        raise NothingToSend("交换机没有要回传的内容。")


def signature(secret: str, moment: str, body: bytes) -> str:
    """What an exchange writes beside its batch: HMAC-SHA-256 over time, a point, and the bytes."""
    mac = hmac.new(secret.encode(), moment.encode() + b"." + body, hashlib.sha256)
    return f"sha256={mac.hexdigest()}"


def need_signed(headers: Mapping[str, str], body: bytes, *, at: datetime) -> Road:
    """The road whose exchange signed this; raises NotSigned, whatever the reason."""
    moment = headers.get("X-Hotline-Timestamp", "")
    road = Road.objects.filter(
        code=headers.get("X-Hotline-Road", "").replace("\0", ""), adapter=ADAPTER, is_on=True
    ).first()
    if road is None or not MOMENT.fullmatch(moment):
        raise NotSigned
    secret = secrets_of(road).get(KEYS.get(headers.get("X-Hotline-Key", "1"), ""), "")
    given = headers.get("X-Hotline-Signature", "").encode("utf-8", "replace")
    if not secret or not hmac.compare_digest(signature(secret, moment, body).encode(), given):
        raise NotSigned
    if abs(at - datetime.fromtimestamp(int(moment), UTC)) > WINDOW:
        raise NotSigned
    return road


def read_batch(road: Road, body: bytes) -> list[CallEvent | AgentEvent | Unreadable]:
    """The events of a batch in their order; an event that cannot be read is its reason instead.

    Raises Unreadable where not even the batch can be.
    """
    try:
        told = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Unreadable("not_json", "", "请求体不是 UTF-8 编码的 JSON。") from error
    events = told.get("events") if isinstance(told, dict) and "events" in told else [told]
    if not isinstance(events, list) or not 1 <= len(events) <= MOST_EVENTS:
        raise Unreadable("not_a_batch", "events", f"events 应为 1 到 {MOST_EVENTS} 个事件的列表。")
    return [_read(road, event) for event in events]


def _read(road: Road, told: Any) -> CallEvent | AgentEvent | Unreadable:
    try:
        if not isinstance(told, dict):
            raise Unreadable("not_an_object", "", "事件应为 JSON 对象。")
        if "state" in told:
            texts = {name: _text(told, name, needed=True) for name in AGENT_TEXTS}
            _no_more(told, (*AGENT_TEXTS, "at", "id"))
            return AgentEvent(exchange=road.code, at=_moment(told), **texts)
        _no_more(told, (*TEXTS, *NUMBERS, "at"))
        texts = {name: _text(told, name, needed=name in ("call", "id", "kind")) for name in TEXTS}
        numbers = {name: _number(told, name) for name in NUMBERS}
        return CallEvent(exchange=road.code, at=_moment(told), **texts, **numbers)
    except Unreadable as reason:
        return reason


def _no_more(told: dict[str, Any], known: tuple[str, ...]) -> None:
    for name in told.keys() - set(known):
        raise Unreadable("unknown_field", str(name)[:40], "没有这个字段，请核对写法。")


def _text(told: dict[str, Any], name: str, *, needed: bool) -> str:
    value = told.get(name, "")
    if not isinstance(value, str) or len(value) > LONGEST or not _is_storable(value):
        raise Unreadable("not_text", name, f"应为不超过 {LONGEST} 个字的文字。")
    if needed and not value:
        raise Unreadable("missing", name, "缺少这个字段。")
    return value


def _is_storable(value: str) -> bool:
    """Whether the database can keep it: no NUL, no half of a pair."""
    return "\0" not in value and not any("\ud800" <= sign <= "\udfff" for sign in value)


def _number(told: dict[str, Any], name: str) -> int:
    value = told.get(name, 0)
    if type(value) is not int:
        raise Unreadable("not_a_number", name, "应为整数。")
    return value


def _moment(told: dict[str, Any]) -> datetime:
    try:
        moment = datetime.fromisoformat(_text(told, "at", needed=True))
    except ValueError as error:
        raise Unreadable("not_a_moment", "at", "应为带时区的时间（ISO 8601）。") from error
    if moment.tzinfo is None:
        raise Unreadable("not_a_moment", "at", "时间应带时区，例如 2026-11-22T09:30:00.250+08:00。")
    return moment
