"""The call-taker's form: taken in once, never lost, refused with a remedy."""

from __future__ import annotations

import threading
from datetime import date
from typing import Any

import pytest
from django.db import connections
from django.http import HttpResponse
from django.test import Client

from hotline.desk.forms.new_case import NewCaseForm
from hotline.records.models import Case, Citizen, Contact, JournalEntry, Staff
from hotline.records.queries.citizens import masked
from hotline.records.queries.reference import forget
from hotline.rules.life import Status
from tests.desk.conftest import SignIn
from tests.factories import City, make_city, make_role, make_staff
from tests.reading import Node, form_to, press, read

FILLED = {
    "channel": "telephone",
    "sender_name": "刘某",
    "sender_phone": "13900001111",
    "form_of_address": "先生",
    "title": "小区垃圾三天未清运",
    "text": "小区门口的垃圾堆了三天没有人清运。\n请尽快处理。",
    "place": "汀东区临河街道",
    "kind": "complaint",
    "topic": "010214",
    "campaign": "",
    "urgency": "urgent",
}


@pytest.fixture
def taker(city: City, sign_in: SignIn) -> Client:
    """A call-taker's browser."""
    return sign_in(city.person("call_taker"))


def _open(client: Client) -> Node:
    return read(client.get("/desk/cases/new"))


def _send(client: Client, **facts: Any) -> HttpResponse:
    return press(client, _open(client), "/cases/new", **{**FILLED, **facts})


def _problems(answer: HttpResponse) -> str:
    return read(answer).one("div", class_="form-errors").text


def test_accept_takes_the_request_in_and_shows_the_case(city: City, taker: Client) -> None:
    answer = _send(taker, button="accept")
    case = Case.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/desk/cases/{case.number}")
    assert (case.status, case.title, case.text, case.place, case.urgency) == (
        Status.AWAITING_DISPATCH,
        FILLED["title"],
        FILLED["text"],
        FILLED["place"],
        "urgent",
    )
    assert (case.kind, case.topic, case.campaign, case.channel) == (
        city.kinds["complaint"],
        city.topics["010214"],
        None,
        city.channels["telephone"],
    )
    page = read(taker.get(answer.headers["Location"]))
    assert f"已登记工单 {case.number}，现为“待派单”" in page.one("div", id="toasts").text


def test_the_caller_is_sealed_and_found_again_by_phone(taker: Client) -> None:
    _send(taker)
    _send(taker, sender_phone="139 0000-1111", text="另一件事")
    citizen = Citizen.objects.get()
    assert citizen.form_of_address == "先生"
    assert "刘某".encode() not in bytes(citizen.name_sealed)
    case = Case.objects.filter(citizen=citizen).latest("number")
    seen = masked(Staff.objects.get(username="call_taker"), case)
    assert seen is not None
    assert (seen.name, seen.phone) == ("刘**", "139****1111")
    assert Case.objects.filter(citizen=citizen).count() == 2


def test_answering_at_once_closes_the_case(taker: Client) -> None:
    _send(taker, button="answer", answer="清运时间为每天七点。")
    case = Case.objects.get()
    assert (case.status, case.answer) == (Status.CLOSED, "清运时间为每天七点。")


def test_registering_only_needs_no_classification(taker: Client) -> None:
    _send(taker, button="register", kind=None, topic="")
    case = Case.objects.get()
    assert (case.status, case.kind, case.topic) == (Status.REGISTERED, None, None)


def test_a_text_in_the_answer_box_does_not_close_what_is_to_be_accepted(taker: Client) -> None:
    _send(taker, button="accept", answer="还没答复")
    assert Case.objects.get().status == Status.AWAITING_DISPATCH


def test_pressing_enter_means_the_first_button(taker: Client) -> None:
    _send(taker)
    assert Case.objects.get().status == Status.AWAITING_DISPATCH


def test_an_anonymous_request_has_no_citizen(taker: Client) -> None:
    _send(taker, sender_name="", sender_phone="", form_of_address="")
    assert (Case.objects.get().citizen, Citizen.objects.count()) == (None, 0)


def test_a_request_without_title_takes_it_from_the_text(taker: Client) -> None:
    _send(taker, title="", text="一二三四五六七八九十" * 5)
    assert Case.objects.get().title == "一二三四五六七八九十" * 3


def test_a_superiors_case_keeps_its_number_and_deadline(taker: Client) -> None:
    _send(taker, channel="province", external_number="SZ-7", external_due_at="2026-12-01T17:00")
    contact = Contact.objects.get()
    assert (contact.external_number, contact.external_due_at.isoformat()) == (
        "SZ-7",
        "2026-12-01T09:00:00+00:00",
    )
    assert Case.objects.get().external_number == "SZ-7"


def test_a_campaign_that_is_on_can_be_chosen(city: City, taker: Client) -> None:
    _send(taker, campaign="flood")
    assert Case.objects.get().campaign == city.campaigns["flood"]


# --- twice


