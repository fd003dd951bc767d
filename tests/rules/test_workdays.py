"""Working time against an independent count, over the years with their make-up weekends."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline.rules.workdays import CHINA, WorkCalendar
from tests.rules.office_time import (
    HOURS,
    after_worked_minutes,
    calendar,
    every_day,
    is_worked,
    moments,
    nth_worked_day,
    worked_seconds,
)

CALENDAR = calendar()
LONGEST_DAYS = 15
LONGEST_MINUTES = 24 * 60
CLOSING = time(17)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


# --- which days are worked -------------------------------------------------------------------


@pytest.mark.parametrize("year", range(2019, 2028))
def test_every_day_of_a_year_is_worked_or_not_as_the_notice_says(year: int) -> None:
    days = [day for day in every_day() if day.year == year]
    assert [CALENDAR.is_workday(day) for day in days] == [is_worked(day) for day in days]


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        ("2020-01-19", True),  # Sunday, worked for the Spring Festival
        ("2020-01-31", False),  # Friday, the holiday that the epidemic lengthened
        ("2020-02-29", False),  # Saturday, the leap day
        ("2022-04-02", True),  # Saturday, worked for 清明
        ("2022-04-05", False),  # Tuesday, 清明
        ("2022-04-24", True),  # Sunday, worked for Labour Day
        ("2024-02-29", True),  # Thursday, the leap day
        ("2025-01-26", True),  # Sunday, worked for the Spring Festival
        ("2027-01-01", True),  # Friday of a year without a notice
        ("2027-01-02", False),  # Saturday of a year without a notice
    ],
)
def test_a_day_known_by_heart_is_worked_or_not(day: str, worked: bool) -> None:
    assert CALENDAR.is_workday(date.fromisoformat(day)) is worked


# --- working days ----------------------------------------------------------------------------


@pytest.mark.parametrize("amount", range(1, LONGEST_DAYS + 1))
def test_working_days_from_every_day_of_eight_years(amount: int) -> None:
    days = [day for day in every_day() if day.year < 2027]
    noon = time(12)
    ends = [CALENDAR.add_working_days(datetime.combine(d, noon, CHINA), amount).end for d in days]
    assert ends == [datetime.combine(nth_worked_day(d, amount), CLOSING, CHINA) for d in days]


@pytest.mark.parametrize(
    ("start", "amount", "end"),
    [
        ("2022-04-01T09:00", 1, "2022-04-02T17:00"),  # the Saturday after is worked
        ("2022-04-02T09:00", 1, "2022-04-06T17:00"),  # then 清明 until Tuesday
        ("2022-04-29T23:59", 1, "2022-05-05T17:00"),  # Labour Day
        ("2022-04-29T16:00", 5, "2022-05-10T17:00"),  # with the worked Saturday 7 May
        ("2020-01-23T10:00", 1, "2020-02-03T17:00"),  # the lengthened Spring Festival
        ("2020-02-28T10:00", 1, "2020-03-02T17:00"),  # over the leap day
        ("2024-02-28T10:00", 1, "2024-02-29T17:00"),  # onto the leap day
        ("2024-12-31T10:00", 1, "2025-01-02T17:00"),  # over the year's end
        ("2023-01-31T10:00", 1, "2023-02-01T17:00"),  # over the month's end
    ],
)
def test_working_days_known_by_heart(start: str, amount: int, end: str) -> None:
    assert CALENDAR.add_working_days(at(start), amount).end == at(end)


@given(moments(), st.integers(1, LONGEST_DAYS))
def test_the_hour_at_which_a_day_limit_starts_makes_no_difference(
    moment: datetime, amount: int
) -> None:
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    assert CALENDAR.add_working_days(moment, amount) == CALENDAR.add_working_days(midnight, amount)


def test_the_days_skipped_are_named() -> None:
    span = CALENDAR.add_working_days(at("2022-04-02T09:00"), 2)
    assert span.skipped == (date(2022, 4, 3), date(2022, 4, 4), date(2022, 4, 5))


@given(moments(), st.integers(1, LONGEST_DAYS))
def test_days_skipped_and_days_counted_are_all_days_between(moment: datetime, amount: int) -> None:
    span = CALENDAR.add_working_days(moment, amount)
    assert (span.end.date() - moment.date()).days == amount + len(span.skipped)


def test_the_day_is_that_of_china_and_not_of_the_clock_given() -> None:
    late = datetime(2022, 4, 6, 16, 30, tzinfo=UTC)  # half past midnight of the 7th in China
    assert CALENDAR.add_working_days(late, 1).end == at("2022-04-08T17:00")


def test_the_same_moment_in_another_zone_gives_the_same_end() -> None:
    west = timezone(timedelta(hours=-7))
    moment = at("2022-04-07T00:30")
    assert CALENDAR.add_working_days(moment.astimezone(west), 3) == CALENDAR.add_working_days(
        moment, 3
    )


@pytest.mark.parametrize("amount", [0, -1])
def test_less_than_one_working_day_is_refused(amount: int) -> None:
    with pytest.raises(ValueError, match="at least one"):
        CALENDAR.add_working_days(at("2022-04-06T09:00"), amount)


# --- working minutes -------------------------------------------------------------------------


def test_working_minutes_of_four_thousand_cases() -> None:
    chance = random.Random(12345)
    first = at("2019-01-01T00:00")
    cases = [
        (first + timedelta(minutes=chance.randrange(8 * 365 * 24 * 60)), chance.randint(1, 1440))
        for _ in range(4000)
    ]
    ends = [CALENDAR.add_working_minutes(moment, amount).end for moment, amount in cases]
    assert ends == [after_worked_minutes(moment, amount) for moment, amount in cases]


@pytest.mark.parametrize("amount", [1, 179, 180, 181, 210, 240, 390, 391])
def test_working_minutes_from_every_quarter_of_an_hour_around_a_holiday(amount: int) -> None:
    first = at("2022-04-01T00:00")
    starts = [first + timedelta(minutes=15 * number) for number in range(7 * 96)]
    ends = [CALENDAR.add_working_minutes(start, amount).end for start in starts]
    assert ends == [after_worked_minutes(start, amount) for start in starts]


@settings(max_examples=200)
@given(moments(), st.integers(1, LONGEST_MINUTES))
def test_exactly_the_minutes_asked_for_are_worked_down_to_the_microsecond(
    moment: datetime, amount: int
) -> None:
    end = CALENDAR.add_working_minutes(moment, amount).end
    assert worked_seconds(moment, end) == pytest.approx(amount * 60, abs=1e-4)
    assert worked_seconds(moment, end - timedelta(seconds=1)) < amount * 60


@pytest.mark.parametrize(
    ("start", "amount", "end"),
    [
        ("2022-04-06T08:29", 1, "2022-04-06T08:31"),  # before opening
        ("2022-04-06T08:30", 1, "2022-04-06T08:31"),  # at opening
        ("2022-04-06T11:29", 1, "2022-04-06T11:30"),  # until the break
        ("2022-04-06T11:30", 1, "2022-04-06T13:31"),  # at the break
        ("2022-04-06T12:00", 1, "2022-04-06T13:31"),  # in the break
        ("2022-04-06T16:59", 1, "2022-04-06T17:00"),  # until closing
        ("2022-04-06T17:00", 1, "2022-04-07T08:31"),  # at closing
        ("2022-04-08T23:59", 240, "2022-04-11T14:30"),  # over a weekend
        ("2022-04-01T17:00", 240, "2022-04-02T14:30"),  # onto a worked Saturday
        ("2022-04-02T15:00", 240, "2022-04-06T10:30"),  # over 清明
    ],
)
def test_working_minutes_at_the_edges(start: str, amount: int, end: str) -> None:
    assert CALENDAR.add_working_minutes(at(start), amount).end == at(end)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2022-04-06T10:00", "2022-04-06T10:00"),
        ("2022-04-06T08:30", "2022-04-06T08:30"),
        ("2022-04-06T07:00", "2022-04-06T08:30"),
        ("2022-04-06T11:30", "2022-04-06T13:30"),
        ("2022-04-06T17:00", "2022-04-07T08:30"),
        ("2022-04-03T10:00", "2022-04-06T08:30"),
    ],
)
def test_no_working_minutes_lead_to_the_next_moment_of_work(start: str, end: str) -> None:
    assert CALENDAR.add_working_minutes(at(start), 0).end == at(end)


def test_the_days_skipped_by_minutes_include_the_first() -> None:
    span = CALENDAR.add_working_minutes(at("2022-04-03T10:00"), 60)
    assert span.skipped == (date(2022, 4, 3), date(2022, 4, 4), date(2022, 4, 5))


def test_negative_minutes_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        CALENDAR.add_working_minutes(at("2022-04-06T09:00"), -1)


# --- moments and years -----------------------------------------------------------------------


@pytest.mark.parametrize("add", ["add_working_days", "add_working_minutes"])
def test_a_moment_without_a_time_zone_is_refused(add: str) -> None:
    with pytest.raises(ValueError, match="without a time zone"):
        getattr(CALENDAR, add)(datetime(2022, 4, 6, 9), 1)  # noqa: DTZ001 - that is the point


@pytest.mark.parametrize(
    ("start", "amount", "years"),
    [
        ("2026-12-01T09:00", 5, ()),
        ("2026-12-31T09:00", 1, (2027,)),
        ("2026-12-25T09:00", 5, (2027,)),
        ("2027-03-01T09:00", 5, (2027,)),
        ("2027-12-31T09:00", 1, (2027, 2028)),
    ],
)
def test_a_year_without_a_published_calendar_is_named(
    start: str, amount: int, years: tuple[int, ...]
) -> None:
    assert CALENDAR.add_working_days(at(start), amount).unconfirmed == years


def test_minutes_into_a_year_without_a_published_calendar_name_it() -> None:
    assert CALENDAR.add_working_minutes(at("2026-12-31T16:30"), 60).unconfirmed == (2027,)


def test_a_year_without_a_published_calendar_works_from_monday_to_friday() -> None:
    assert CALENDAR.add_working_days(at("2027-10-01T09:00"), 1).end == at("2027-10-04T17:00")


# --- what any calendar must keep to ----------------------------------------------------------


@given(
    moments(),
    st.integers(1, LONGEST_DAYS),
    st.sets(st.integers(-2, 30), min_size=1, max_size=6),
)
def test_an_added_holiday_never_makes_a_day_limit_end_earlier(
    moment: datetime, amount: int, offs: set[int]
) -> None:
    more = calendar(closed=tuple(moment.date() + timedelta(days=off) for off in offs))
    assert (
        more.add_working_days(moment, amount).end >= CALENDAR.add_working_days(moment, amount).end
    )


@given(
    moments(),
    st.integers(0, LONGEST_MINUTES),
    st.sets(st.integers(-2, 10), min_size=1, max_size=6),
)
def test_an_added_holiday_never_makes_a_minute_limit_end_earlier(
    moment: datetime, amount: int, offs: set[int]
) -> None:
    more = calendar(closed=tuple(moment.date() + timedelta(days=off) for off in offs))
    assert (
        more.add_working_minutes(moment, amount).end
        >= CALENDAR.add_working_minutes(moment, amount).end
    )


@given(moments(), st.integers(0, LONGEST_MINUTES), st.integers(0, LONGEST_MINUTES))
def test_minutes_added_in_two_parts_end_where_all_of_them_end(
    moment: datetime, first: int, second: int
) -> None:
    between = CALENDAR.add_working_minutes(moment, first).end
    whole = CALENDAR.add_working_minutes(moment, first + second).end
    assert CALENDAR.add_working_minutes(between, second).end in (
        whole,
        CALENDAR.add_working_minutes(whole, 0).end,
    )


@given(moments(), moments(), st.integers(1, LONGEST_DAYS))
def test_who_starts_later_never_ends_earlier(one: datetime, other: datetime, amount: int) -> None:
    first, second = sorted((one, other))
    assert (
        CALENDAR.add_working_days(first, amount).end
        <= CALENDAR.add_working_days(second, amount).end
    )


@given(moments(), st.integers(1, LONGEST_DAYS), st.integers(1, LONGEST_MINUTES))
def test_no_limit_ends_before_it_starts(moment: datetime, days: int, minutes: int) -> None:
    assert CALENDAR.add_working_days(moment, days).end > moment
    assert CALENDAR.add_working_minutes(moment, minutes).end > moment


def test_the_offices_own_hours_are_kept() -> None:
    own = WorkCalendar({}, ((time(9), time(12)),), frozenset({2022}))
    assert own.add_working_minutes(at("2022-04-06T11:00"), 120).end == at("2022-04-07T10:00")
    assert own.add_working_days(at("2022-04-06T11:00"), 1).end == at("2022-04-07T12:00")


def test_asking_twice_gives_the_same_answer() -> None:
    fresh = WorkCalendar(CALENDAR.days, HOURS, CALENDAR.published)
    moment = at("2022-04-29T10:00")
    assert fresh.add_working_days(moment, 5) == fresh.add_working_days(moment, 5)
    assert len(fresh._memory) == 1
