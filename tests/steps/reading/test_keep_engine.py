"""Keep an engine: who may, and what is written down."""

from __future__ import annotations

import pytest

from hotline.records.models import EngineEntry
from hotline.records.queries.arrivals_read import setting_of
from hotline.steps.moving import NotPermitted
from hotline.steps.reading.keep_engine import keep_engine
from tests.factories import City
from tests.steps.cases import LATER


def test_a_change_is_kept_with_what_was_before(city: City) -> None:
    keeper = city.person("system_admin")
    keep_engine("same", is_on=True, options={"offered_from": 70}, by=keeper, at=LATER)
    keep_engine("same", is_on=False, options={"offered_from": 70}, by=keeper, at=LATER)
    assert (setting_of("same").is_on, setting_of("same").options) == (False, {"offered_from": 70})
    last = EngineEntry.objects.latest("pk")
    assert (last.before, last.after) == (
        {"is_on": True, "offered_from": 70},
        {"is_on": False, "offered_from": 70},
    )


def test_what_is_already_so_is_no_entry(city: City) -> None:
    keep_engine("same", is_on=True, options={}, by=city.person("system_admin"), at=LATER)
    assert EngineEntry.objects.count() == 0


def test_only_who_may_sets_an_engine(city: City) -> None:
    with pytest.raises(NotPermitted):
        keep_engine("same", is_on=False, options={}, by=city.person("dispatcher"), at=LATER)
