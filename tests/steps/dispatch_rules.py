"""Rules of the dispatch catalogue for tests, written by the real step."""

from __future__ import annotations

from datetime import date
from typing import Any

from hotline.records.models import DispatchRule, Staff
from hotline.steps.write_dispatch_rule import RuleFacts, write_dispatch_rule
from tests.factories import City, make_role, make_staff
from tests.steps.cases import BEGIN

TODAY = BEGIN.date()
PERMITS = ["manage_dispatch_rules", "dispatch", "see_all_cases"]


def keeper(city: City) -> Staff:
    """A person who keeps the catalogue."""
    if "keeper" not in city.staff:
        role = make_role("keeper", "目录员", PERMITS)
        city.staff["keeper"] = make_staff("keeper", roles=[role], name="目录员")
    return city.staff["keeper"]


def facts(city: City, unit: str = "east", **given: Any) -> RuleFacts:
    """What a rule says; about refuse unless told otherwise."""
    helpers = tuple(city.units[code] for code in given.pop("assisting", ()))
    said = {"order": 10, "topics": ("010214",), **given}
    return RuleFacts(unit=city.units[unit], assisting=helpers, **said)


def written(
    city: City,
    unit: str = "east",
    *,
    valid_from: date = TODAY,
    replacing: DispatchRule | None = None,
    **given: Any,
) -> DispatchRule:
    """A rule that begins on `valid_from`, written on the morning of TODAY."""
    return write_dispatch_rule(
        facts(city, unit, **given),
        reason="按职责分工",
        valid_from=valid_from,
        by=keeper(city),
        at=BEGIN,
        replacing=replacing,
    )
