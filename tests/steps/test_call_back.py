"""Call back: what the citizen said, and how often they were tried."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest

from hotline.records.models import Callback, Office
from hotline.records.queries.reference import forget
from hotline.steps.call_back import MAX_TRIES, RATINGS, SOLVED, call_back, max_tries
from tests.factories import City
from tests.steps.acts import act
from tests.steps.cases import LATER, journal, last_entry, reached, read_again, refused, walked

ANSWERS = {"solved": "partly", "handling_rating": "basically", "service_rating": "very_satisfied"}


def tries_of_the_city(**rules: object) -> None:
    Office.objects.update(rules=rules)
    forget()


def verbs(case: object, *, since: int) -> list[str]:
    return [verb for _, verb, _ in journal(case)[since:]]


def test_a_citizen_reached_ends_the_callback(city: City) -> None:
    case = walked(city, "awaiting_callback")
    agent = city.person("callback_agent")
    call_back(case, reached=True, by=agent, at=LATER, note=" 满意 ", other_number=True, **ANSWERS)
    row = Callback.objects.filter(case=case).values(*ANSWERS, "reached", "note").get()
    assert (read_again(case).status, row) == (
        "called_back",
        {**ANSWERS, "reached": True, "note": "满意"},
    )
    assert Callback.objects.values_list("tried_at", "by", "other_number").get() == (
        LATER,
        agent.pk,
        True,
    )


def test_the_entry_says_what_the_citizen_said(city: City) -> None:
    case = walked(city, "awaiting_callback")
    act(city, "call_back", case, **ANSWERS, note="好")
    entry = last_entry(case)
    assert (entry.note, entry.details) == (
        "好",
        {"reached": True, "solved": "partly", "rating": "basically"},
    )


@pytest.mark.parametrize(("solved", "rating"), list(product(SOLVED, RATINGS)))
def test_every_answer_is_kept_as_given(city: City, solved: str, rating: str) -> None:
    case = walked(city, "awaiting_callback")
    act(city, "call_back", case, solved=solved, handling_rating=rating, service_rating=rating)
    row = Callback.objects.get(case=case)
    assert (row.solved, row.handling_rating, row.service_rating) == (solved, rating, rating)


def test_a_try_that_reached_nobody_keeps_the_case_waiting(city: City) -> None:
    case = walked(city, "awaiting_callback")
    act(city, "try_call_back", case)
    assert (read_again(case).status, journal(case)[6:]) == (
        "awaiting_callback",
        [(7, "try_call_back", "awaiting_callback")],
    )


def test_what_is_said_of_a_citizen_who_was_not_reached_is_not_kept(city: City) -> None:
    case = walked(city, "awaiting_callback")
    call_back(case, reached=False, by=None, at=LATER, **ANSWERS)
    row = Callback.objects.get(case=case)
    assert (row.solved, row.handling_rating, row.service_rating) == ("", "", "")
    assert last_entry(case).details == {"reached": False, "solved": "", "rating": ""}


# --- how often -------------------------------------------------------------------------------


@pytest.mark.parametrize("most", [1, 2, 3, 5])
def test_the_last_try_ends_the_callback(city: City, most: int) -> None:
    tries_of_the_city(callback_tries=most)
    case = walked(city, "awaiting_callback")
    for _ in range(most):
        act(city, "try_call_back", case)
    assert verbs(case, since=6) == [*["try_call_back"] * (most - 1), "call_back"]
    assert (case.status, Callback.objects.filter(case=case, reached=False).count()) == (
        "called_back",
        most,
    )


def test_a_city_without_a_rule_tries_three_times(city: City) -> None:
    tries_of_the_city()
    assert (max_tries(), MAX_TRIES) == (3, 3)


def test_a_citizen_reached_at_the_second_try_ends_it(city: City) -> None:
    case = walked(city, "awaiting_callback")
    act(city, "try_call_back", case)
    act(city, "call_back", case)
    assert verbs(case, since=6) == ["try_call_back", "call_back"]


def test_every_round_has_its_own_tries(city: City) -> None:
    case = walked(city, "awaiting_callback")
    act(city, "try_call_back", case)
    act(city, "call_back", case, solved="no")
    hour = timedelta(hours=1)
    for number, verb in enumerate(
        ("handle_again", "dispatch", "sign", "reply", "review", "try_call_back"), start=1
    ):
        act(city, verb, case, at=LATER + number * hour)
    assert (case.status, verbs(case, since=13)) == ("awaiting_callback", ["try_call_back"])


# --- what is missing -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"solved": ""}, ("solved", "请选择诉求人认为问题是否已解决。")),
        ({"solved": "maybe"}, ("solved", "请选择诉求人认为问题是否已解决。")),
        (
            {"handling_rating": ""},
            ("handling_rating", "请选择诉求人对办理结果的评价；没有评价请选“未评价”。"),
        ),
        (
            {"service_rating": "great"},
            ("service_rating", "请选择诉求人对热线服务的评价；没有评价请选“未评价”。"),
        ),
    ],
)
def test_a_citizen_reached_without_an_answer_is_refused(
    city: City, facts: dict[str, str], told: tuple[str, str]
) -> None:
    case = walked(city, "awaiting_callback")
    assert refused(case, lambda: reached(case, by=None, at=LATER, **facts)) == told


def test_no_rating_is_a_rating_of_its_own(city: City) -> None:
    case = walked(city, "awaiting_callback")
    act(city, "call_back", case, handling_rating="no_rating", service_rating="no_rating")
    assert last_entry(case).details["rating"] == "no_rating"
