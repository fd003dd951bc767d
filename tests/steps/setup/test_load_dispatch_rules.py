"""The catalogue of a city's files: followed by date, and never over what the office has changed."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from hotline.records.models import Department, DispatchRule, Staff
from hotline.rules.city import CityProfile
from hotline.rules.dispatch_checking import rule_of, world_of
from hotline.rules.dispatching import Catalogue
from hotline.rules.workdays import CHINA
from hotline.steps.retire_dispatch_rule import retire_dispatch_rule
from hotline.steps.setup.load_city import load_city, read_folder
from hotline.steps.setup.merging import LoadReport
from tests.factories import make_role, make_staff

pytestmark = pytest.mark.django_db

CITIES = Path(__file__).resolve().parents[3] / "cities"
NOON = datetime(2025, 9, 1, 12, tzinfo=CHINA)
TODAY = NOON.date()
ONE = timedelta(days=1)
YUNTING = read_folder(CITIES / "yunting")


def load(profile: CityProfile = YUNTING) -> LoadReport:
    return load_city(profile, at=NOON)


def told(**facts: Any) -> CityProfile:
    """The second city with another second row."""
    first, second, *rest = YUNTING.dispatch_rules
    return replace(YUNTING, dispatch_rules=(first, replace(second, **facts), *rest))


def without() -> CityProfile:
    """The second city without its second row."""
    first, _, *rest = YUNTING.dispatch_rules
    return replace(YUNTING, dispatch_rules=(first, *rest))


def ferry() -> list[tuple[str, list[str], Any, Any]]:
    """The versions of the second row: unit, words, first and last day."""
    rows = DispatchRule.objects.filter(code="ferry").order_by("made_at", "pk")
    return [(row.unit.code, row.words, row.valid_from, row.valid_to) for row in rows]


def keeper() -> Staff:
    role = make_role("keeper", "目录员", ["manage_dispatch_rules"])
    return make_staff("keeper", roles=[role])


def test_a_second_load_changes_nothing() -> None:
    load()
    assert load().changed is False


def test_a_changed_row_ends_the_former_and_begins_today() -> None:
    load()
    (before,) = ferry()
    report = load(told(words=("码头",)))
    assert (report.created, report.ended) == (Counter(DispatchRule=1), Counter(DispatchRule=1))
    assert ferry() == [
        (*before[:3], TODAY - ONE),
        ("ferry_company", ["码头"], TODAY, None),
    ]
    assert load(told(words=("码头",))).changed is False


def test_a_row_that_is_taken_out_ends_and_may_come_back() -> None:
    load()
    assert load(without()).ended == Counter(DispatchRule=1)
    assert ferry()[0][3] == TODAY - ONE
    assert load(without()).changed is False
    load()
    assert [row[2] for row in ferry()][1:] == [TODAY]
    assert load().changed is False


@pytest.mark.parametrize("profile", [told(words=("码头",)), without(), YUNTING])
def test_what_the_office_changed_is_not_touched(profile: CityProfile) -> None:
    load()
    rule = DispatchRule.objects.get(code="ferry")
    retire_dispatch_rule(rule, last_day=TODAY, reason="停航", by=keeper(), at=NOON)
    before = ferry()
    assert load(profile).changed is False
    assert ferry() == before


def test_what_the_office_wrote_is_not_touched() -> None:
    load()
    unit = Department.objects.get(code="market_bureau")
    mine = DispatchRule.objects.create(
        code="office-1", unit=unit, words=["夜市"], valid_from=TODAY, made_at=NOON, made_by=keeper()
    )
    assert load().changed is False
    assert DispatchRule.objects.get(pk=mine.pk).valid_to is None


@pytest.mark.parametrize("city", ["siping", "yunting"])
def test_no_rule_of_a_city_is_broken_on_any_of_its_days(city: str) -> None:
    profile = read_folder(CITIES / city)
    rules = [rule_of(row) for row in profile.dispatch_rules]
    edges = {day for rule in rules for day in (rule.valid_from, rule.valid_to) if day}
    world = world_of(profile)
    problems = [Catalogue(rules, world, day + step).problems
                for day in edges for step in (-ONE, 0 * ONE, ONE)]  # fmt: skip
    assert [one for one in problems if one] == []


def test_siping_has_a_catalogue_of_some_size() -> None:
    rows = read_folder(CITIES / "siping").dispatch_rules
    assert 40 <= len(rows) <= 80
    assert len({row.order for row in rows}) == len(rows)
