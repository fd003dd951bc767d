"""The facts of a step as a program writes them: rows by their codes, moments as text."""

from __future__ import annotations

from datetime import date
from typing import Any

from hotline.records.models import Case, Staff
from tests.factories import City
from tests.steps.acts import ACTS


def written(value: Any) -> Any:
    """A fact in JSON."""
    if isinstance(value, Case):
        return value.number
    if isinstance(value, Staff):
        return value.username
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return [written(each) for each in value]
    return getattr(value, "code", value)


def body_of(city: City, verb: str, case: Case, **facts: Any) -> dict[str, Any]:
    """What the verb is told of this case, unless said otherwise."""
    usual = {name: written(value) for name, value in ACTS[verb].facts(city, case).items()}
    return {**usual, **facts}
