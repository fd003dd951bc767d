"""Limits and deadlines: which row holds, when it ends, and what a person is told of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import permutations, product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.rules.deadlines import (
    CLOCKS,
    UNIT_NAMES,
    UNITS,
    URGENCIES,
    Deadline,
    Limit,
    NoLimit,
    choose_limit,
    deadline,
)
from hotline.rules.workdays import CHINA
from hotline.steps.setup.load_city import read_folder
from tests.rules.office_time import calendar, moments

CALENDAR = calendar()
START = date(2017, 1, 1)
DAY = date(2022, 4, 6)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def limit(amount: int = 5, unit: str = "working_days", **facts: object) -> Limit:
    return Limit(**{"clock": "handle", "valid_from": START, **facts}, amount=amount, unit=unit)


ANY = limit(1)
OF_KIND = limit(2, kind="complaint")
OF_CHANNEL = limit(3, channel="province")
OF_CHANNEL_AND_KIND = limit(4, channel="province", kind="complaint")
OF_URGENCY = limit(5, urgency="urgent")
OF_URGENCY_AND_KIND = limit(6, urgency="urgent", kind="complaint")
OF_URGENCY_AND_CHANNEL = limit(7, urgency="urgent", channel="province")
OF_ALL = limit(8, urgency="urgent", channel="province", kind="complaint")
BY_PRECEDENCE = (
    *(ANY, OF_KIND, OF_CHANNEL, OF_CHANNEL_AND_KIND),
    *(OF_URGENCY, OF_URGENCY_AND_KIND, OF_URGENCY_AND_CHANNEL, OF_ALL),
)


def chosen(limits: list[Limit], clock: str = "handle", **facts: object) -> Limit:
    known = {"kind": "complaint", "urgency": "urgent", "channel": "province", "day": DAY, **facts}
    return choose_limit(limits, clock, **known)


# --- which row holds -------------------------------------------------------------------------


@pytest.mark.parametrize("count", range(1, len(BY_PRECEDENCE) + 1))
def test_the_narrowest_row_holds(count: int) -> None:
    assert chosen(list(BY_PRECEDENCE[:count])) == BY_PRECEDENCE[count - 1]


def test_the_order_of_the_rows_makes_no_difference() -> None:
    rows = (ANY, OF_KIND, OF_CHANNEL, OF_URGENCY)
    assert {chosen(list(order)) for order in permutations(rows)} == {OF_URGENCY}


# (kind, urgency, channel) of a case: the row that holds, thought out by hand.
CASES = {
    ("help", "ordinary", "telephone"): ANY,
    ("complaint", "ordinary", "telephone"): OF_KIND,
    ("help", "ordinary", "province"): OF_CHANNEL,
    ("complaint", "ordinary", "province"): OF_CHANNEL_AND_KIND,
    ("help", "urgent", "telephone"): OF_URGENCY,
    ("complaint", "urgent", "telephone"): OF_URGENCY_AND_KIND,
    ("help", "urgent", "province"): OF_URGENCY_AND_CHANNEL,
    ("complaint", "urgent", "province"): OF_ALL,
    ("complaint", "critical", "province"): OF_CHANNEL_AND_KIND,
    ("", "ordinary", ""): ANY,
}


@pytest.mark.parametrize(("kind", "urgency", "channel"), CASES)
def test_a_case_gets_the_row_that_speaks_of_it(kind: str, urgency: str, channel: str) -> None:
    held = chosen(list(BY_PRECEDENCE), kind=kind, urgency=urgency, channel=channel)
    assert held == CASES[kind, urgency, channel]


def test_a_row_of_another_clock_does_not_hold() -> None:
    assert chosen([limit(1, clock="sign"), ANY], "sign") == limit(1, clock="sign")


def test_of_two_equal_rows_the_newer_holds() -> None:
    old, new = limit(5), limit(3, valid_from=date(2022, 1, 1))
    assert [chosen([old, new]), chosen([new, old])] == [new, new]


@pytest.mark.parametrize(
    ("day", "amount"),
    [
        ("2019-12-31", 5),
        ("2020-01-01", 7),
        ("2020-12-31", 7),
        ("2021-01-01", 5),
    ],
)
def test_a_row_holds_from_its_first_to_its_last_day(day: str, amount: int) -> None:
    own = limit(7, valid_from=date(2020, 1, 1), valid_to=date(2020, 12, 31), kind="complaint")
    assert chosen([limit(5), own], day=date.fromisoformat(day)).amount == amount


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [limit(clock="sign")],
        [limit(kind="help")],
        [limit(valid_from=DAY + timedelta(days=1))],
        [limit(valid_to=DAY - timedelta(days=1))],
    ],
)
def test_a_case_that_no_row_speaks_of_is_told(rows: list[Limit]) -> None:
    with pytest.raises(NoLimit) as told:
        chosen(rows)
    assert str(told.value) == "没有适用的时限：handle/complaint/urgent/province/2022-04-06"


# --- when it ends ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "unit", "start", "end"),
    [
        (5, "working_days", "2022-04-29T16:00", "2022-05-10T17:00"),
        (4, "working_hours", "2022-04-02T15:00", "2022-04-06T10:30"),
        (4, "working_hours", "2022-04-06T08:30", "2022-04-06T14:30"),
        (24, "hours", "2022-04-29T16:07", "2022-04-30T16:07"),
        (7, "days", "2022-04-29T16:07", "2022-05-06T16:07"),
        (1, "days", "2024-02-28T12:00", "2024-02-29T12:00"),
        (2, "hours", "2022-12-31T23:00", "2023-01-01T01:00"),
    ],
)
def test_a_limit_in_each_unit_ends(amount: int, unit: str, start: str, end: str) -> None:
    assert deadline([limit(amount, unit)], at(start), CALENDAR).at == at(end)


def test_the_deadline_is_given_in_the_time_of_china() -> None:
    utc = at("2022-04-06T09:00").astimezone(UTC)
    ends = [deadline([limit(1, unit)], utc, CALENDAR).at for unit in UNITS]
    assert [end.tzinfo for end in ends] == [CHINA] * len(UNITS)


@given(moments(), st.sampled_from(UNITS), st.integers(1, 60))
def test_a_deadline_lies_after_its_start(start: datetime, unit: str, amount: int) -> None:
    assert deadline([limit(amount, unit)], start, CALENDAR).at > start


# --- the superior's own deadline -------------------------------------------------------------


@pytest.mark.parametrize(
    ("superior", "end", "by_superior"),
    [
        (None, "2022-04-13T17:00", False),
        ("2022-04-13T16:59", "2022-04-13T16:59", True),
        ("2022-04-13T17:00", "2022-04-13T17:00", False),
        ("2022-05-01T00:00", "2022-04-13T17:00", False),
        ("2022-04-05T12:00", "2022-04-05T12:00", True),  # past already, and still theirs
    ],
)
def test_the_earlier_of_the_superiors_and_our_deadline_holds(
    superior: str | None, end: str, by_superior: bool
) -> None:
    theirs = at(superior) if superior else None
    due = deadline([limit(5)], at("2022-04-06T09:00"), CALENDAR, superior=theirs)
    assert (due.at, due.by_superior) == (at(end), by_superior)


def test_the_superiors_deadline_is_compared_as_a_moment_in_any_zone() -> None:
    theirs = at("2022-04-13T16:59").astimezone(UTC)
    assert (
        deadline([limit(5)], at("2022-04-06T09:00"), CALENDAR, superior=theirs).by_superior is True
    )


# --- what a person is told -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("due", "told"),
    [
        (deadline([limit(5, basis="求助时限")], at("2022-04-06T09:00"), CALENDAR),
         "5个工作日，跳过非工作日2天（求助时限）"),
        (deadline([limit(1)], at("2022-04-06T09:00"), CALENDAR), "1个工作日"),
        (deadline([limit(4, "working_hours")], at("2022-04-06T09:00"), CALENDAR), "4个工作小时"),
        (deadline([limit(24, "hours")], at("2022-04-06T09:00"), CALENDAR), "24小时"),
        (deadline([limit(7, "days", basis="北京")], at("2022-04-06T09:00"), CALENDAR),
         "7天（北京）"),
        (deadline([limit(1)], at("2026-12-31T09:00"), CALENDAR),
         "1个工作日；2027年放假安排尚未公布，暂按周一至周五计算"),
        (deadline([limit(1)], at("2027-12-31T09:00"), CALENDAR),
         "1个工作日，跳过非工作日2天；2027、2028年放假安排尚未公布，暂按周一至周五计算"),
        (deadline([limit(5)], at("2022-04-06T09:00"), CALENDAR,
                  superior=at("2022-04-07T09:00")),
         "按上级来件限定的时间"),
    ],
)  # fmt: skip
def test_the_reason_is_told_in_chinese(due: Deadline, told: str) -> None:
    assert due.reason() == told


def test_natural_time_names_no_year_without_calendar() -> None:
    ends = [
        deadline([limit(9, unit)], at("2026-12-31T09:00"), CALENDAR) for unit in ("hours", "days")
    ]
    assert [due.unconfirmed for due in ends] == [(), ()]


def test_every_unit_has_a_name() -> None:
    assert tuple(UNIT_NAMES) == UNITS


@pytest.mark.parametrize("city", ["siping", "yunting"])
def test_every_case_of_a_city_has_a_deadline_on_every_clock(city: str) -> None:
    profile = read_folder(Path(__file__).resolve().parents[2] / "cities" / city)
    day = date(2025, 4, 1)
    ways = product(CLOCKS, [row.code for row in profile.kinds], URGENCIES, profile.channels)
    for clock, kind, urgency, channel in ways:
        held = choose_limit(
            profile.limits, clock, kind=kind, urgency=urgency, channel=channel.code, day=day
        )
        assert deadline([held], at("2025-04-01T09:00"), CALENDAR).at > at("2025-04-01T09:00")
