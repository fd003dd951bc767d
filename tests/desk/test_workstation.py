"""The workstation: a call from its first ring to the end of the after-call work, on one page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hotline.records.models import AgentTurn, ArticleUse, Call, CallEvent, Case, Contact
from hotline.records.queries.calls import number_of
from hotline.rules.life import Status
from hotline.steps.calling.ring import ring
from hotline.steps.reading.read_arrivals import read_arrivals
from tests.articles import published
from tests.desk.conftest import SignIn
from tests.factories import City, case_at, make_staff
from tests.reading import Node, form_to, press, read

PAGE = "/desk/workstation"
PHONE = "15400001111"
MASKED = "154****1111"
FILLED = {
    "title": "小区垃圾三天未清运",
    "text": "小区门口的垃圾堆了三天没有人清运，请尽快处理。",
    "place": "汀东区临河街道",
    "kind": "complaint",
    "topic": "010214",
}


@pytest.fixture
def taker(city: City, sign_in: SignIn) -> Client:
    """A call-taker's browser."""
    return sign_in(city.person("call_taker"))


def rung(city: City, phone: str = PHONE) -> Call:
    """A call that rings at the call-taker."""
    person = city.person("call_taker")
    return ring(phone, agent=person, by=None, at=datetime.now(UTC) - timedelta(minutes=2))


def opened(client: Client) -> Node:
    return read(client.get(PAGE))


def act(client: Client, call: Call, verb: str, **facts: str) -> HttpResponse:
    return client.post(f"{PAGE}/calls/{call.pk}/{verb}", facts)


def save(client: Client, **facts: Any) -> HttpResponse:
    return press(client, opened(client), PAGE, **{**FILLED, **facts})


def states() -> list[tuple[str, str]]:
    return [(call.state, call.outcome) for call in Call.objects.order_by("offered_at")]


# --- the call


def test_a_call_goes_from_the_ring_to_the_end_of_the_after_call_work(
    city: City, taker: Client
) -> None:
    call = rung(city)
    shown = opened(taker).one("div", id="callbar").text
    assert (MASKED in shown, "来电振铃" in shown, PHONE in shown) == (True, True, False)
    for verb in ("pick_up", "hold", "resume_call"):
        act(taker, call, verb)
    act(taker, call, "join_third", third="110")
    act(taker, call, "leave_third")
    save(taker)
    act(taker, call, "hang_up")
    page = opened(taker)
    (chosen,) = [
        o for o in page.one("select", name="outcome").all("option") if "selected" in o.attrs
    ]
    assert chosen.attrs["value"] == "case"
    act(taker, call, "wrap_up", outcome="case")
    call.refresh_from_db()
    assert [event.kind for event in call.events.order_by("pk")] == [
        *("offered", "answered", "held", "resumed", "third_joined", "third_left"),
        *("ended", "wrapped_up"),
    ]
    assert (call.state, call.outcome, call.contacts.get().case) == (
        "done",
        "case",
        Case.objects.get(),
    )


def test_a_call_typed_by_hand_is_answered_at_once_and_its_number_sealed(
    city: City, taker: Client
) -> None:
    taker.post(f"{PAGE}/incoming", {"number": PHONE})
    call = Call.objects.get()
    assert (call.state, number_of(call)) == ("talking", PHONE)
    assert PHONE.encode() not in bytes(call.number_sealed)
    again = taker.post(
        f"{PAGE}/incoming", {"number": "15400002222"}, headers={"HX-Request": "true"}
    )
    assert "您还有一通来电没有结束" in again.content.decode()
    assert Call.objects.count() == 1


def test_the_number_of_the_call_goes_with_the_case_without_being_shown(
    city: City, taker: Client
) -> None:
    act(taker, rung(city), "pick_up")
    answer = save(taker)
    assert answer.status_code == 302
    case, contact = Case.objects.get(), Contact.objects.get()
    assert (contact.call, case.citizen) == (Call.objects.get(), contact.citizen)
    page = taker.get(answer.headers["Location"]).content.decode()
    assert (case.number in page, case.receipt in page, PHONE in page) == (True, True, False)


def test_two_cases_of_one_call_hang_on_it_and_the_second_form_is_empty(
    city: City, taker: Client
) -> None:
    act(taker, rung(city), "pick_up")
    save(taker)
    given = form_to(opened(taker), PAGE).sends()
    assert (given["text"], given["title"], given["call"]) == ("", "", str(Call.objects.get().pk))
    save(taker, title="路灯不亮", text="门口的路灯也不亮。")
    assert [row.call for row in Contact.objects.all()] == [Call.objects.get()] * 2
    assert "本次来电已登记 2 件" in opened(taker).one("div", class_="ws-saved").text


