"""Dispatch: a unit, its clocks from this very moment, and the superior's earlier deadline."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from hotline.records.models import Assignment, TimeLimit
from hotline.records.queries.reference import forget
from hotline.steps.dispatch import clock_of, dispatch
from tests.factories import City, make_department
from tests.steps.acts import act
from tests.steps.cases import (
    LATER,
    china,
    journal,
    last_entry,
    read_again,
    refused,
    walked,
)

WEDNESDAY = "2022-04-06T11:00"


def test_a_dispatched_case_has_a_lead_and_a_deadline(city: City) -> None:
    case = walked(city, "awaiting_dispatch")
    person = city.person("dispatcher")
    dispatch(case, to=city.units["east"], by=person, at=LATER, note=" 请尽快办理 ")
    stored = read_again(case)
    assert (stored.status, stored.lead, stored.due_at) == (
        "awaiting_signature",
        city.units["east"],
        china("2022-04-13T17:00"),
    )
    assert journal(case)[2:] == [(3, "dispatch", "awaiting_signature")]


def test_the_unit_gets_an_assignment_with_two_clocks(city: City) -> None:
    case = walked(city, "awaiting_dispatch")
    person = city.person("dispatcher")
    dispatch(case, to=city.units["east"], by=person, at=LATER, note=" 请尽快办理 ")
    row = Assignment.objects.get(case=case)
    assert (row.department, row.part, row.round) == (city.units["east"], "lead", 1)
    assert (row.given_at, row.given_by, row.note) == (LATER, person, "请尽快办理")
    assert (row.sign_due_at, row.due_at) == (china("2022-04-06T17:00"), china("2022-04-13T17:00"))
    assert (row.signed_at, row.replied_at, row.finished_at) == (None, None, None)


def test_the_entry_names_the_unit_and_the_reason_of_the_deadline(city: City) -> None:
    case = walked(city, "awaiting_dispatch")
    act(city, "dispatch", case, note="请办理")
    entry = last_entry(case)
    assert (entry.lead, entry.due_at, entry.note) == (city.units["east"], case.due_at, "请办理")
    assert entry.details == {
        "to": "east",
        "deadline": "5个工作日，跳过非工作日2天（一般诉求办理时限）",
    }


@pytest.mark.parametrize(
    ("facts", "start", "sign_due", "due"),
    [
        ({}, WEDNESDAY, "2022-04-06T17:00", "2022-04-13T17:00"),
        ({"kind": "consultation"}, WEDNESDAY, "2022-04-06T17:00", "2022-04-07T17:00"),
        ({"urgency": "urgent"}, WEDNESDAY, "2022-04-06T17:00", "2022-04-07T11:00"),
        ({"urgency": "critical"}, WEDNESDAY, "2022-04-06T17:00", "2022-04-06T13:00"),
        (
            {"kind": "consultation", "urgency": "critical"},
            WEDNESDAY,
            "2022-04-06T17:00",
            "2022-04-06T13:00",
        ),
        ({}, "2022-04-29T17:30", "2022-05-05T14:30", "2022-05-10T17:00"),
        ({}, "2022-12-31T12:00", "2023-01-03T14:30", "2023-01-09T17:00"),
    ],
)
def test_the_clocks_start_at_dispatch_and_run_by_kind_and_urgency(
    city: City, facts: dict[str, str], start: str, sign_due: str, due: str
) -> None:
    case = walked(city, "awaiting_dispatch", **facts)
    act(city, "dispatch", case, at=china(start))
    row = Assignment.objects.get(case=case)
    assert (row.sign_due_at, row.due_at, case.due_at) == (china(sign_due), china(due), china(due))


# --- the superior's deadline -----------------------------------------------------------------

OURS = china("2022-04-13T17:00")
EARLY, EARLIER = china("2022-04-12T12:00"), china("2022-04-08T09:00")


@pytest.mark.parametrize(
    ("came", "given", "due", "reason"),
    [
        (EARLY, None, EARLY, "按上级来件限定的时间"),
        (None, EARLY, EARLY, "按上级来件限定的时间"),
        (EARLY, EARLIER, EARLIER, "按上级来件限定的时间"),
        (EARLIER, EARLY, EARLIER, "按上级来件限定的时间"),
        (OURS, None, OURS, "5个工作日，跳过非工作日2天（一般诉求办理时限）"),
        (OURS + timedelta(days=9), None, OURS, "5个工作日，跳过非工作日2天（一般诉求办理时限）"),
    ],
)
def test_the_earliest_deadline_holds(
    city: City, came: datetime | None, given: datetime | None, due: datetime, reason: str
) -> None:
    case = walked(city, "awaiting_dispatch", channel="province", external_due_at=came)
    act(city, "dispatch", case, superior_due=given)
    assert (case.due_at, last_entry(case).details["deadline"]) == (due, reason)


def test_the_superiors_deadline_does_not_shorten_the_time_to_sign(city: City) -> None:
    case = walked(city, "awaiting_dispatch", external_due_at=china("2022-04-06T12:00"))
    act(city, "dispatch", case)
    assert Assignment.objects.get(case=case).sign_due_at == china("2022-04-06T17:00")


# --- who cannot be given a case --------------------------------------------------------------


def test_no_unit_is_refused(city: City) -> None:
    case = walked(city, "awaiting_dispatch")
    told = refused(case, lambda: act(city, "dispatch", case, to=None))
    assert told == ("to", "请选择承办单位。")


def test_the_office_itself_is_refused(city: City) -> None:
    case = walked(city, "awaiting_dispatch")
    office = make_department("office", "热线办", "office")
    assert refused(case, lambda: act(city, "dispatch", case, to=office)) == (
        "to",
        "“热线办”是热线办公室，不能作为承办单位；能答复的请直接解答。",
    )


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ({"valid_to": date(2022, 4, 5)}, "“新局”已停用，请另选承办单位。"),
        ({"valid_from": date(2022, 4, 7)}, "“新局”尚未启用，请另选承办单位。"),
    ],
)
def test_a_unit_that_does_not_exist_on_the_day_is_refused(
    city: City, days: dict[str, date], told: str
) -> None:
    case = walked(city, "awaiting_dispatch")
    unit = make_department("new", "新局", "bureau", **days)
    assert refused(case, lambda: act(city, "dispatch", case, to=unit)) == ("to", told)


@pytest.mark.parametrize("bound", ["valid_from", "valid_to"])
def test_a_unit_can_be_given_cases_on_its_first_and_last_day(city: City, bound: str) -> None:
    case = walked(city, "awaiting_dispatch")
    unit = make_department("new", "新局", "bureau", **{bound: date(2022, 4, 6)})
    forget()
    act(city, "dispatch", case, to=unit)
    assert case.lead == unit


@pytest.mark.parametrize("clock", ["sign", "handle"])
def test_a_case_that_no_limit_speaks_of_is_refused(city: City, clock: str) -> None:
    case = walked(city, "awaiting_dispatch")
    TimeLimit.objects.filter(clock=clock).delete()
    forget()
    assert refused(case, lambda: act(city, "dispatch", case)) == (
        "limit",
        f"没有适用的时限：{clock}/complaint/ordinary/telephone/2022-04-06；"
        "请管理员在城市资料的办理时限（limits.toml）中补充。",
    )


def test_the_clock_of_a_case_can_be_asked_beforehand(city: City) -> None:
    case = walked(city, "awaiting_dispatch")
    assert clock_of(case, "handle", LATER).at == OURS
    assert clock_of(case, "handle", LATER, EARLY).at == EARLY


def test_the_day_of_the_limit_is_that_of_china(city: City) -> None:
    case = walked(city, "awaiting_dispatch")
    TimeLimit.objects.filter(clock="handle", kind=None).update(valid_to=date(2022, 4, 6))
    forget()
    late = china("2022-04-07T00:30")  # still the 6th in UTC
    assert refused(case, lambda: act(city, "dispatch", case, at=late))[0] == "limit"
