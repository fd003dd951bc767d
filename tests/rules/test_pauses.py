"""Deadlines of several parts and around pauses: extensions, waits, and what a person is told."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.rules.deadlines import UNITS, Deadline, Limit, Part, deadline, part_of
from hotline.rules.pauses import Pause, Pauses, merged
from hotline.rules.workdays import CHINA, WorkCalendar
from tests.rules.office_time import calendar, moments

CALENDAR = calendar()
FIVE = Part(5, "working_days", "求助时限")
TEN_MORE = Part(10, "working_days", "延期")


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2022-{text}").replace(tzinfo=CHINA)


def pause(begin: str, end: str) -> Pause:
    return at(begin), at(end)


def due(*parts: Part, pauses: Sequence[Pause] = (), superior: datetime | None = None) -> Deadline:
    """The deadline of a clock that starts on the Wednesday after 清明 at nine."""
    return deadline(parts, at("04-06T09:00"), CALENDAR, pauses=pauses, superior=superior)


# --- pauses ----------------------------------------------------------------------------------


def test_pauses_are_brought_in_order_without_overlap_and_without_empty_ones() -> None:
    assert merged(
        [
            pause("04-08T10:00", "04-08T12:00"),
            pause("04-06T10:00", "04-06T10:00"),
            pause("04-07T09:00", "04-07T10:00"),
            pause("04-07T08:00", "04-07T09:00"),
            pause("04-08T09:00", "04-08T11:00"),
            pause("04-10T09:00", "04-09T09:00"),
        ]
    ) == Pauses((pause("04-07T08:00", "04-07T10:00"), pause("04-08T09:00", "04-08T12:00")))


@pytest.mark.parametrize(
    ("pauses", "end"),
    [
        ([], "04-07T09:00"),
        ([("04-06T12:00", "04-06T15:00")], "04-07T12:00"),
        ([("04-06T08:00", "04-06T10:00")], "04-07T10:00"),  # only what lies after the start
        ([("04-05T08:00", "04-06T09:00")], "04-07T09:00"),
        ([("04-07T09:00", "04-07T12:00")], "04-07T09:00"),  # it was due before
        ([("04-07T08:59", "04-07T12:00")], "04-07T12:01"),
        ([("04-06T12:00", "04-06T13:00"), ("04-07T09:30", "04-07T10:00")], "04-07T10:30"),
    ],
)
def test_natural_time_is_lengthened_by_the_pauses_in_it(
    pauses: list[tuple[str, str]], end: str
) -> None:
    found = due(Part(24, "hours"), pauses=[pause(*one) for one in pauses])
    assert found.at == at(end)


@pytest.mark.parametrize(
    ("pauses", "end"),
    [
        ([], "04-06T14:30"),
        ([("04-06T10:00", "04-06T11:00")], "04-06T15:30"),
        ([("04-06T11:30", "04-06T13:30")], "04-06T14:30"),  # the lunch break does not count anyway
        ([("04-06T11:00", "04-06T14:00")], "04-06T15:30"),
        ([("04-06T10:00", "04-11T08:30")], "04-11T11:00"),
        ([("04-06T14:30", "04-06T16:00")], "04-06T14:30"),
    ],
)
def test_office_minutes_in_a_pause_do_not_count(pauses: list[tuple[str, str]], end: str) -> None:
    start = at("04-06T09:30")
    spans = [pause(*one) for one in pauses]
    paused = deadline([Part(3, "working_hours")], start, CALENDAR, pauses=spans)
    assert paused.at == at(end)


@pytest.mark.parametrize(
    ("pauses", "end"),
    [
        ([], "04-13T17:00"),
        ([("04-07T10:00", "04-07T16:00")], "04-13T17:00"),  # within a day
        ([("04-07T10:00", "04-08T16:00")], "04-14T17:00"),  # the day of the pause does not count
        ([("04-08T10:00", "04-10T16:00")], "04-14T17:00"),  # from a Friday over the weekend
        ([("04-13T10:00", "04-18T09:00")], "04-18T17:00"),  # on the last day: it comes later
        ([("04-06T08:00", "04-06T10:00")], "04-13T17:00"),
        ([("04-01T08:00", "04-06T08:00")], "04-13T17:00"),
        ([("04-14T08:00", "04-20T08:00")], "04-13T17:00"),
        ([("04-07T10:00", "04-08T10:00"), ("04-11T10:00", "04-12T10:00")], "04-15T17:00"),
        ([("04-07T10:00", "04-08T10:00"), ("04-08T10:00", "04-11T10:00")], "04-15T17:00"),
    ],
)
def test_working_days_from_that_of_a_pause_until_that_of_resuming_do_not_count(
    pauses: list[tuple[str, str]], end: str
) -> None:
    assert due(FIVE, pauses=[pause(*one) for one in pauses]).at == at(end)


def test_a_pause_given_in_another_zone_is_the_same_pause() -> None:
    one, other = pause("04-07T01:00", "04-08T01:00")
    west = (one.astimezone(UTC), other.astimezone(UTC))
    assert due(FIVE, pauses=[west]) == due(FIVE, pauses=[(one, other)])


def test_a_pause_without_a_time_zone_is_refused() -> None:
    naive = datetime(2022, 4, 7), datetime(2022, 4, 8)  # noqa: DTZ001 - that is the point
    with pytest.raises(ValueError, match="without a time zone"):
        due(FIVE, pauses=[naive])


def test_a_superiors_deadline_is_not_paused() -> None:
    theirs = at("04-12T12:00")
    found = due(FIVE, pauses=[pause("04-07T10:00", "04-12T10:00")], superior=theirs)
    assert (found.at, found.by_superior) == (theirs, True)


# --- parts -----------------------------------------------------------------------------------


def test_an_extension_is_counted_from_the_old_deadline() -> None:
    assert due(FIVE, TEN_MORE).at == at("04-26T17:00")  # with the worked Sunday, the 24th


def test_parts_of_different_units_follow_each_other() -> None:
    assert due(Part(4, "working_hours"), Part(2, "days")).at == at("04-08T15:00")


def test_a_clock_without_parts_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="at least one part"):
        due()


def test_a_limit_is_a_part_and_is_kept_as_data() -> None:
    limit = Limit(amount=5, unit="days", basis="北京", clock="handle", valid_from=date(2017, 1, 1))
    data = json.loads(json.dumps(limit.as_data()))
    assert (data, part_of(data)) == (
        {"amount": 5, "unit": "days", "basis": "北京"},
        Part(5, "days", "北京"),
    )
    assert due(part_of(data)).at == due(limit).at


# --- what a person is told -------------------------------------------------------------------


PAUSE = pause("04-07T10:00", "04-08T16:00")


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (due(FIVE, TEN_MORE), "5个工作日，延期10个工作日，跳过非工作日5天（求助时限；延期）"),
        (due(FIVE, pauses=[PAUSE]), "5个工作日，暂停1次，跳过非工作日2天（求助时限）"),
        (
            due(Part(2, "days"), Part(1, "days"), Part(3, "days")),
            "2天，延期1天，延期3天",
        ),
        (due(Part(24, "hours"), pauses=[PAUSE]), "24小时"),  # it was due before the pause
        (
            due(Part(48, "hours"), pauses=[PAUSE, pause("04-06T10:00", "04-06T11:00")]),
            "48小时，暂停2次",
        ),
        (
            deadline([FIVE], at("12-28T09:00").replace(year=2026), CALENDAR,
                     pauses=[(datetime(2026, 12, 28, 10, tzinfo=CHINA),
                              datetime(2027, 1, 4, 10, tzinfo=CHINA))]),
            "5个工作日，暂停1次，跳过非工作日2天；"
            "2027年放假安排尚未公布，暂按周一至周五计算（求助时限）",
        ),
    ],
)  # fmt: skip
def test_the_reason_names_parts_pauses_and_years(found: Deadline, told: str) -> None:
    assert found.reason() == told


def test_every_day_that_was_passed_over_is_listed_with_its_reason() -> None:
    found = due(FIVE, pauses=[pause("04-07T10:00", "04-11T16:00")])
    assert found.days_not_counted() == [
        (date(2022, 4, 7), "暂停"),
        (date(2022, 4, 8), "暂停"),
        (date(2022, 4, 9), "非工作日"),
        (date(2022, 4, 10), "非工作日"),
    ]


def test_a_day_of_office_hours_that_a_pause_took_whole_is_listed() -> None:
    found = due(Part(4, "working_hours"), pauses=[pause("04-06T10:00", "04-08T09:00")])
    assert found.days_not_counted() == [(date(2022, 4, 7), "暂停")]


# --- what any deadline must keep to ----------------------------------------------------------


@st.composite
def clocks(draw: st.DrawFn) -> tuple[list[Part], datetime, list[Pause]]:
    """A start, one to three parts, and up to four pauses around them."""
    start = draw(moments())
    part = st.builds(Part, st.integers(1, 20), st.sampled_from(UNITS))
    hours = st.tuples(st.integers(-48, 24 * 30), st.integers(0, 24 * 12))
    spans = [
        (start + timedelta(hours=stops), start + timedelta(hours=stops + length))
        for stops, length in draw(st.lists(hours, max_size=4))
    ]
    return draw(st.lists(part, min_size=1, max_size=3)), start, spans


def ends(parts: list[Part], start: datetime, pauses: list[Pause], days: WorkCalendar) -> datetime:
    return deadline(parts, start, days, pauses=pauses).at


@given(clocks(), st.sets(st.integers(-2, 60), min_size=1, max_size=6))
def test_an_added_holiday_never_makes_a_deadline_earlier(
    clock: tuple[list[Part], datetime, list[Pause]], offs: set[int]
) -> None:
    day = clock[1].date()
    more = calendar(closed=tuple(day + timedelta(days=off) for off in offs))
    assert ends(*clock, more) >= ends(*clock, CALENDAR)


@given(clocks(), st.integers(-48, 24 * 40), st.integers(0, 24 * 12))
def test_an_added_pause_never_makes_a_deadline_earlier(
    clock: tuple[list[Part], datetime, list[Pause]], stops: int, length: int
) -> None:
    parts, start, pauses = clock
    begin = start + timedelta(hours=stops)
    added = [*pauses, (begin, begin + timedelta(hours=length))]
    assert ends(parts, start, added, CALENDAR) >= ends(parts, start, pauses, CALENDAR)


@given(clocks(), st.integers(0, 2), st.integers(1, 10))
def test_more_time_in_any_part_never_makes_a_deadline_earlier(
    clock: tuple[list[Part], datetime, list[Pause]], place: int, more: int
) -> None:
    parts, start, pauses = clock
    longer = [
        Part(part.amount + more, part.unit) if number == place % len(parts) else part
        for number, part in enumerate(parts)
    ]
    assert ends(longer, start, pauses, CALENDAR) >= ends(parts, start, pauses, CALENDAR)


@given(clocks())
def test_an_extension_makes_a_deadline_later_whatever_was_paused(
    clock: tuple[list[Part], datetime, list[Pause]],
) -> None:
    parts, start, pauses = clock
    extended = [*parts, Part(1, "working_hours")]
    assert ends(extended, start, pauses, CALENDAR) > ends(parts, start, pauses, CALENDAR)
