"""Foretell: which of many cases a verb would move and which it would refuse, before doing it.

The same rules by which the case's page offers its verbs (`steps/open_now.py`), asked of very many
cases with one further query. The step still has the last word.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from hotline.records.models import Callback, Case, Staff
from hotline.records.queries.hanging import Hanging
from hotline.records.queries.sight import Sight
from hotline.rules.life import MOVES, NotOpen, Status
from hotline.rules.permits import NotPermitted
from hotline.steps.close import UNCONTENT
from hotline.steps.in_bulk import Outcome
from hotline.steps.moving import Refused
from hotline.steps.open_now import FACTS
from hotline.steps.storing.book import LostRace

# What a case is refused for by its facts, in the words of the step.
WHY = {"close": ("note", UNCONTENT)}


def foretell(
    staff: Staff, verb: str, cases: Iterable[Case], *, seen: Mapping[str, int]
) -> list[Outcome]:
    """What would become of each case, in the order given."""
    asked = list(cases)
    known = _hanging_on_all(staff, asked) if verb in FACTS else {}
    return [Outcome(case, _refusal(staff, verb, case, seen, known.get(case.pk))) for case in asked]


def _refusal(
    staff: Staff, verb: str, case: Case, seen: Mapping[str, int], hanging: Hanging | None
) -> Exception | None:
    if not staff.may(MOVES[verb].permit):
        return NotPermitted(MOVES[verb].permit)
    if Status(case.status) not in MOVES[verb].sources:
        return NotOpen(verb, Status(case.status))
    if seen.get(case.number, case.version) != case.version:
        return LostRace()
    if hanging is not None and not FACTS[verb](staff, case, hanging):
        return Refused(*WHY[verb])
    return None


def _hanging_on_all(staff: Staff, cases: list[Case]) -> dict[UUID, Hanging]:
    """Of what hangs on these cases only what the facts of verbs for many ask: the callbacks."""
    told: dict[UUID, list[Callback]] = {case.pk: [] for case in cases}
    for row in Callback.objects.filter(case__in=told).order_by("tried_at", "pk"):
        told[row.case_id].append(row)
    empty: dict[str, tuple[()]] = dict.fromkeys(
        (
            *("assignments", "clocks", "outreaches", "extensions", "returns", "rulings"),
            *("supervisions", "conferences", "instructions"),
        ),
        (),
    )
    return {
        case.pk: Hanging(
            sight=Sight.of(staff, case, ()), kinds=frozenset(), callbacks=told[case.pk], **empty
        )
        for case in cases
    }
