"""The older cases are read from the newest back, in portions, each once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from hotline.records.models import Case, ReaderMark
from hotline.steps.moving import Refused
from hotline.steps.reading import read_arrivals, read_back
from tests.factories import City, taken_in
from tests.steps.cases import LATER

SOON = LATER + timedelta(minutes=1)
DAY = timedelta(days=1)
seen: list[str] = []


def note(cases: Sequence[Case], at: datetime) -> int:
    seen.extend(case.number for case in cases)
    return len(cases)


@pytest.fixture(autouse=True)
def readers(monkeypatch: pytest.MonkeyPatch) -> None:
    seen.clear()
    known = {"places": "tests.steps.reading.test_read_back:note"}
    monkeypatch.setattr(read_arrivals, "READERS", known)
    monkeypatch.setattr(read_arrivals, "BEGINS", {"places": DAY})
    monkeypatch.setattr(read_back, "FARTHEST", {"places": 30 * DAY})


def older(city: City) -> list[Case]:
    """Five cases of the days 50, 40, 20, 15 and 12 before, and one of today that was read."""
    cases = [taken_in(city, at=LATER - days * DAY) for days in (50, 40, 20, 15, 12)]
    taken_in(city, at=LATER)
    read_arrivals.BEGINS["places"] = DAY
    read_arrivals.read_on("places", at=SOON)
    seen.clear()
    return cases


def test_it_reads_back_in_portions_as_far_as_is_of_use(city: City) -> None:
    *_, third, fourth, fifth = older(city)
    read_back.want_back(since=LATER - 45 * DAY, by=None, at=SOON)
    assert [read_back.read_back(at=SOON, most=2) for _ in range(3)] == [
        {"places": 2},
        {"places": 1},
        {"places": 0},
    ]
    assert seen == [fourth.number, fifth.number, third.number]
    mark = ReaderMark.objects.get()
    assert (mark.back_to, mark.back_at) == (None, third.registered_at)


def test_it_goes_on_after_a_stop_and_reads_nothing_twice(city: City) -> None:
    *_, third, fourth, fifth = older(city)
    read_back.want_back(since=LATER - 29 * DAY, by=None, at=SOON)
    read_back.read_back(at=SOON, most=1)
    read_back.stop_back(by=None, at=SOON)
    assert read_back.read_back(at=SOON) == {}
    for _ in range(2):
        read_back.want_back(since=LATER - 29 * DAY, by=None, at=SOON)
        read_back.read_back(at=SOON)
    assert seen == [fifth.number, third.number, fourth.number]


def test_a_day_to_come_is_refused(city: City) -> None:
    with pytest.raises(Refused):
        read_back.want_back(since=SOON + DAY, by=None, at=SOON)
    assert not ReaderMark.objects.filter(back_to__isnull=False).exists()
