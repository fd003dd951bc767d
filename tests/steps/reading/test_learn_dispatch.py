"""Learning from closed cases: counted once, asked before, never a unit that gave the case back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hotline.records.models import (
    AdviceTally,
    Case,
    Department,
    DispatchCount,
    DispatchLesson,
    ReaderMark,
)
from hotline.records.queries.reference import forget
from hotline.rules.life import Status
from hotline.steps.duty.agree_return import agree_return
from hotline.steps.reading.keep_engine import keep_engine
from hotline.steps.reading.learn_dispatch import learn_dispatch
from tests.desk.conftest import SignIn, sign_in
from tests.desk.way import now
from tests.factories import City, case_at
from tests.reading import Node, read

__all__ = ["sign_in"]
MOST_QUERIES = 15
pytestmark = pytest.mark.django_db


def closed(city: City, times: int = 3) -> list[Case]:
    return [case_at(city, Status.CLOSED, title="垃圾没人清运") for _ in range(times)]


def learn() -> int:
    return learn_dispatch(at=now() + timedelta(minutes=1))


def counted(key: str = "all") -> dict[str, int]:
    return dict(DispatchCount.objects.filter(key=key).values_list("unit__code", "number"))


def desk(client: Client, case: Case, **query: str) -> Node:
    return read(client.get("/desk/dispatching", {"case": case.number, **query}))


def test_each_closed_case_is_learned_once_after_it_was_asked(city: City) -> None:
    closed(city)
    assert (learn(), learn()) == (3, 0)
    assert counted() == {"east": 3}
    # The first could not be answered; the second and third were foretold by those before.
    tally = AdviceTally.objects.get(name="top:1")
    assert (tally.seen, tally.right) == (2, 2)


def test_switched_off_nothing_is_learned_and_the_desk_shows_what_it_did(
    city: City, sign_in: SignIn
) -> None:
    closed(city)
    learn()
    keep_engine("advice", is_on=False, options={}, by=None, at=now())
    closed(city, 1)
    assert learn() == 0
    case = case_at(city, Status.AWAITING_DISPATCH)
    assert "可选单位" not in desk(sign_in(city.person("dispatcher")), case).text


def test_the_desk_offers_who_handled_such_cases_and_one_key_fills_it_in(
    city: City, sign_in: SignIn
) -> None:
    closed(city)
    learn()
    case, client = case_at(city, Status.AWAITING_DISPATCH), sign_in(city.person("dispatcher"))
    page = desk(client, case)
    assert "同类已办结 3 件，其中该单位办理 3 件" in page.text
    (link,) = page.all("a", data_key="1")
    filled = read(client.get(link.attrs["href"]))
    assert filled.one("input", name="to").attrs["value"] == city.units["east"].name
    assert "采纳并派单" in filled.text


def test_what_history_says_costs_one_question(city: City, sign_in: SignIn) -> None:
    case, client = case_at(city, Status.AWAITING_DISPATCH), sign_in(city.person("dispatcher"))
    desk(client, case)
    with CaptureQueriesContext(connection) as before:
        desk(client, case)
    closed(city)
    learn()
    forget()
    desk(client, case)
    with CaptureQueriesContext(connection) as after:
        desk(client, case)
    assert len(after) - len(before) == 1
    assert len(after) <= MOST_QUERIES, [query["sql"][:90] for query in after]


def test_a_unit_that_gave_the_case_back_is_not_offered(city: City, sign_in: SignIn) -> None:
    closed(city)
    learn()
    case = case_at(city, Status.RETURN_REQUESTED)
    agree_return(case, by=city.person("dispatcher"), at=now(), note="不属其职责")
    page = desk(sign_in(city.person("dispatcher")), case)
    assert "可选单位" not in page.text


def test_the_successor_stands_in_for_a_unit_that_is_no_more(city: City, sign_in: SignIn) -> None:
    closed(city)
    learn()
    ended = now().date() - timedelta(days=1)
    Department.objects.filter(code="east").update(
        valid_to=ended, successor=Department.objects.get(code="west")
    )
    forget()
    case = case_at(city, Status.AWAITING_DISPATCH, unit="west")
    (link,) = desk(sign_in(city.person("dispatcher")), case).all("a", data_key="1")
    assert city.units["west"].name in link.text


def test_a_case_that_is_closed_again_counts_once(city: City) -> None:
    closed(city, 1)
    learn()
    DispatchLesson.objects.update(unit=city.units["west"])
    DispatchCount.objects.update(unit=city.units["west"])
    ReaderMark.objects.filter(pk="advice").update(read_until=None)
    assert learn() == 1
    assert counted() == {"west": 0, "east": 1}