def test_a_silent_call_ends_with_one_press_and_counts_as_a_call(city: City, taker: Client) -> None:
    call = rung(city)
    act(taker, call, "pick_up")
    act(taker, call, "dismiss", outcome="silent")
    contact = Contact.objects.get()
    assert (states(), contact.outcome, contact.case, contact.call) == (
        [("done", "silent")],
        "silent",
        None,
        call,
    )


@pytest.mark.parametrize(
    ("verb", "facts", "said"),
    [
        ("hold", {}, "来电现为“来电振铃”，不能保持"),
        ("transfer", {}, "请填写转接到哪里"),
        ("wrap_up", {"outcome": ""}, "请选择这通来电的结果"),
        ("wrap_up", {"outcome": "case"}, "还没有登记工单；请先登记"),
        ("dismiss", {"outcome": "case"}, "请选择无效、骚扰或无声"),
    ],
)
def test_what_a_call_does_not_allow_is_said_in_the_bar(
    city: City, taker: Client, verb: str, facts: dict[str, str], said: str
) -> None:
    call = rung(city)
    answer = taker.post(f"{PAGE}/calls/{call.pk}/{verb}", facts, headers={"HX-Request": "true"})
    assert said in answer.content.decode()
    assert states() == [("ringing", "")]


def test_another_call_takers_call_does_not_exist(
    city: City, taker: Client, sign_in: SignIn
) -> None:
    call = rung(city)
    other = sign_in(make_staff("second", roles=[city.roles["call_taker"]]))
    assert act(other, call, "pick_up").status_code == 404
    answer = press(other, opened(other), PAGE, **FILLED, call=str(call.pk))
    assert (answer.status_code, Case.objects.count()) == (422, 0)


def test_the_bar_is_silent_while_nothing_changed(city: City, taker: Client) -> None:
    call = rung(city)
    seen = f"{call.pk}:ringing"
    assert taker.get(f"{PAGE}/bar", {"seen": seen}).status_code == 204
    part = taker.get(f"{PAGE}/bar", {"seen": "free"})
    assert (part.status_code, MASKED in part.content.decode()) == (200, True)


def test_a_call_taker_signs_on_takes_a_break_and_signs_off(city: City, taker: Client) -> None:
    for turn in ("free", "break"):
        taker.post(f"{PAGE}/turn/{turn}")
    assert "小休中" in opened(taker).one("div", id="callbar").text
    taker.post(f"{PAGE}/turn/free")
    taker.post(f"{PAGE}/turn/signed_off")
    turns = AgentTurn.objects.order_by("started_at")
    assert [(turn.state, turn.ended_at is None) for turn in turns] == [
        ("free", False),
        ("break", False),
        ("free", False),
        ("signed_off", True),
    ]


# --- the caller


def test_the_caller_is_shown_with_earlier_cases_and_what_to_know(city: City, taker: Client) -> None:
    old = case_at(city, Status.IN_HANDLING, name="刘某", phone=PHONE, title="楼道灯不亮")
    rung(city)
    shown = opened(taker).one("div", id="caller").text
    found = ["刘**", "楼道灯不亮", "在办 1 件", f"{old.number}", "近一年来电 1 次"]
    assert [each for each in found if each not in shown] == []


def test_whoever_is_known_only_in_confidence_is_not_shown(city: City, taker: Client) -> None:
    case = case_at(city, Status.IN_HANDLING, name="刘某", phone=PHONE, title="举报某单位")
    Case.objects.filter(pk=case.pk).update(confidential=True)
    rung(city)
    shown = opened(taker).one("div", id="caller").text
    assert ("刘**" in shown, "举报某单位" in shown) == (False, False)


def test_an_open_matter_of_the_caller_is_urged_with_one_press(city: City, taker: Client) -> None:
    old = case_at(city, Status.IN_HANDLING, phone=PHONE)
    act(taker, rung(city), "pick_up")
    answer = press(taker, opened(taker), PAGE, again=old.number)
    assert answer.status_code == 302
    new = Case.objects.exclude(pk=old.pk).get()
    assert (new.repeats, new.status, new.kind, new.topic) == (old, "closed", old.kind, old.topic)
    assert old.journal.order_by("seq").last().verb == "urge"
    assert new.contacts.get().call == Call.objects.get()


