"""The action panel of a case: one form per verb that this person may press now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hotline.desk.forms.moves import FORMS, MoveForm
from hotline.desk.navigation import QUEUE_NAMES
from hotline.records.models import Assignment, Case, Staff
from hotline.records.queries.case_story import Story
from hotline.records.queries.cases import WAITING
from hotline.records.queries.reference import covers
from hotline.rules.deadlines import Deadline
from hotline.rules.life import MOVES, Move, Status, open_verbs
from hotline.steps.dispatch import clock_of
from hotline.steps.moving import Refused

ICONS = {
    "classify": "category",
    "answer": "message-circle",
    "accept": "check",
    "dispatch": "send",
    "sign": "clipboard-check",
    "reply": "file-text",
    "review": "checks",
    "send_back": "arrow-back-up",
    "call_back": "phone-call",
    "handle_again": "refresh",
    "close": "circle-check",
}
AGAINST = frozenset({"send_back", "handle_again"})


@dataclass(frozen=True, slots=True)
class Panel:
    """One verb's form; `is_open` when it is what the case waits for or what was just refused."""

    verb: str
    name: str
    icon: str
    form: MoveForm
    is_open: bool
    is_against: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """The deadline that a dispatch at this moment would give, or why there is none."""

    deadline: Deadline | None
    problem: str = ""


def panels_for(
    staff: Staff, case: Case, story: Story, now: datetime, filled: MoveForm | None = None
) -> list[Panel]:
    """The panels that are open to `staff`, `filled` taking the place of its own empty form."""
    verbs = [verb for verb in open_verbs(Status(case.status)) if verb in FORMS]
    mine = [verb for verb in verbs if _is_open_to(staff, MOVES[verb], story.assignments)]
    shown = filled.verb if filled is not None and filled.verb in mine else _awaited(case, mine)
    return [
        Panel(
            verb=verb,
            name=MOVES[verb].name,
            icon=ICONS[verb],
            form=filled
            if filled is not None and filled.verb == verb
            else FORMS[verb](case=case, at=now),
            is_open=verb == shown,
            is_against=verb in AGAINST,
        )
        for verb in mine
    ]


def awaited_from_others(case: Case, panels: list[Panel]) -> str:
    """Whom and what the case waits for, where that is not this person's to do; else empty."""
    verb = WAITING.get(Status(case.status), "")
    if not verb or any(panel.verb == verb for panel in panels):
        return ""
    move = MOVES[verb]
    who = case.lead.name if move.by_unit and case.lead else "热线办公室"
    return f"{who}{QUEUE_NAMES[verb].removeprefix('待')}"


def preview(case: Case, story: Story, now: datetime) -> Preview:
    """The deadline that the unit would get, with its reason."""
    try:
        return Preview(clock_of(case, "handle", now, story.superior_due))
    except Refused as error:
        return Preview(None, str(error))


def _awaited(case: Case, mine: list[str]) -> str:
    """The verb that the case waits for, where it is this person's; others stay folded."""
    awaited = WAITING.get(Status(case.status), "")
    return awaited if awaited in mine else ""


def _is_open_to(staff: Staff, move: Move, assignments: Sequence[Assignment]) -> bool:
    if not staff.may(move.permit):
        return False
    if not move.by_unit:
        return True
    return any(
        row.finished_at is None
        and row.part in move.parts
        and covers(staff.department, row.department)
        for row in assignments
    )
