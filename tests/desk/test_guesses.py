"""Guesses at the desk: shown as guesses while one types and sorts, filled in by nobody unseen."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from hotline.records.models import Case, CaseGuess, EngineSetting
from hotline.records.queries.reference import forget
from hotline.rules.life import Status
from hotline.steps.guessing import running
from tests.desk.conftest import SignIn
from tests.factories import City, case_at, taken_in
from tests.reading import Node, read

TYPED = {"title": "小区垃圾没人清运", "text": "小区门口垃圾成堆三天没有清运，请尽快处理。"}
ALARMING = "再不解决我就从楼顶跳下去，不想活了。"


@pytest.fixture(autouse=True)
def first_day() -> None:
    running.forget()


@pytest.fixture
def taker(city: City, sign_in: SignIn) -> Client:
    return sign_in(city.person("call_taker"))


def kept(case: Case, field: str, value: str, **facts: Any) -> CaseGuess:
    """A guess as the reader keeps it."""
    told = {"confidence": 0.97, "doing": "fill", "reasons": [["垃圾", 1.0, 2]], **facts}
    now = datetime.now(UTC)
    return CaseGuess.objects.create(
        case=case, field=field, value=value, engine=told.pop("engine", "classify"), at=now, **told
    )


def rows(page: Node) -> dict[str, Node]:
    return {row.attrs["data-guess"]: row for row in page.all("li") if "data-guess" in row.attrs}


def test_while_one_types_the_guess_is_told_with_its_sureness_and_words(taker: Client) -> None:
    topic = rows(read(taker.post("/desk/guess", TYPED)))["topic"]
    assert topic.attrs["data-value"].startswith("010214 ")
    assert topic.attrs["data-doing"] == "suggest"
    assert "垃圾" in [mark.text for mark in topic.all("mark")]


def test_a_few_characters_are_no_text_yet(taker: Client) -> None:
    assert rows(read(taker.post("/desk/guess", {"text": "垃圾"}))) == {}


def test_a_threat_to_life_is_a_banner_with_its_words(taker: Client) -> None:
    banner = read(taker.post("/desk/guess", {"text": ALARMING})).one("div", id="guess-alarm")
    assert "需要人工关注" in banner.text
    assert banner.all("mark") != []


def test_with_the_engines_off_nothing_is_asked_and_nothing_is_shown(
    city: City, taker: Client, sign_in: SignIn
) -> None:
    case = case_at(city, Status.AWAITING_DISPATCH, title="要跳楼", text=ALARMING)
    kept(case, "attention", "self_harm", engine="attention", doing="suggest")
    kept(case, "topic", "010216")
    for engine in ("classify", "attention"):
        EngineSetting.objects.create(engine=engine, is_on=False)
    forget()
    assert taker.post("/desk/guess", {"text": ALARMING}).status_code == 204
    for address in ("/desk/workstation", "/desk/cases/new"):
        assert 'hx-post="/desk/guess"' not in taker.get(address).content.decode()
    desk = sign_in(city.person("dispatcher"))
    for address in (f"/desk/cases/{case.number}", f"/desk/dispatching?case={case.number}"):
        page = read(desk.get(address)).text
        assert ("需要人工关注" in page, "系统推测，请先核实" in page) == (False, False)
        assert "系统推测 " not in page


def test_who_sorts_a_case_sees_what_differs_from_how_it_stands(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.AWAITING_DISPATCH)
    kept(case, "topic", "010216", confidence=0.82, doing="suggest")
    kept(case, "kind", case.kind.code if case.kind else "")
    kept(case, "urgency", "ordinary")
    desk = sign_in(city.person("dispatcher"))
    for address in (f"/desk/cases/{case.number}", f"/desk/dispatching?case={case.number}"):
        found = rows(read(desk.get(address)))
        assert list(found) == ["topic"]
        assert "建议 · 82%" in found["topic"].text


def test_what_is_below_the_threshold_is_not_shown(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.AWAITING_DISPATCH)
    kept(case, "topic", "010216", confidence=0.3, doing="silent")
    desk = sign_in(city.person("dispatcher"))
    assert rows(read(desk.get(f"/desk/cases/{case.number}"))) == {}


def test_an_alarm_stands_on_the_case_and_in_the_list_for_who_may_see_it(
    city: City, sign_in: SignIn
) -> None:
    case = case_at(city, Status.AWAITING_DISPATCH, title="要跳楼", text=ALARMING)
    kept(case, "attention", "self_harm", engine="attention", doing="suggest")
    desk = sign_in(city.person("dispatcher"))
    listed = read(desk.get("/desk/dispatching"))
    assert [chip.text for chip in listed.all("span", class_="guess-chip")] == ["需人工关注"]
    assert "需要人工关注" in read(desk.get(f"/desk/cases/{case.number}")).text
    Case.objects.filter(pk=case.pk).update(stepped_aside=[city.person("dispatcher").pk])
    assert read(desk.get("/desk/dispatching")).all("span", class_="guess-chip") == []


def test_the_desks_ask_for_guesses_once_for_one_case_and_for_three(
    city: City, sign_in: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    desk = sign_in(city.person("dispatcher"))
    for _ in range(3):
        kept(case_at(city, Status.AWAITING_DISPATCH), "attention", "life", engine="attention")
    desk.get("/desk/dispatching")
    with django_assert_max_num_queries(20):
        desk.get("/desk/dispatching")


def test_typing_costs_few_questions(
    taker: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    taker.post("/desk/guess", TYPED)
    with django_assert_max_num_queries(6):
        taker.post("/desk/guess", TYPED)


def test_a_case_that_came_with_a_classification_keeps_it(city: City, taker: Client) -> None:
    case = taken_in(city)
    kept(case, "topic", "010216")
    taker.get(f"/desk/cases/{case.number}")
    case.refresh_from_db()
    assert case.topic is not None
    assert case.topic.code == "010214"