def test_somebody_elses_call_about_an_open_matter_is_joined_to_it(
    city: City, taker: Client
) -> None:
    old = case_at(city, Status.IN_HANDLING, phone="15400009999")
    act(taker, rung(city), "pick_up")
    press(taker, opened(taker), PAGE, again=old.number, text="我家也一样。")
    new = Case.objects.exclude(pk=old.pk).get()
    assert (new.joined_to, new.status, new.text) == (old, "joined", "我家也一样。")


def test_a_closed_matter_is_taken_on_anew_and_names_the_old_one(city: City, taker: Client) -> None:
    old = case_at(city, Status.CLOSED, phone=PHONE)
    act(taker, rung(city), "pick_up")
    press(taker, opened(taker), PAGE, again=old.number)
    new = Case.objects.exclude(pk=old.pk).get()
    assert (new.status, old.number in new.text) == ("awaiting_dispatch", True)


def test_a_matter_that_is_not_there_is_refused_and_nothing_typed_is_lost(
    city: City, taker: Client
) -> None:
    answer = press(taker, opened(taker), PAGE, **FILLED, again="YT20200101-000009")
    assert (answer.status_code, Case.objects.count()) == (422, 0)
    assert form_to(read(answer), PAGE).sends()["text"] == FILLED["text"]


# --- beside the form


def test_beside_the_form_stand_unit_repeats_and_deadline(city: City, taker: Client) -> None:
    case_at(city, Status.IN_HANDLING, title="翠柏苑垃圾没人管", text="翠柏苑门口垃圾成堆。")
    read_arrivals(at=datetime.now(UTC) + timedelta(minutes=1))
    typed = {**FILLED, "topic": "", "title": "翠柏苑垃圾", "place": "汀东区翠柏苑"}
    shown = read(taker.post(f"{PAGE}/beside", typed))
    assert "翠柏苑垃圾没人管" in shown.text
    assert "个工作日" in shown.one("div", id="deadline").text


def test_knowledge_is_offered_by_topic_and_counted_when_answered_from(
    city: City, sign_in: SignIn
) -> None:
    article = published(city)
    role = city.roles["call_taker"]
    role.permits = [*role.permits, "read_articles"]
    role.save()
    taker = sign_in(city.person("call_taker"))
    shown = read(taker.post(f"{PAGE}/beside", {"sought": article.title[:4]}))
    (hit,) = shown.all("button", class_="ws-hit")
    assert hit.attrs["data-article"] == article.number
    save(taker, button="answer", answer=hit.attrs["data-answer"], articles=article.number)
    assert ArticleUse.objects.get().case == Case.objects.get()


@pytest.mark.parametrize(
    ("what", "typed", "found"),
    [
        ("topics", "hjws", "010214"),
        ("topics", "huanjing", "010214"),
        ("topics", "垃圾", "010214"),
        ("topics", "ggjt", "0201"),
    ],
)
def test_names_are_found_by_pinyin_initials_and_words(
    city: City, taker: Client, what: str, typed: str, found: str
) -> None:
    options = read(taker.post(f"/desk/find/{what}", {"q": typed})).all("li")
    assert options[0].attrs["data-value"].split(" ")[0] == found


def test_a_place_is_found_with_what_it_lies_in(city: City, taker: Client) -> None:
    options = read(taker.post("/desk/find/places", {"q": "ljd"})).all("li")
    assert taker.get("/desk/find/places").status_code == 405  # a place never stands in an address
    assert all(option.attrs["data-value"] for option in options)


# --- how many queries


def _queries(client: Client, method: str, path: str, facts: dict[str, str]) -> int:
    getattr(client, method)(path, facts)
    with CaptureQueriesContext(
        connection,
    ) as found:
        getattr(client, method)(path, facts)
    return len(found)


def test_the_page_and_its_parts_ask_the_database_little(city: City, taker: Client) -> None:
    for number in range(3):
        case_at(city, Status.IN_HANDLING, phone=PHONE, title=f"翠柏苑垃圾{number}")
    act(taker, rung(city), "pick_up")
    typed = {**FILLED, "place": "汀东区翠柏苑"}
    asked = {
        "page": _queries(taker, "get", PAGE, {}),
        "bar": _queries(taker, "get", f"{PAGE}/bar", {"seen": f"{Call.objects.get().pk}:talking"}),
        "caller": _queries(taker, "post", f"{PAGE}/caller", {}),
        "beside": _queries(taker, "post", f"{PAGE}/beside", typed),
    }
    assert asked == {"page": 11, "bar": 4, "caller": 7, "beside": 10}


def test_events_are_never_edited(city: City) -> None:
    rung(city)
    with pytest.raises(Exception, match="append only"):
        CallEvent.objects.update(kind="ended")
