"""The right side of the dispatcher's desk: one case, what the catalogue says, what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from hotline.desk.dispatching_history import chosen_unit, options_for
from hotline.desk.forms.moving import MoveForm
from hotline.desk.panels import Panel, Preview, panels_of
from hotline.records.models import (
    Assignment,
    Callback,
    Case,
    Department,
    Return,
    Ruling,
    SameMatter,
    Staff,
)
from hotline.records.queries.access import contacts_for
from hotline.records.queries.advice import precedents
from hotline.records.queries.case_story import earliest_due
from hotline.records.queries.choosing import search_topics, topic_label, unit_label, units_on
from hotline.records.queries.citizens import masked
from hotline.records.queries.dispatching import Suggestion, alike, earlier_returns, suggestions
from hotline.records.queries.hanging import hanging_on
from hotline.records.queries.reference import departments_by_code
from hotline.records.queries.same_matter import offers_of
from hotline.rules.dispatching import Advice
from hotline.rules.life import ACCEPTED, MOVES, Status
from hotline.steps.dispatch import clock_of
from hotline.steps.joining.join import ANSWERED
from hotline.steps.moving import Refused

ON_DESK = (Assignment, Return, Ruling, Callback)


def case_context(
    staff: Staff,
    case: Case,
    now: datetime,
    verbs: Mapping[Status, Sequence[str]],
    *,
    filled: MoveForm | None = None,
    suggestion: Suggestion | None = None,
    chosen: str = "",
) -> dict[str, Any]:
    """What the right side shows of `case`; `filled` is a form that was refused, `suggestion` what
    the list already knows of it, `chosen` the code of a unit that the person chose to fill in."""
    waits = Status(case.status) is Status.AWAITING_DISPATCH
    if waits and suggestion is None:
        suggestion = suggestions([case], now)[0]
    unit = departments_by_code().get(suggestion.unit) if suggestion is not None else None
    earlier = precedents(case, staff)
    options = options_for(case, suggestion, earlier, now) if suggestion is not None else []
    put_in = chosen_unit(chosen, options) or unit
    panels = _panels(staff, case, now, filled, verbs.get(Status(case.status), ()))
    if put_in is not None and not (filled and filled.verb == "dispatch"):
        _fill_in(panels, put_in, suggestion)
    names_units = any(panel.form.names_units for panel in panels)
    registered = timezone.localdate(case.registered_at)
    like = alike(case, staff, now)
    may_join = any(panel.verb == "join" for panel in panels)
    return {
        "case": case,
        "citizen": masked(staff, case),
        "topic": topic_label(case.topic) if case.topic else "",
        # A case that no unit has had yet has nothing hanging on it that matters here.
        "hanging": hanging_on(case, staff, ON_DESK) if _was_out(case) else None,
        "suggestion": suggestion,
        "unit": unit,
        "options": options,
        "filled_unit": put_in,
        "preview": _preview(staff, case, now) if waits else None,
        "precedents": earlier,
        "earlier_returns": earlier_returns(case, staff),
        "alike": like,
        "same": _others(case, offers_of(staff, case)),
        "joinable": [other.number for other in like if may_join and _is_open(other)],
        "panels": panels,
        "refused": filled,
        "units": [unit_label(row) for row in units_on(timezone.localdate(now))]
        if names_units
        else [],
        "topics": search_topics("", registered)
        if any(panel.verb == "classify" for panel in panels)
        else [],
    }


def _others(case: Case, pairs: Sequence[SameMatter]) -> list[tuple[Case, SameMatter]]:
    """Of each pair the case that is not this one."""
    return [(row.other if row.case_id == case.pk else row.case, row) for row in pairs]


def _is_open(other: Case) -> bool:
    """Whether another case can still be handled for this one too."""
    return Status(other.status) in ACCEPTED - ANSWERED and not other.confidential


def _was_out(case: Case) -> bool:
    """Whether a unit may have had the case: registering and accepting alone make two moves."""
    fresh = (Status.REGISTERED, Status.AWAITING_DISPATCH)
    return case.status not in fresh or case.version > len(fresh)


def _panels(
    staff: Staff, case: Case, now: datetime, filled: MoveForm | None, verbs: Sequence[str]
) -> list[Panel]:
    mine = [verb for verb in verbs if staff.may(MOVES[verb].permit)]
    shown = filled.verb if filled is not None else next(iter(mine), "")
    return panels_of(staff, case, now, mine, shown=shown, filled=filled)


def _fill_in(panels: Sequence[Panel], unit: Department, suggestion: Suggestion | None) -> None:
    """Write the unit into the form, for one key to send it; with those that the catalogue has help
    it, where it is the catalogue's."""
    known = departments_by_code()
    form = next((panel.form for panel in panels if panel.verb == "dispatch"), None)
    if form is None:
        return
    form.initial["to"] = unit_label(unit)
    said = suggestion.said if suggestion is not None else None
    if isinstance(said, Advice) and said.unit == unit.code:
        form.initial["assisting"] = [unit_label(known[c]) for c in said.assisting if c in known]


def _preview(staff: Staff, case: Case, now: datetime) -> Preview:
    """The deadline that the unit would get now, with the calendar's reasoning."""
    arrivals = contacts_for(staff).filter(case__in=[case.pk, case.split_from_id or case.pk])
    try:
        return Preview(clock_of(case, "handle", now, earliest_due(list(arrivals))))
    except Refused as error:
        return Preview(None, str(error))