def test_a_double_click_makes_one_case(taker: Client) -> None:
    page = _open(taker)
    first = press(taker, page, "/cases/new", **FILLED)
    second = press(taker, page, "/cases/new", **FILLED)
    assert first.headers["Location"] == second.headers["Location"]
    assert (Case.objects.count(), Contact.objects.count(), JournalEntry.objects.count()) == (
        1,
        1,
        2,
    )
    shown = read(taker.get(second.headers["Location"]))
    assert "没有重复登记" in shown.one("div", id="toasts").text


def test_the_same_words_from_a_fresh_form_minutes_later_make_no_second_case(
    city: City, taker: Client, sign_in: SignIn
) -> None:
    _send(taker)
    answer = press(taker, _open(taker), "/cases/new", **FILLED)
    number = Case.objects.get().number
    assert answer.status_code == 422
    assert f"几分钟前已把同样的内容登记为工单 {number}" in _problems(answer)
    press(taker, read(answer), "/cases/new", text="另一件事，也请处理")
    assert Case.objects.count() == 2


def test_two_empty_forms_never_share_a_key(taker: Client) -> None:
    keys = {form_to(_open(taker), "/cases/new").sends()["key"] for _ in range(5)}
    assert len(keys) == 5


def test_a_form_sent_again_with_other_words_is_asked_about_and_keeps_them(
    taker: Client,
) -> None:
    page = _open(taker)
    press(taker, page, "/cases/new", **FILLED)
    answer = press(taker, page, "/cases/new", **{**FILLED, "text": "改过的内容"})
    again = form_to(read(answer), "/cases/new").sends()
    assert (answer.status_code, Case.objects.count(), again["text"]) == (422, 1, "改过的内容")
    assert "已经登记过一件工单，而这次的内容与那次不同" in _problems(answer)
    assert again["key"] != form_to(page, "/cases/new").sends()["key"]
    press(taker, read(answer), "/cases/new")
    assert Case.objects.count() == 2


def test_a_key_of_somebody_else_does_not_lead_to_their_case(
    city: City, taker: Client, sign_in: SignIn
) -> None:
    page = _open(taker)
    press(taker, page, "/cases/new", **FILLED)
    other = sign_in(make_staff("second", roles=[city.roles["call_taker"]]))
    press(other, page, "/cases/new", **FILLED)
    assert Case.objects.count() == 2


def test_a_refused_form_can_be_corrected_and_sent_under_its_key(taker: Client) -> None:
    refused = _send(taker, text="")
    answer = press(taker, read(refused), "/cases/new", text="补上内容")
    assert (answer.status_code, Case.objects.get().text) == (302, "补上内容")


@pytest.mark.django_db(transaction=True)
def test_two_clicks_in_the_same_moment_make_one_case(sign_in: SignIn) -> None:
    city = make_city()
    client = sign_in(city.person("call_taker"))
    filled = {**FILLED, "key": "ab" * 16}
    statuses: list[int] = []

    def click() -> None:
        again = Client()
        again.cookies = client.cookies
        statuses.append(again.post("/desk/cases/new", filled).status_code)
        connections.close_all()

    clicks = [threading.Thread(target=click) for _ in range(4)]
    for each in clicks:
        each.start()
    for each in clicks:
        each.join()
    forget()
    assert (statuses, Case.objects.count()) == ([302] * 4, 1)


# --- refused


@pytest.mark.parametrize(
    ("facts", "wrong", "said"),
    [
        ({"text": ""}, "text", "请填写诉求内容"),
        ({"text": " \n "}, "text", "请填写诉求内容"),
        ({"text": "长" * 100_001}, "text", "最多 100000 个字，现有 100001 个字；请删减"),
        ({"text": "a\0b"}, "text", "里有看不见的空字符；请删去"),
        ({"title": "长" * 301}, "title", "“标题”最多 300 个字"),
        ({"place": "长" * 301}, "place", "“事发地点”最多 300 个字"),
        ({"sender_name": "长" * 101}, "sender_name", "“姓名”最多 100 个字"),
        ({"sender_phone": "一三九"}, "sender_phone", "只能有数字、空格和 + - ( )；请改正"),
        ({"sender_phone": "1" * 51}, "sender_phone", "最多 50 个字"),
        ({"channel": ""}, "channel", "请选择来源渠道"),
        ({"channel": "pigeon"}, "channel", "请从列表中选择“来源渠道”"),
        ({"channel": "old_line"}, "channel", "请从列表中选择“来源渠道”"),
        ({"kind": None}, "kind", "请先选择诉求类型"),
        ({"kind": "x"}, "kind", "请从列表中选择“诉求类型”"),
        ({"topic": ""}, "topic", "请先选择问题分类"),
        ({"topic": "没有这个"}, "topic", "没有叫“没有这个”的问题分类"),
        ({"topic": "长" * 201}, "topic", "最多 200 个字"),
        ({"campaign": "epidemic"}, "campaign", "请从列表中选择“专题”"),
        ({"urgency": None}, "urgency", "请选择紧急程度"),
        ({"urgency": "x"}, "urgency", "请从列表中选择“紧急程度”"),
        ({"form_of_address": "陛下"}, "form_of_address", "请从列表中选择“称谓”"),
        ({"external_due_at": "2022-13-01T00:00"}, "external_due_at", "请写成 2022-04-01 09:30"),
        ({"external_number": "9" * 101}, "external_number", "最多 100 个字"),
        ({"button": "answer", "answer": " "}, "answer", "请填写答复内容；如不能当场解答"),
    ],
)
def test_what_is_wrong_names_its_field_and_the_remedy(
    taker: Client, facts: dict[str, Any], wrong: str, said: str
) -> None:
    answer = _send(taker, **facts)
    page = read(answer)
    assert (answer.status_code, Case.objects.count(), Contact.objects.count()) == (422, 0, 0)
    assert said in page.one("div", id=f"new_{wrong}_error").text
    assert said in page.one("div", class_="form-errors").text
    assert page.one("", id=f"new_{wrong}").attrs["aria-invalid"] == "true"


