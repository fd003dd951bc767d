"""Read arrivals: each reader at its own pace, and one engine's fault is its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from hotline.records.models import Case, EngineSetting, ReaderMark
from hotline.steps.reading import read_arrivals
from tests.factories import City, taken_in
from tests.steps.cases import LATER

SOON = LATER + timedelta(minutes=1)
seen: list[str] = []


def well(cases: Sequence[Case], at: datetime) -> int:
    seen.extend(case.number for case in cases)
    return len(cases)


def badly(cases: Sequence[Case], at: datetime) -> int:
    ReaderMark.objects.create(reader="half_done")
    raise RuntimeError("broken")


@pytest.fixture(autouse=True)
def readers(monkeypatch: pytest.MonkeyPatch) -> None:
    seen.clear()
    here = "tests.steps.reading.test_read_arrivals"
    monkeypatch.setattr(
        read_arrivals, "READERS", {"badly": f"{here}:badly", "well": f"{here}:well"}
    )


def test_one_that_fails_keeps_nothing_and_holds_up_no_other(city: City) -> None:
    case = taken_in(city, at=LATER)
    assert read_arrivals.read_arrivals(at=SOON) == {"badly": 0, "well": 1}
    assert list(ReaderMark.objects.values_list("reader", "read_until")) == [("well", case.pk)]


def test_each_case_is_read_once(city: City) -> None:
    first = taken_in(city, at=LATER)
    read_arrivals.read_on("well", at=SOON)
    second = taken_in(city, at=LATER)
    read_arrivals.read_on("well", at=SOON)
    assert seen == [first.number, second.number]


def test_one_that_is_off_reads_nothing_and_reads_on_later(city: City) -> None:
    EngineSetting.objects.create(engine="well", is_on=False)
    taken_in(city, at=LATER)
    assert read_arrivals.read_arrivals(at=SOON) == {"badly": 0}
    EngineSetting.objects.all().delete()
    assert read_arrivals.read_arrivals(at=SOON) == {"badly": 0, "well": 1}
