"""Advice for one case, earlier rulings, and the list of cases that need a person."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hotline.records.models import Assignment, Case, DispatchRule, Return, Ruling
from hotline.records.queries.advice import (
    needing_person,
    precedents,
    suggested_unit,
    suggestion_for,
)
from hotline.records.queries.reference import forget
from hotline.rules.dispatching import Advice, Trouble
from tests.factories import City, make_role, make_staff
from tests.steps.cases import BEGIN, walked
from tests.steps.dispatch_rules import TODAY, keeper, written

pytestmark = pytest.mark.django_db
WAITING = "awaiting_dispatch"
ONE = timedelta(days=1)


def named(case: Case) -> str:
    """The code of the unit that is suggested now."""
    unit = suggested_unit(suggestion_for(case, BEGIN))
    return unit.code if unit else ""


def end_lead(case: Case, ended_as: str) -> Assignment:
    """A lead assignment that is over."""
    row = Assignment.objects.get(case=case)
    row.finished_at, row.ended_as = BEGIN, ended_as
    row.save()
    return row


def test_a_case_is_told_its_unit_with_the_reason(city: City) -> None:
    written(city, "west", words=("垃圾",), assisting=("east",))
    said = suggestion_for(walked(city, WAITING), BEGIN)
    assert isinstance(said, Advice)
    assert (said.unit, said.assisting) == ("west", ("east",))
    assert said.explanation == "派单目录第 10 条：问题分类属于“环境卫生”，内容提到“垃圾”。"


def test_a_case_that_no_rule_fits_has_no_suggestion(city: City) -> None:
    assert suggestion_for(walked(city, WAITING), BEGIN) is None


def test_the_day_of_dispatch_decides(city: City) -> None:
    written(city, valid_from=TODAY + ONE)
    case = walked(city, WAITING)
    assert named(case) == ""
    assert suggested_unit(suggestion_for(case, BEGIN + ONE)) == city.units["east"]


@pytest.mark.parametrize(("ended_as", "unit"), [
    ("returned", "west"), ("ruled_away", "west"), ("replied", "east"),
])  # fmt: skip
def test_a_unit_that_gave_the_case_back_is_not_suggested(
    city: City, ended_as: str, unit: str
) -> None:
    written(city, "east")
    written(city, "west", order=20)
    case = walked(city, "in_handling")
    end_lead(case, ended_as)
    assert named(case) == unit


@pytest.mark.parametrize(
    ("outcome", "unit"), [("agreed", "west"), ("refused", "east"), ("", "east")]
)
def test_only_an_agreed_return_counts(city: City, outcome: str, unit: str) -> None:
    written(city, "east")
    written(city, "west", order=20)
    case = walked(city, "in_handling")
    lead = Assignment.objects.get(case=case)
    Return.objects.create(
        case=case, assignment=lead, asked_at=BEGIN, reason="x", evidence="x", outcome=outcome
    )
    assert named(case) == unit


@pytest.mark.parametrize("accused", ["east", "east_street"])
def test_neither_an_accused_unit_nor_its_kin_is_suggested(city: City, accused: str) -> None:
    written(city, "east")
    written(city, "west", order=20)
    case = walked(city, WAITING)
    case.accused = [city.units[accused].pk]
    assert named(case) == "west"


def test_one_suggestion_asks_the_database_little(city: City) -> None:
    written(city)
    case = walked(city, WAITING)
    named(case)
    with CaptureQueriesContext(connection) as queries:
        named(case)
    assert len(queries) == 2


# --- cases that need a person ---------------------------------------------------------------------


def test_a_case_is_placed_or_listed_but_never_nowhere(city: City) -> None:
    written(city, "east")
    broken = written(city, "west", order=20, topics=("010216",))
    DispatchRule.objects.filter(pk=broken.pk).update(unit=city.units["gone"])
    forget()
    placed = walked(city, WAITING)
    troubled = walked(city, WAITING, topic="010216", at=BEGIN + timedelta(minutes=9))
    unknown = walked(city, WAITING, topic="0201", at=BEGIN + timedelta(minutes=18))
    walked(city, "in_handling")
    found, waiting = needing_person(keeper(city), BEGIN)
    assert waiting == 3
    assert {row.case.number for row in found} == {troubled.number, unknown.number}
    assert placed.number not in {row.case.number for row in found}
    assert [row.reason for row in found] == [
        "派单目录第 20 条：承办单位“撤销的局”在 2022-04-06 已停用或尚未启用",
        "派单目录中没有适用的条目",
    ]
    assert isinstance(suggestion_for(troubled, BEGIN), Trouble)


def test_a_rule_that_was_passed_over_is_the_reason(city: City) -> None:
    written(city, "east")
    case = walked(city, WAITING)
    Case.objects.filter(pk=case.pk).update(accused=[city.units["east"].pk])
    found, _ = needing_person(keeper(city), BEGIN)
    assert [row.reason for row in found] == [
        "派单目录第 10 条指向汀东区政府，被反映或与被反映单位有隶属关系"
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_same_questions_for_any_number(city: City, number: int) -> None:
    for at in range(number):
        walked(city, WAITING, at=BEGIN + at * timedelta(minutes=9))
    staff = keeper(city)
    needing_person(staff, BEGIN)
    with CaptureQueriesContext(connection) as queries:
        found, _ = needing_person(staff, BEGIN)
    assert (len(found), len(queries) <= 6) == (number, True)


# --- precedents -----------------------------------------------------------------------------------


def ruled(case: Case, city: City, **facts: object) -> Ruling:
    given = {
        "level": "office", "question": "谁管", "asked_at": BEGIN, "decided_at": BEGIN,
        "unit": city.units["west"], "reason": "由西区负责", "basis": "《办法》", **facts,
    }  # fmt: skip
    return Ruling.objects.create(case=case, **given)


def test_rulings_on_the_same_topic_are_found_the_latest_first(city: City) -> None:
    first, second = walked(city, "in_handling"), walked(city, "in_handling")
    ruled(first, city)
    ruled(second, city, unit=city.units["east"], decided_at=BEGIN + ONE)
    ruled(walked(city, "in_handling", topic="0201"), city)
    ruled(walked(city, "in_handling"), city, decided_at=None, unit=None)
    found = precedents(walked(city, WAITING), keeper(city))
    assert [(one.unit.code, one.number) for one in found] == [
        ("east", second.number),
        ("west", first.number),
    ]
    assert (found[1].reason, found[1].basis, found[1].decided_on) == (
        "由西区负责", "《办法》", TODAY,
    )  # fmt: skip


def test_a_ruling_on_a_confidential_case_is_not_told(city: City) -> None:
    secret = walked(city, "in_handling")
    ruled(secret, city)
    Case.objects.filter(pk=secret.pk).update(confidential=True)
    assert precedents(walked(city, WAITING), keeper(city)) == []


def test_a_ruling_is_not_told_to_who_stepped_aside_from_its_case(city: City) -> None:
    case, reader = walked(city, "in_handling"), keeper(city)
    ruled(case, city)
    Case.objects.filter(pk=case.pk).update(stepped_aside=[reader.pk])
    assert precedents(walked(city, WAITING), reader) == []


def test_the_number_of_a_case_that_one_may_not_see_is_not_told(city: City) -> None:
    ruled(walked(city, "in_handling"), city)
    stranger = make_staff("stranger", roles=[make_role("nothing", "无", ["dispatch"])])
    found = precedents(walked(city, WAITING), stranger)
    assert [(one.unit.code, one.number) for one in found] == [("west", "")]


def test_a_case_without_a_topic_has_no_precedents(city: City) -> None:
    assert precedents(walked(city, "registered", topic=""), keeper(city)) == []
