"""Foretell: which of many cases a verb would move and which it would refuse, before doing it.

The same rules by which the case's page offers its verbs (`steps/open_now.py`), asked of very many
cases with three further queries. The step still has the last word.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from hotline.records.models import Assignment, Callback, Case, Staff, Supervision
from hotline.records.queries.hanging import Hanging
from hotline.records.queries.sight import Sight
from hotline.rules.life import MOVES, NotOpen, Status
from hotline.rules.permits import NotPermitted
from hotline.steps.close import UNCONTENT
from hotline.steps.in_bulk import Outcome
from hotline.steps.moving import Refused
from hotline.steps.open_now import FACTS, has_share
from hotline.steps.storing.book import LostRace

NO_SHARE = "本单位现在没有这件工单要这样办理的事项。"
# What a case is refused for by its facts, in the words of the step.
WHY = {
    "close": ("note", UNCONTENT),
    "supervise": ("level", "本工单正在督办中；需要加强的，请办理“督办升级”。"),
    "raise_supervision": ("level", "本工单没有正在进行的督办。"),
    "pass_down": ("to", "本单位没有下级单位，不能转派。"),
}
# The facts that are asked of very many cases hang on these.
ASKED = (("assignments", Assignment), ("callbacks", Callback), ("supervisions", Supervision))
UNASKED = (
    *("clocks", "outreaches", "extensions", "returns", "rulings", "conferences", "instructions"),
)


def foretell(
    staff: Staff, verb: str, cases: Iterable[Case], *, seen: Mapping[str, int]
) -> list[Outcome]:
    """What would become of each case, in the order given."""
    asked = list(cases)
    needed = verb in FACTS or MOVES[verb].by_unit
    known = _hanging_on_all(staff, asked) if needed else {}
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
    if hanging is not None and not has_share(MOVES[verb], hanging):
        return Refused("", NO_SHARE)
    if hanging is not None and verb in FACTS and not FACTS[verb](staff, case, hanging):
        return Refused(*WHY[verb])
    return None


def _hanging_on_all(staff: Staff, cases: list[Case]) -> dict[UUID, Hanging]:
    """Of what hangs on these cases only what the facts of verbs for many ask."""
    told: dict[str, dict[UUID, list[Any]]] = {}
    for name, model in ASKED:
        told[name] = {case.pk: [] for case in cases}
        for row in model._default_manager.filter(case__in=told[name]).order_by("pk"):
            told[name][row.case_id].append(row)
    empty: dict[str, Any] = dict.fromkeys(UNASKED, ())
    return {
        case.pk: Hanging(
            sight=Sight.of(staff, case, told["assignments"][case.pk]),
            kinds=frozenset(),
            **{name: rows[case.pk] for name, rows in told.items()},
            **empty,
        )
        for case in cases
    }
