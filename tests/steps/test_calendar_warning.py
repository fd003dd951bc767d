"""A deadline in a year without a published calendar is told in the log, once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hotline.steps import clocks
from tests.factories import City, case_at
from tests.steps.cases import china


def test_a_year_without_a_calendar_is_logged_once(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, int]] = []
    monkeypatch.setattr(clocks.log, "warning", lambda event, year: told.append((event, year)))
    clocks._warn_of.cache_clear()
    begin = china("2030-12-30T09:00")
    for minutes in (0, 30):
        case_at(city, "awaiting_signature", at=begin + timedelta(minutes=minutes))
    clocks._warn_of.cache_clear()
    assert told == [("calendar_not_published", 2030), ("calendar_not_published", 2031)]
