"""Text messages: sent in agreed words to who wants them, answered from the telephone."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from hotline.channels.adapters import adapter_of
from hotline.channels.sending import send_due
from hotline.channels.signed import SIGNATURE, TIMESTAMP, signed
from hotline.records.identity import new_id
from hotline.records.models import Callback, Case, Delivery, Inbound, JournalEntry, Road, TextStop
from hotline.records.queries.reference import forget
from hotline.records.sealing import seal
from hotline.rules.arrivals import Unreadable
from hotline.rules.texting import USUAL, filled, parts, wrong_in
from tests.channels.receiver import Receiver, receiving
from tests.factories import City, make_role, make_staff
from tests.steps.cases import LATER, china, read_again, walked

PHONE = "15400000901"
SECRET = "callback-secret"
NOON = timedelta(hours=1)
SENT = timezone.now()


@pytest.fixture
def gateway(settings: Any) -> Iterator[Receiver]:
    """The city's gateway, which takes what it is given."""
    with receiving() as receiver:
        settings.HOTLINE_GATEWAYS = {"sms": {"address": receiver.url, "key": "k"}}
        yield receiver


@pytest.fixture
def road(city: City) -> Road:
    """Text messages are switched on."""
    identity = new_id()
    secrets = seal("road", "secrets", identity, json.dumps({"callback": SECRET}))
    made = Road.objects.create(
        id=identity,
        code="sms",
        name="短信",
        adapter="sms",
        channel=city.channels["telephone"],
        is_on=True,
        answers=False,
        secrets_sealed=secrets,
    )
    forget()
    return made


def texts(gateway: Receiver) -> list[str]:
    return [json.loads(came.body)["text"] for came in gateway.came]


def posted(what: str, body: bytes, *, at: float | None = None, key: str = SECRET) -> HttpResponse:
    seconds = int(timezone.now().timestamp() if at is None else at)
    headers: Any = {TIMESTAMP: str(seconds), SIGNATURE: signed(key, seconds, body)}
    path = f"/channels/sms/sms/{what}"
    return Client().post(path, body, content_type="application/json", headers=headers)


def from_phone(text: str, *, key: str = "m-1", phone: str = PHONE) -> HttpResponse:
    at = SENT.isoformat()
    return posted(
        "incoming", json.dumps({"id": key, "from": phone, "text": text, "at": at}).encode()
    )


def asked_to_rate(city: City, gateway: Receiver) -> Case:
    """A case whose citizen was asked just now whether they are content."""
    case = walked(city, "awaiting_callback", phone=PHONE)
    while send_due(at=timezone.now()):
        pass
    return read_again(case)


def test_each_stage_is_told_once_in_agreed_words_and_without_the_matter(
    city: City, road: Road, gateway: Receiver
) -> None:
    case = walked(city, "closed", phone=PHONE)
    while send_due(at=LATER + NOON):
        pass
    said = texts(gateway)
    kinds = list(Delivery.objects.order_by("pk").values_list("kind", "state"))
    assert kinds == [(kind, "sent") for kind in ("received", "progress", "rating", "result")]
    assert said[0].startswith("【云汀12345热线】您的诉求（环境卫生）已受理，查询码 " + case.receipt)
    assert [text for text in said if case.text[:5] in text or PHONE in text] == []
    assert {json.loads(came.body)["to"] for came in gateway.came} == {PHONE}


def test_nobody_is_woken_and_what_was_stopped_stays_unsent(
    city: City, road: Road, gateway: Receiver
) -> None:
    walked(city, "awaiting_dispatch", phone=PHONE, at=china("2022-04-06T22:00"))
    assert Delivery.objects.get().next_at == china("2022-04-07T08:00")
    assert from_phone("退订。").json() == {"state": "taken", "is_new": True}
    assert send_due(at=china("2022-04-07T09:00")) == {"moot": 1}
    assert (gateway.came, TextStop.objects.get().how) == ([], "reply")
    from_phone("恢复", key="m-2")
    assert TextStop.objects.get().until is not None


def test_a_digit_rates_the_last_matter_that_was_asked_about(
    city: City, road: Road, gateway: Receiver
) -> None:
    case = asked_to_rate(city, gateway)
    assert from_phone("3").json()["state"] == "taken"
    call = Callback.objects.get()
    assert (call.case, call.handling_rating, call.solved) == (case, "dissatisfied", "no")
    assert read_again(case).status == "called_back"
    from_phone("1", key="m-2")
    assert JournalEntry.objects.filter(case=case).latest("seq").note == "短信评价：满意"


def test_a_digit_that_answers_nothing_is_held_for_a_person(city: City, road: Road) -> None:
    assert from_phone("1").json()["state"] == "held"
    assert Inbound.objects.get().reason == "no_question"


