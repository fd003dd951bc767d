"""What a clock gives and when: by percent before it is due, by units of time afterwards."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.rules.deadlines import CLOCKS
from hotline.rules.warnings import (
    ACTS,
    CLOCK_NAMES,
    WarningRow,
    first_point,
    next_point,
    points,
    slips,
)
from hotline.rules.workdays import CHINA
from hotline.steps.setup.load_city import read_folder
from tests.rules.office_time import calendar

CALENDAR = calendar()
CITIES = Path(__file__).resolve().parents[2] / "cities"
ENDINGS = (WarningRow("citizen", "resume", after=0), WarningRow("shelf", "take_up", after=0))
HANDLE = (
    WarningRow("handle", "supervise", after=2, unit="working_days"),
    WarningRow("handle", "urge", after=0),
    WarningRow("handle", "red", elapsed_percent=90),
    WarningRow("handle", "yellow", elapsed_percent=50),
    WarningRow("sign", "red", after=0),
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


START, DUE = at("2022-04-29T07:00"), at("2022-04-29T17:00")


def given_by(rows: tuple[WarningRow, ...], clock: str = "handle") -> list[tuple[str, str]]:
    found = points(rows, clock, START, DUE, CALENDAR)
    return [(act, moment.isoformat()[:16]) for act, moment in found]


def test_a_clock_gives_its_own_rows_in_the_order_of_their_moments() -> None:
    assert given_by(HANDLE) == [
        ("yellow", "2022-04-29T12:00"),
        ("red", "2022-04-29T16:00"),
        ("urge", "2022-04-29T17:00"),
        ("supervise", "2022-05-06T17:00"),  # Labour Day lies between
    ]


def test_at_one_moment_the_milder_act_comes_first() -> None:
    rows = tuple(WarningRow("handle", act, after=0) for act in reversed(ACTS))
    assert [act for act, _ in given_by(rows)] == list(ACTS)


@pytest.mark.parametrize(
    ("after", "unit", "moment"),
    [
        (0, "", "2022-04-29T17:00"),
        (3, "hours", "2022-04-29T20:00"),
        (2, "days", "2022-05-01T17:00"),
        (2, "working_hours", "2022-05-05T10:30"),
        (1, "working_days", "2022-05-05T17:00"),
    ],
)
def test_time_after_the_due_moment_is_counted_in_every_unit(
    after: int, unit: str, moment: str
) -> None:
    assert given_by((WarningRow("handle", "urge", after=after, unit=unit),)) == [("urge", moment)]


def test_the_whole_time_elapsed_is_the_due_moment() -> None:
    rows = (WarningRow("handle", "red", elapsed_percent=100),)
    assert given_by(rows) == [("red", "2022-04-29T17:00")]


def test_a_clock_that_no_row_names_gives_nothing() -> None:
    assert (
        given_by(HANDLE, "callback"),
        first_point(HANDLE, "callback", START, DUE, CALENDAR),
    ) == (
        [],
        None,
    )


def test_the_first_point_is_the_earliest() -> None:
    assert first_point(HANDLE, "handle", START, DUE, CALENDAR) == at("2022-04-29T12:00")


@pytest.mark.parametrize(
    ("done", "act"),
    [
        ((), "yellow"),
        (("yellow",), "red"),
        (("red", "yellow"), "urge"),
        (("yellow", "urge"), "red"),  # what was left out comes before what follows it
        (("yellow", "red", "urge", "supervise"), None),
    ],
)
def test_the_next_point_is_the_earliest_that_was_not_done(
    done: tuple[str, ...], act: str | None
) -> None:
    found = next_point(points(HANDLE, "handle", START, DUE, CALENDAR), done)
    assert (found.act if found else None) == act


@given(st.integers(1, 100), st.integers(1, 100), st.integers(1, 10**6))
def test_more_percent_never_come_earlier_and_lie_between_start_and_due(
    one: int, other: int, minutes: int
) -> None:
    due = START + timedelta(minutes=minutes)
    lower, higher = (
        WarningRow("handle", "red", elapsed_percent=percent).moment(START, due, CALENDAR)
        for percent in sorted((one, other))
    )
    assert START < lower <= higher <= due


# --- slips in a city's rows ------------------------------------------------------------------


SLIPS = {
    "an unknown clock": (
        WarningRow("clean", "red", after=0),
        ("clock", f"不认识“clean”；可用的有：{'、'.join(CLOCK_NAMES)}"),
    ),
    "an unknown act": (
        WarningRow("sign", "blue", after=0),
        ("act", f"不认识“blue”；可用的有：{'、'.join(ACTS)}"),
    ),
    "an end of a wait on another clock": (
        WarningRow("sign", "resume", after=0),
        ("act", "“resume”只用于 clock = “citizen”"),
    ),
    "neither percent nor time": (
        WarningRow("sign", "red"),
        ("elapsed_percent", "elapsed_percent 与 after 要写一个，且只能写一个"),
    ),
    "both percent and time": (
        WarningRow("sign", "red", 50, 0),
        ("elapsed_percent", "elapsed_percent 与 after 要写一个，且只能写一个"),
    ),
    "no percent at all": (
        WarningRow("sign", "red", elapsed_percent=0),
        ("elapsed_percent", "应在 1 至 100 之间"),
    ),
    "more than the whole": (
        WarningRow("sign", "red", elapsed_percent=101),
        ("elapsed_percent", "应在 1 至 100 之间"),
    ),
    "time backwards": (
        WarningRow("sign", "red", after=-1, unit="hours"),
        ("after", "不能小于 0"),
    ),
    "an unknown unit": (
        WarningRow("sign", "red", after=1, unit="weeks"),
        ("unit", "不认识“weeks”；可用的有：hours、days、working_hours、working_days"),
    ),
    "no unit": (WarningRow("sign", "red", after=1), ("unit", "写了 after 就要写单位")),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_in_a_row_is_told(slip: str) -> None:
    row, told = SLIPS[slip]
    assert list(slips((*ENDINGS, row))) == [(row, *told)]


def test_the_same_act_twice_on_a_clock_is_a_slip() -> None:
    rows = (WarningRow("sign", "red", 50), WarningRow("sign", "red", 60), *ENDINGS)
    assert [(field, reason) for _, field, reason in slips(rows)] == [
        ("act", "重复：同一时限的同一项只能写一次")
    ]


def test_a_wait_that_nothing_ends_is_a_slip() -> None:
    assert [reason for _, _, reason in slips(())] == [
        "缺少一行：clock = “citizen”、act = “resume”，否则工单会一直等下去",
        "缺少一行：clock = “shelf”、act = “take_up”，否则工单会一直等下去",
    ]


def test_every_clock_with_a_limit_is_a_clock() -> None:
    assert [clock for clock in CLOCKS if clock not in CLOCK_NAMES] == []


@pytest.mark.parametrize("city", ["siping", "yunting"])
def test_a_citys_rows_warn_before_they_act(city: str) -> None:
    rows = read_folder(CITIES / city).warnings
    acts = [point.act for point in points(rows, "handle", START, DUE, CALENDAR)]
    assert acts == ["yellow", "red", "urge", "supervise"]
