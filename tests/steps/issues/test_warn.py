"""The early warning of a burst: in time, once, and to those whose work it is."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from hotline.records.models import EngineSetting, HotIssueEntry, Notice
from hotline.records.queries.notices import unread_for
from hotline.steps.issues.arranging import dismiss
from hotline.steps.see_notice import see_notice
from hotline.worker import reading_jobs
from tests.factories import City
from tests.steps.cases import BEGIN
from tests.steps.issues.told import issue, many, read, told

LEAST = 5


def test_the_fifth_case_warns_within_a_quarter_of_an_hour(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A simulated burst: a call every ten minutes, the worker's own task every five."""
    clock = BEGIN
    warned_at: datetime | None = None
    monkeypatch.setattr(reading_jobs.timezone, "now", lambda: clock)
    for minute in range(0, 90, 5):
        clock = BEGIN + timedelta(minutes=minute)
        if minute % 10 == 0 and minute <= 70:
            told(city, minute // 10, clock)
        clock += timedelta(seconds=10)
        reading_jobs.read_arrivals(0)
        if warned_at is None and Notice.objects.exists():
            warned_at = clock
    fifth = BEGIN + timedelta(minutes=10 * (LEAST - 1))
    assert warned_at is not None
    assert timedelta(0) < warned_at - fifth <= timedelta(minutes=15)
    assert Notice.objects.count() == 1
    assert timezone.now() == clock


def test_it_says_what_where_and_since_when_and_is_read_once(city: City) -> None:
    many(city, 6)
    read(BEGIN + timedelta(minutes=10))
    supervisor, leader = city.person("supervisor"), city.person("office_leader")
    notice = unread_for(supervisor).get()
    assert (notice.issue, notice.act, issue().state) == (issue(), "hot_issue", "burst")
    entry = HotIssueEntry.objects.get(verb="warned")
    assert entry.note.startswith(
        "24 小时内 6 件、6 人，平时约 0.3 件，碰巧有这么多的可能不到十万分之一"
    )
    assert unread_for(leader).count() == 1
    assert unread_for(city.person("reviewer")).count() == 0
    assert unread_for(city.person("unit_clerk", "east")).count() == 0
    see_notice(notice, by=supervisor, at=BEGIN + timedelta(hours=1))
    assert unread_for(leader).count() == 0


def test_it_is_louder_when_they_double_and_silent_between(city: City) -> None:
    for number in range(11):
        told(city, number, BEGIN + timedelta(minutes=number))
        read(BEGIN + timedelta(minutes=number))
    levels = HotIssueEntry.objects.filter(verb="warned").order_by("at")
    assert [(e.details["level"], e.at.minute) for e in levels] == [(1, 4), (2, 9)]


def test_four_people_are_none_where_the_office_wants_five(city: City) -> None:
    many(city, LEAST - 1)
    read(BEGIN + timedelta(minutes=10))
    assert Notice.objects.count() == 0


def test_the_office_sets_how_many(city: City) -> None:
    EngineSetting.objects.create(engine="issues", options={"least": 3, "surprise": 2})
    many(city, 3)
    read(BEGIN + timedelta(minutes=10))
    assert Notice.objects.count() == 1


def test_of_a_dismissed_issue_nobody_is_warned(city: City) -> None:
    many(city, 4)
    read(BEGIN + timedelta(minutes=5))
    dismiss(issue(), note="演练", by=city.person("supervisor"), at=BEGIN + timedelta(minutes=6))
    for number in range(4, 9):
        told(city, number, BEGIN + timedelta(minutes=10 + number))
    read(BEGIN + timedelta(minutes=30))
    assert (Notice.objects.count(), issue().state, issue().size) == (0, "dismissed", 9)
