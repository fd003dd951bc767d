"""What history says beside the catalogue: up to three units for one case, each with its evidence.

The catalogue's word stands first and is no guess; what history names is marked as one. A unit that
returned this case, is accused in it or is no more is never among them: its successor is.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from hotline.engines.advising.learned import Likely, keys_of, likely
from hotline.records.models import Case, Department, EngineSetting
from hotline.records.queries.advice import Precedent
from hotline.records.queries.choosing import unit_label
from hotline.records.queries.dispatch_history import counts_of, of_today, standing_in
from hotline.records.queries.dispatching import Suggestion
from hotline.records.queries.reference import (
    advice_tallies,
    catalogue_on,
    departments_by_code,
    engine_settings,
)
from hotline.rules.dispatching import Advice
from hotline.rules.dispatching import Matter as Asked
from hotline.rules.guessing import Thresholds
from hotline.rules.life import Status
from hotline.steps.reading.learn_dispatch import matter_of, unit_names

ENGINE = "advice"
MOST = 3
SUGGESTED_FROM = 0.3


@dataclass(slots=True)
class Option:
    """A unit that may be meant: whether the catalogue names it, how sure history is, and why."""

    unit: Department
    of_catalogue: bool = False
    sureness: float | None = None
    reasons: list[str] = field(default_factory=list)
    alike: str = ""

    @property
    def per_cent(self) -> str:
        """How sure history is, as it is shown."""
        return f"{self.sureness * 100:.0f}%" if self.sureness is not None else ""


def options_for(
    case: Case, suggestion: Suggestion, precedents: Sequence[Precedent], now: datetime
) -> list[Option]:
    """The units to choose from: the catalogue's first, then what history holds likely."""
    setting = engine_settings().get(ENGINE) or EngineSetting(engine=ENGINE)
    if not setting.is_on:
        return []
    day = timezone.localdate(now)
    said = _of_history(case, suggestion.matter, day)
    asked = Thresholds(suggest=float(setting.options.get("suggest", SUGGESTED_FROM)))
    found = _of_catalogue(suggestion)
    for one in said:
        if one.unit in found or one.sureness >= asked.suggest:
            _tell(found, one, case)
    ruled = {row.unit.code: row for row in reversed(precedents)}
    for code, option in found.items():
        if code in ruled:
            option.reasons.append(f"{ruled[code].decided_on} 同类裁定归该单位")
    options = list(found.values())[:MOST]
    # The catalogue alone is already told above: the list is worth showing when history adds to it.
    return options if any(option.sureness is not None for option in options) else []


def chosen_unit(code: str, options: Sequence[Option]) -> Department | None:
    """The unit that the person chose out of the list; None for any other."""
    return next((option.unit for option in options if option.unit.code == code), None)


def _of_catalogue(suggestion: Suggestion) -> dict[str, Option]:
    said, known = suggestion.said, departments_by_code()
    if not isinstance(said, Advice) or said.unit not in known:
        return {}
    option = Option(known[said.unit], of_catalogue=True, reasons=[said.rule.label])
    return {said.unit: option}


def _of_history(case: Case, barring: Asked, day: date) -> list[Likely]:
    """What closed cases say to this one; `barring` says whom it must not go to."""
    record = advice_tallies()
    if not record:
        return []
    matter = matter_of(case, unit_names())
    hints = filter(None, (standing_in(code, day) for code in matter.hints))
    matter = replace(matter, hints=tuple(hints))
    counts = of_today(counts_of(keys_of(matter)), day)
    named = {*matter.hints, *(code for here in counts.values() for code in here)}
    return likely(matter, counts, record, _barred(barring, named, day), MOST)


def _barred(barring: Asked, units: Collection[str], day: date) -> set[str]:
    """Those of the units that must not have this case: they rightly returned it, or are accused."""
    catalogue = catalogue_on(day)
    refused = {standing_in(code, day) for code in barring.refused} | barring.refused
    return {code for code in units if code in refused or catalogue.bars(code, barring)}


def _tell(found: dict[str, Option], one: Likely, case: Case) -> None:
    """Add what history says of a unit to what is known of it."""
    unit = departments_by_code()[one.unit]
    option = found.setdefault(one.unit, Option(unit))
    option.sureness = one.sureness
    if one.is_hinted:
        option.reasons.append("来文点名请该单位办理")
    if one.handled:
        option.reasons.append(f"同类已办结 {one.alike} 件，其中该单位办理 {one.handled} 件")
        option.alike = _list_of(unit, case)


def _list_of(unit: Department, case: Case) -> str:
    """The address of the closed cases of this unit in the same topic."""
    asked = {"unit": unit_label(unit), "status": Status.CLOSED.value}
    if case.topic is not None:
        asked["topic"] = case.topic.code
    return f"{reverse('desk:cases')}?{urlencode(asked)}"