def test_nothing_typed_is_lost(taker: Client) -> None:
    typed = {
        **FILLED,
        "topic": "没有这个",
        "answer": "写了一半的答复",
        "external_number": "SZ-7",
        "external_due_at": "2026-12-01T17:00",
    }
    page = read(_send(taker, **typed))
    kept = form_to(page, "/cases/new").sends()
    assert {name: kept.get(name, "") for name in typed} == typed
    assert [box for box in page.all("details", class_="more") if "open" not in box.attrs] == []


def test_markup_in_a_refused_form_is_only_text(taker: Client) -> None:
    evil = '"><script>alert(1)</script>'
    page = read(_send(taker, title=evil, text=evil, sender_name=evil, topic=evil))
    assert [node for node in page.all("script") if "src" not in node.attrs] == []
    kept = form_to(page, "/cases/new").sends()
    assert (kept["title"], kept["text"], kept["sender_name"], kept["topic"]) == (evil,) * 4


@pytest.mark.parametrize("key", ["", "x", "ab" * 15, "AB" * 16, "../../etc"])
def test_a_form_without_a_proper_key_is_given_one_and_keeps_its_words(
    taker: Client, key: str
) -> None:
    answer = taker.post("/desk/cases/new", {**FILLED, "key": key})
    again = form_to(read(answer), "/cases/new").sends()
    assert (answer.status_code, Case.objects.count()) == (422, 0)
    assert "内容已保留，请核对后重新提交" in _problems(answer)
    assert (again["text"], len(again["key"])) == (FILLED["text"], 32)


def test_a_person_who_may_only_register_has_only_that_button(city: City, sign_in: SignIn) -> None:
    role = make_role("clerk", "登记员", ["receive", "register", "see_all_cases"])
    client = sign_in(make_staff("clerk", roles=[role]))
    page = _open(client)
    pressed = form_to(page, "/cases/new").all("button")
    assert [button.attrs["value"] for button in pressed] == ["register"]
    assert not page.has("textarea", name="answer")
    answer = press(client, page, "/cases/new", **FILLED, button="accept")
    assert (answer.status_code, Case.objects.count()) == (403, 0)
    assert "没有“受理”的权限" in _problems(answer)
    assert form_to(read(answer), "/cases/new").sends()["text"] == FILLED["text"]


def test_a_person_who_may_not_receive_is_told_so_on_the_form(city: City, sign_in: SignIn) -> None:
    role = make_role("odd", "杂务", ["register", "accept", "see_all_cases"])
    answer = _send(sign_in(make_staff("odd", roles=[role])))
    assert (answer.status_code, "接收来件" in _problems(answer)) == (403, True)


# --- the form itself


def test_the_form_opens_with_what_is_usual(city: City, taker: Client) -> None:
    given = form_to(_open(taker), "/cases/new").sends()
    assert (given["channel"], given["urgency"], "kind" in given) == (
        "telephone",
        "ordinary",
        False,
    )


def test_channels_and_campaigns_that_are_over_are_not_offered(city: City, taker: Client) -> None:
    page = _open(taker)
    offered = [
        [option.attrs["value"] for option in page.one("select", name=name).all("option")]
        for name in ("channel", "campaign")
    ]
    assert offered == [["telephone", "mayor_mailbox", "province"], ["", "flood"]]


def test_a_form_of_an_earlier_day_offers_that_days_campaigns(city: City) -> None:
    form = NewCaseForm(day=date(2022, 4, 1))
    assert [code for code, _ in form.fields["campaign"].choices] == ["", "epidemic", "flood"]


def test_no_field_cuts_off_silently_what_is_typed(city: City, taker: Client) -> None:
    page = _open(taker)
    assert [node for node in page.one("main").walk() if "maxlength" in node.attrs] == []


@pytest.mark.parametrize(
    ("button", "said"),
    [
        (
            "accept",
            [
                "请填写诉求内容。",
                "请先选择诉求类型，再办理下一步。",
                "请先选择问题分类，再办理下一步。",
            ],
        ),
        ("register", ["请填写诉求内容。"]),
    ],
)
def test_everything_that_is_missing_is_named_at_once(
    taker: Client, button: str, said: list[str]
) -> None:
    page = read(_send(taker, button=button, text="", kind=None, topic=""))
    told = [node.text.split("：")[-1] for node in page.one("div", role="alert").all("li")]
    assert sorted(told) == sorted(said)