def test_other_words_are_the_answer_that_was_asked_for_or_a_matter_of_their_own(
    city: City, road: Road, gateway: Receiver
) -> None:
    case = walked(city, "awaiting_citizen", phone=PHONE)
    while send_due(at=timezone.now()):
        pass
    assert from_phone("是三号楼。").json()["state"] == "taken"
    assert JournalEntry.objects.filter(case=case).latest("seq").note == "是三号楼。"
    from_phone("井盖松动。", key="m-2", phone="15400000902")
    made = Case.objects.get(text="井盖松动。")
    assert (made.channel, made.owes_back) == (road.channel, True)
    assert from_phone("井盖松动。", key="m-2", phone="15400000902").json()["is_new"] is False


def test_a_number_gets_no_more_than_a_few_a_day_and_the_city_no_more_than_it_pays(
    city: City, road: Road, gateway: Receiver
) -> None:
    Road.objects.update(settings={"per_day": "1"})
    walked(city, "in_handling", phone=PHONE)
    assert send_due(at=LATER + NOON) == {"sent": 1, "down": 1}
    assert Road.objects.get().problem == "当天的短信已发满 1 条。"


def test_the_operator_says_what_did_not_arrive(city: City, road: Road, gateway: Receiver) -> None:
    walked(city, "awaiting_dispatch", phone=PHONE)
    send_due(at=timezone.now())
    row = Delivery.objects.get()
    told = {"id": str(row.pk), "state": "failed", "reason": "停机"}
    assert posted("receipt", json.dumps(told).encode()).json() == {"is_known": True}
    row.refresh_from_db()
    assert (row.state, row.problem) == ("failed", "运营商报告没有送到：停机")


def test_what_is_not_signed_or_signed_long_ago_is_not_let_in(city: City, road: Road) -> None:
    old = timezone.now().timestamp() - 600
    codes = [
        posted("incoming", b"{}", at=old).status_code,
        posted("incoming", b"{}", key="other").status_code,
        Client().post("/channels/sms/sms/incoming").status_code,
        Client().post("/channels/sms/none/incoming").status_code,
    ]
    assert (codes, Inbound.objects.count()) == ([401, 401, 401, 404], 0)


@pytest.mark.parametrize("text", ["{电话}您好", "您好{", "字" * 301])
def test_a_template_that_names_what_there_is_not_is_refused(text: str) -> None:
    assert wrong_in(text) != ""


def test_templates_are_filled_and_counted_as_the_operator_counts() -> None:
    assert [wrong_in(text) for text in USUAL.values()] == [""] * len(USUAL)
    assert filled("{分类}：{查询码}{称谓}", {"分类": "供水", "查询码": "A"}) == "供水：A"
    assert [parts("字" * n) for n in (1, 70, 71, 134, 135)] == [1, 1, 2, 2, 3]


def test_three_hundred_damaged_messages_are_held_or_taken_and_none_breaks_it(
    city: City, road: Road
) -> None:
    chance = random.Random(10086)
    at = datetime.now().astimezone().isoformat()
    whole = json.dumps({"id": "m-1", "from": PHONE, "text": "路灯不亮。", "at": at}).encode()
    outcomes = set()
    for _ in range(300):
        body = bytearray(whole)
        for _ in range(chance.randint(1, 5)):
            place = chance.randrange(len(body))
            body[place : place + chance.randint(0, 5)] = chance.randbytes(chance.randint(0, 5))
        try:
            adapter_of(road).read(road, bytes(body))
            outcomes.add("read")
        except Unreadable:
            outcomes.add("unreadable")
    assert outcomes == {"read", "unreadable"}
    deep = posted("incoming", b"[" * 60_000)
    assert (deep.status_code, deep.json()["state"]) == (200, "held")


def test_who_asks_by_telephone_is_left_alone_too(
    city: City, road: Road, django_assert_max_num_queries: Any
) -> None:
    keeper = make_staff("keeper", roles=[make_role("keeper", "线路员", ["manage_roads"])])
    client = Client()
    client.force_login(keeper)
    assert client.post("/desk/texts", {"phone": "12345", "act": "stop"}).status_code == 422
    assert client.post("/desk/texts", {"phone": PHONE, "act": "stop"}).status_code == 302
    assert (TextStop.objects.get().how, TextStop.objects.get().by) == ("desk", keeper)
    with django_assert_max_num_queries(10):
        page = client.get("/desk/texts").content.decode()
    assert ("登记退订" in page, PHONE in page) == (True, False)
    client.post("/desk/texts", {"phone": PHONE, "act": "start"})
    assert TextStop.objects.filter(until=None).count() == 0
