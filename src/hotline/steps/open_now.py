"""Which moves a person may try on a case now: by status, permits, shares and the case's facts.

What desk and programs offer. A step asks the same and more, of the facts it is given, and has the
last word.
"""

from __future__ import annotations

from collections.abc import Callable

from hotline.records.models import Case, Staff
from hotline.records.queries.hanging import Hanging
from hotline.records.queries.reference import below
from hotline.rules.life import MOVES, Move, Status, open_verbs
from hotline.steps.duty.dispute import LEVELS
from hotline.steps.joining.share_answer import is_answered
from hotline.steps.verbs import STEPS

Fact = Callable[[Staff, Case, Hanging], bool]


def verbs_open_to(staff: Staff, case: Case, hanging: Hanging) -> list[str]:
    """The verbs that `staff` may try now, in the order of the table."""
    return [
        verb
        for verb in open_verbs(Status(case.status))
        if verb in STEPS
        and staff.may(MOVES[verb].permit)
        and has_share(MOVES[verb], hanging)
        and (verb not in FACTS or FACTS[verb](staff, case, hanging))
    ]


def has_share(move: Move, hanging: Hanging) -> bool:
    """Whether the move is none of a unit, or the person's unit has an open share for it."""
    return not move.by_unit or any(
        row.finished_at is None and row.part in move.parts and row.pk in hanging.sight.own
        for row in hanging.assignments
    )


def _is_bound(hanging: Hanging) -> bool:
    lead = hanging.open_assignment
    return lead is not None and lead.bound


def _may_dispute(staff: Staff, case: Case, hanging: Hanging) -> bool:
    return not _is_bound(hanging) and any(row.outcome == "refused" for row in hanging.returns)


def _is_content(staff: Staff, case: Case, hanging: Hanging) -> bool:
    """Whether the citizen said nothing against closing."""
    last = hanging.callbacks[-1] if hanging.callbacks else None
    return last is None or (last.solved != "no" and last.handling_rating != "dissatisfied")


def _may_escalate(staff: Staff, case: Case, hanging: Hanging) -> bool:
    asked = hanging.open_ruling
    return asked is not None and asked.level != list(LEVELS)[-1]


def _has_units_below(staff: Staff, case: Case, hanging: Hanging) -> bool:
    return staff.department is not None and len(below(staff.department)) > 1


def _waits_extension(staff: Staff, case: Case, hanging: Hanging) -> bool:
    return hanging.pending_extension is not None


def _is_supervised(staff: Staff, case: Case, hanging: Hanging) -> bool:
    return hanging.open_supervision is not None


def _main_is_answered(staff: Staff, case: Case, hanging: Hanging) -> bool:
    return case.joined_to is not None and is_answered(case.joined_to)


def _has_sender(staff: Staff, case: Case, hanging: Hanging) -> bool:
    """Whether somebody handed the matter to us who can say more of it."""
    return case.owes_back or bool(case.external_number)


# What beyond status, permit and share must be so.
FACTS: dict[str, Fact] = {
    "request_extension": lambda *known: not _waits_extension(*known),
    "grant_extension": _waits_extension,
    "refuse_extension": _waits_extension,
    "supervise": lambda *known: not _is_supervised(*known),
    "raise_supervision": _is_supervised,
    "end_supervision": _is_supervised,
    "mark_confidential": lambda staff, case, hanging: not case.confidential,
    "lift_confidential": lambda staff, case, hanging: case.confidential,
    "request_return": lambda staff, case, hanging: not _is_bound(hanging),
    "dispute": _may_dispute,
    "escalate": _may_escalate,
    "close": _is_content,
    "pass_down": _has_units_below,
    "share_answer": _main_is_answered,
    "take_message": _has_sender,
    "write_back": lambda staff, case, hanging: case.owes_back,
}
