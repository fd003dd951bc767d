"""WeChat: a matter told in a few messages, once, and its person told how it goes."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from hotline.channels.sending import send_due
from hotline.channels.wechat.pictures import fetch_pictures
from hotline.documents.wechat_envelope import (
    NotWeChat,
    fields_of,
    opened,
    sealed,
    signature,
    written,
)
from hotline.records.identity import new_id
from hotline.records.models import (
    Attachment,
    Callback,
    Case,
    Conversation,
    Delivery,
    Inbound,
    Road,
)
from hotline.records.queries.reference import forget
from hotline.records.sealing import seal
from hotline.steps.accept import accept
from hotline.steps.receive import return_of
from tests.channels.receiver import receiving
from tests.channels.wechat_server import AES_KEY, APP, PERSON, TOKEN, Phone, WeChatServer, post
from tests.factories import City
from tests.steps.cases import walked


@pytest.fixture
def server(settings: Any) -> Iterator[WeChatServer]:
    """WeChat, on this machine."""
    settings.HOTLINE_OUTWARD_LOOPBACK = True
    with receiving() as receiver:
        server = WeChatServer(receiver)
        receiver.answer = server.answer
        yield server


def opened_road(city: City, server: WeChatServer, *, aes_key: str = "") -> Road:
    identity = new_id()
    secrets = {"token": TOKEN, "app_secret": "s", "aes_key": aes_key}
    made = Road.objects.create(
        id=identity,
        code="wechat",
        name="微信公众号",
        adapter="wechat",
        channel=city.channels["telephone"],
        is_on=True,
        settings={"app": APP, "api": server.receiver.url},
        secrets_sealed=seal("road", "secrets", identity, json.dumps(secrets)),
    )
    forget()
    return made


@pytest.fixture
def road(city: City, server: WeChatServer) -> Road:
    """The account in plain mode."""
    return opened_road(city, server)


def told(phone: Phone) -> Case:
    """A matter told in four messages."""
    for said in ("路口的路灯坏了。", "中央大街路口", "0"):
        phone.says(said)
    assert "查询码" in phone.says("1")
    return Case.objects.latest("registered_at")


def test_wechat_is_shown_that_the_address_is_ours(road: Road) -> None:
    stamp = str(int(time.time()))
    asked = {"timestamp": stamp, "nonce": "n", "echostr": "123"}
    right = {**asked, "signature": signature(TOKEN, stamp, "n")}
    assert Client().get("/channels/wechat/wechat", right).content == b"123"
    wrong = Client().get("/channels/wechat/wechat", {**asked, "signature": "0" * 40})
    assert (wrong.status_code, post(b"<xml/>", stamp=1).status_code) == (403, 403)


@pytest.mark.parametrize("encrypted", [False, True])
def test_text_place_picture_and_yes_become_one_case(
    city: City, server: WeChatServer, encrypted: bool
) -> None:
    road = opened_road(city, server, aes_key=AES_KEY if encrypted else "")
    phone = Phone(encrypted)
    assert (
        phone.says("路口的路灯坏了，晚上很黑。") == "收到。事情发生在哪里？请回复地点，或发送位置。"
    )
    point = {"Location_X": "43.1", "Location_Y": "124.3", "Label": "中央大街"}
    phone.posts({"MsgType": "location", **point})
    assert "已收到 1 张" in phone.posts(
        {"MsgType": "image", "MediaId": "m-1", "PicUrl": "http://x/"}
    )
    assert "地点：中央大街（43.1,124.3）" in phone.says("0")
    assert "电话：15400000911" in phone.says("15400000911")
    filed = phone.says("1")
    case = Case.objects.get()
    assert case.receipt in filed
    assert (case.text, case.place) == ("路口的路灯坏了，晚上很黑。", "中央大街（43.1,124.3）")
    contact = case.contacts.get()
    assert (return_of(contact), contact.road) == ({"openid": PERSON}, road)
    assert fetch_pictures(road, case, ["m-1"], at=timezone.now()) == 1
    assert fetch_pictures(road, case, ["m-1"], at=timezone.now()) == 0
    assert Attachment.objects.count() == 1
    assert PERSON not in json.dumps(list(Inbound.objects.values("key", "about", "facts")))


def test_a_message_that_wechat_sends_again_is_answered_the_same_and_does_nothing(
    road: Road,
) -> None:
    phone = Phone()
    told(phone)
    again = phone.posts({"MsgType": "text", "Content": "1"}, again=True)
    assert (Case.objects.count(), Case.objects.get().receipt in again) == (1, True)


def test_a_voice_is_taken_by_its_words_and_what_is_none_is_asked_for(road: Road) -> None:
    phone = Phone()
    assert "暂时看不懂" in phone.posts({"MsgType": "voice", "MediaId": "v", "Recognition": ""})
    voice = {"MsgType": "voice", "MediaId": "v", "Recognition": "小区停水两天了。"}
    assert "事情发生在哪里" in phone.posts(voice)
    assert phone.says("取消") == "已取消，没有提交。"
    assert Case.objects.count() == 0


def test_events_are_welcomed_or_left_unanswered_and_the_menu_leads_on(road: Road) -> None:
    phone = Phone()
    event = {"MsgType": "event", "MsgId": ""}
    assert "云汀12345热线" in phone.posts({**event, "Event": "subscribe"})
    assert phone.posts({**event, "Event": "unsubscribe", "EventKey": "1"}) == ""
    assert phone.posts({**event, "Event": "TEMPLATESENDJOBFINISH", "EventKey": "2"}) == ""
    assert "还没有" in phone.posts({**event, "Event": "CLICK", "EventKey": "PROGRESS"})
    told(phone)
    assert "已收到您的诉求" in phone.says("进度")


def test_progress_goes_to_the_person_with_a_key_that_is_fetched_once_and_renewed_when_stale(
    city: City, road: Road, server: WeChatServer
) -> None:
    case = told(Phone())
    assert send_due(at=timezone.now()) == {"sent": 1}
    case.kind, case.topic = city.kinds["help"], city.topics["0201"]
    accept(case, by=None, at=timezone.now())
    server.keys += 1  # another program fetched one, which ended ours
    assert send_due(at=timezone.now()) == {"sent": 1}
    assert [each["touser"] for each in server.sent] == [PERSON] * 2
    assert case.receipt in server.sent[1]["text"]["content"]
    road.refresh_from_db()
    assert (server.keys, "key-3" in json.dumps(road.mark)) == (3, False)


@pytest.mark.parametrize(
    ("codes", "template", "outcome"),
    [
        ([45015], "", "moot"),
        ([45015], "tpl", "sent"),
        ([45015, 43004], "tpl", "moot"),
        ([43004], "", "moot"),
        ([45009], "", "down"),
        ([40008], "", "refused"),
    ],
)
def test_what_wechat_does_not_take_is_told_otherwise_later_or_to_a_person(
    road: Road, server: WeChatServer, codes: list[int], template: str, outcome: str
) -> None:
    told(Phone())
    Road.objects.update(settings={**road.settings, "template": template})
    server.errors = list(codes)
    assert send_due(at=timezone.now()) == {outcome: 1}


def test_who_is_asked_rates_in_the_conversation(city: City, road: Road) -> None:
    phone = Phone()
    case = told(phone)
    assert phone.says("11") == "现在没有需要您评价的事情。"
    waiting = walked(city, "awaiting_callback")
    Conversation.objects.update(last_case=waiting)
    assert phone.says("13") == "谢谢您的评价。"
    rated = Callback.objects.get()
    assert (rated.case, rated.handling_rating, case.pk != waiting.pk) == (
        waiting,
        "dissatisfied",
        True,
    )


def test_the_mini_program_signs_in_and_hands_in_once(road: Road, server: WeChatServer) -> None:
    path, sent = "/channels/wechat/wechat", {"content_type": "application/json"}
    assert Client().post(f"{path}/login", {"code": "bad"}, **sent).status_code == 403
    token = Client().post(f"{path}/login", {"code": "good"}, **sent).json()["token"]
    matter = {"key": "k-1", "text": "小区停水。", "place": "幸福小区"}
    signed: Any = {"headers": {"Authorization": f"Bearer {token}"}, **sent}
    first, again = (Client().post(f"{path}/requests", matter, **signed) for _ in range(2))
    assert (first.status_code, again.status_code, first.json()) == (201, 200, again.json())
    assert Client().post(f"{path}/requests", matter, **sent).status_code == 401
    assert (
        Client()
        .post(f"{path}/requests", {**matter, "key": "2", "text": ""}, **signed)
        .json()["detail"]
        .startswith("来件没有内容")
    )


def test_an_encrypted_account_takes_nothing_in_the_clear_and_nothing_for_another(
    city: City, server: WeChatServer
) -> None:
    opened_road(city, server, aes_key=AES_KEY)
    plain = written({"FromUserName": PERSON, "MsgType": "text", "Content": "a", "MsgId": "1"})
    assert (post(plain).status_code, post(plain, encrypted=True).status_code) == (400, 200)
    with pytest.raises(NotWeChat):
        opened(sealed(b"x", AES_KEY, "wx-other"), AES_KEY, APP)


BOMBS = (
    b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><xml><Content>&b;</Content></xml>',
    b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><xml><Content>a</Content></xml>',
    b'<!DOCTYPE x [<!ENTITY e SYSTEM "http://127.0.0.1/">]><xml><Content>&e;</Content></xml>',
    b"<xml>" + b"<a>" * 5000 + b"</a>" * 5000 + b"</xml>",
    b"<xml>" + b"".join(b"<a%d/>" % n for n in range(3000)) + b"</xml>",
    b"<xml>&undefined;</xml>",
    b"<xml>" + b"x" * 70_000 + b"</xml>",
    b'<?xml version="1.0" encoding="utf-7"?><xml><a>+ADw-</a></xml>',
)


@pytest.mark.parametrize("bomb", BOMBS)
def test_no_document_type_no_entity_and_no_bomb_is_read(bomb: bytes) -> None:
    with pytest.raises(NotWeChat):
        fields_of(bomb)


def test_three_hundred_damaged_messages_are_refused_or_taken_and_none_breaks_it(
    road: Road,
) -> None:
    chance = random.Random(45015)
    facts = {"FromUserName": PERSON, "CreateTime": "1", "MsgType": "text", "Content": "路灯坏了。"}
    whole = written({**facts, "MsgId": "7"})
    codes = set()
    for _ in range(300):
        body = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            place = chance.randrange(len(body))
            body[place : place + chance.randint(0, 6)] = chance.randbytes(chance.randint(0, 6))
        codes.add(post(bytes(body)).status_code)
    assert codes == {200, 400}
    assert Delivery.objects.count() == 0
