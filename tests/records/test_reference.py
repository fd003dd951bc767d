"""The city's words: read once in a while, as the rules want them."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hotline.records.models import CalendarDay, Campaign, Department, Office
from hotline.records.queries import reference
from hotline.records.queries.reference import (
    below,
    bulletin_lines,
    calendar,
    campaigns,
    channels,
    covers,
    departments,
    forget,
    kinds,
    limits,
    office,
    topics,
)
from hotline.rules.deadlines import Limit
from hotline.rules.workdays import CHINA
from tests.factories import City
from tests.records.month import make_form
from tests.rules.office_time import calendar as published

READERS = (
    *(office, limits, calendar, channels, kinds, topics),
    *(campaigns, departments, bulletin_lines),
)


def test_what_is_kept_is_read_once(city: City) -> None:
    for read in READERS:
        read()
    with CaptureQueriesContext(connection) as captured:
        for read in READERS:
            read()
    assert len(captured) == 0


def test_what_is_forgotten_is_read_anew(city: City) -> None:
    assert [*campaigns()] == ["epidemic", "flood"]
    Campaign.objects.create(code="dogs", name="犬类", starts_on=date(2022, 1, 1))
    assert [*campaigns()] == ["epidemic", "flood"]
    forget()
    assert [*campaigns()] == ["epidemic", "flood", "dogs"]


def test_what_is_kept_too_long_is_read_anew(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [1000.0]
    monkeypatch.setattr(reference.time, "monotonic", lambda: clock[0])
    forget()
    kinds()
    names = []
    for later in (reference.FRESH_SECONDS - 1, reference.FRESH_SECONDS + 1):
        clock[0] = 1000.0 + later
        with CaptureQueriesContext(connection) as captured:
            kinds()
        names.append(len(captured))
    assert names == [0, 1]


def test_without_a_city_there_is_no_office(db: None) -> None:
    forget()
    with pytest.raises(Office.DoesNotExist):
        office()


def test_words_are_found_by_code_and_topics_and_units_by_identity(city: City) -> None:
    make_form(city)
    assert (channels(), kinds(), campaigns()) == (city.channels, city.kinds, city.campaigns)
    assert departments() == {row.pk: row for row in city.units.values()}
    assert topics() == {row.pk: row for row in city.topics.values()}
    assert sorted(bulletin_lines()) == ["city", "epidemic", "transport", "water"]


def test_topics_bring_their_tree_with_them(city: City) -> None:
    read = topics()
    with CaptureQueriesContext(connection) as captured:
        assert {row.tree.code for row in read.values()} == {"2017"}
    assert len(captured) == 0


def test_limits_are_as_rules_want_them(city: City) -> None:
    start = date(2017, 1, 1)
    known = set(limits())
    assert known >= {
        Limit(amount=4, unit="working_hours", basis="签收时限", clock="sign", valid_from=start),
        Limit(
            amount=1,
            unit="working_days",
            basis="咨询办理时限",
            clock="handle",
            valid_from=start,
            kind="consultation",
        ),
        Limit(
            amount=2,
            unit="hours",
            basis="特急诉求办理时限",
            clock="handle",
            valid_from=start,
            urgency="critical",
        ),
    }
    assert len(known) == 7


# --- the calendar ----------------------------------------------------------------------------


def test_the_calendar_is_the_published_one_with_the_offices_hours(city: City) -> None:
    own = calendar()
    assert own.hours == ((time(8, 30), time(11, 30)), (time(13, 30), time(17)))
    days = [date.fromordinal(n) for n in range(date(2019, 1, 1).toordinal(),
                                               date(2027, 1, 1).toordinal())]  # fmt: skip
    assert [own.is_workday(day) for day in days] == [published().is_workday(day) for day in days]
    assert (2026 in own.published, 2027 in own.published) == (True, False)


def test_a_day_entered_by_hand_does_not_publish_its_year(city: City) -> None:
    CalendarDay.objects.create(day=date(2027, 1, 1), is_workday=False, source="office")
    start = datetime(2026, 12, 31, 9, tzinfo=CHINA)
    span = calendar().add_working_days(start, 1)
    assert (span.end, span.unconfirmed) == (datetime(2027, 1, 4, 17, tzinfo=CHINA), (2027,))


def test_a_day_of_the_offices_own_goes_before_the_published_one(city: City) -> None:
    own = {date(2022, 4, 5): True, date(2022, 4, 6): False, date(2027, 2, 8): False}
    for day, is_workday in own.items():
        CalendarDay.objects.create(day=day, is_workday=is_workday, source="office")
    forget()
    assert {day: calendar().is_workday(day) for day in own} == own


# --- the tree of units -----------------------------------------------------------------------

ABOVE = [
    ("east", "east", True),
    ("east", "east_street", True),
    ("east_street", "east", False),
    ("east", "west", False),
    ("east", "west_street", False),
    ("east_street", "west_street", False),
]


@pytest.mark.parametrize(("unit", "other", "above"), ABOVE)
def test_a_unit_covers_itself_and_those_below(
    city: City, unit: str, other: str, above: bool
) -> None:
    assert covers(city.units[unit], city.units[other]) is above


def test_nobody_covers_no_unit(city: City) -> None:
    assert [covers(None, row) for row in city.units.values()] == [False] * len(city.units)


@pytest.mark.parametrize(
    ("unit", "codes"),
    [("east", {"east", "east_street"}), ("west_street", {"west_street"}), ("gone", {"gone"})],
)
def test_below_a_unit_are_itself_and_its_branches(city: City, unit: str, codes: set[str]) -> None:
    assert below(city.units[unit]) == {city.units[code].pk for code in codes}


def test_three_levels_are_one_branch(city: City) -> None:
    street = city.units["east_street"]
    community = Department.objects.create(code="c", name="社区", kind="community", parent=street)
    forget()
    assert (covers(city.units["east"], community), len(below(city.units["east"]))) == (True, 3)
