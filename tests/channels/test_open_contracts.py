"""Open311, SMS and WeChat keep to what every adapter keeps to."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest

from hotline.channels.open311.adapter import FORM, original
from hotline.records.identity import new_id
from hotline.records.models import Road
from hotline.records.queries.reference import forget
from hotline.records.sealing import seal
from hotline.rules.texting import USUAL
from tests.channels import contract
from tests.channels.contract import Side
from tests.channels.receiver import receiving
from tests.channels.wechat_server import PERSON, WeChatServer
from tests.factories import City
from tests.steps.cases import BEGIN

WORDS = ("路灯不亮。", "井盖松动。")
AT = BEGIN.isoformat()


def opened(city: City, adapter: str, secrets: dict[str, str], **settings: object) -> Road:
    identity = new_id()
    made = Road.objects.create(
        id=identity,
        code=adapter,
        name=adapter,
        adapter=adapter,
        channel=city.channels["telephone"],
        is_on=True,
        settings=settings,
        secrets_sealed=seal("road", "secrets", identity, json.dumps(secrets)),
    )
    forget()
    return made


def open311(city: City) -> Side:
    """Reports of a program."""
    fields = {"service_code": "0201", "address_string": "中央大街"}
    bodies = [urlencode({**fields, "description": text}).encode() for text in WORDS]
    sent = [original(FORM, f"r-{number}", body) for number, body in enumerate(bodies)]
    dated = tuple(f"Date: {AT}\r\n".encode() + each for each in sent)
    return Side(opened(city, "open311", {}), dated)


def sms(city: City) -> Side:
    """Messages from a telephone; nothing is sent by itself."""
    rows = [{"id": text, "from": "15400000921", "text": text, "at": AT} for text in WORDS]
    road = opened(city, "sms", {"callback": "k"}, kinds=[next(reversed(USUAL))])
    return Side(road, tuple(json.dumps(row).encode() for row in rows))


def wechat(city: City) -> Side:
    """Matters told in a conversation; the account lies at an address that is never spoken to."""
    rows = [{"key": text, "openid": PERSON, "text": text, "at": AT} for text in WORDS]
    road = opened(city, "wechat", {}, api="https://127.0.0.1")
    return Side(road, tuple(json.dumps(row).encode() for row in rows))


SIDES = [open311, sms, wechat]


@pytest.mark.parametrize("side", SIDES)
def test_the_same_message_again_makes_no_second_case(
    city: City, side: Callable[[City], Side]
) -> None:
    contract.keeps_one_case_of_a_message_twice(side(city))


@pytest.mark.parametrize("side", SIDES)
def test_what_cannot_be_read_is_kept_byte_for_byte(
    city: City, side: Callable[[City], Side]
) -> None:
    made = side(city)
    whole = made.good[0]
    damaged = (b"", b"\0", whole[:-9], whole[9:], whole * 2, b"\xff" + whole, b"[]", b"null")
    contract.keeps_what_cannot_be_read(made, damaged)


@pytest.mark.parametrize("side", SIDES)
def test_what_is_owed_goes_out_in_the_order_of_the_moves(
    city: City, side: Callable[[City], Side], settings: Any
) -> None:
    settings.HOTLINE_OUTWARD_LOOPBACK = True
    with receiving() as receiver:
        receiver.answer = WeChatServer(receiver).answer
        settings.HOTLINE_GATEWAYS = {"sms": {"address": f"{receiver.url}/sms", "key": "k"}}
        made = side(city)
        made.road.settings["api"] = receiver.url
        made.road.save()
        forget()
        contract.keeps_order_of_what_is_owed(city, made)
