"""What hangs on a case, as a program is told it: codes of the city, and texts masked.

Numbers that were dialled are shown to nobody: only whether it was another one than the caller's.
"""

from __future__ import annotations

from datetime import datetime

from ninja import Schema

from hotline.records.models import (
    Assignment,
    Callback,
    Clock,
    Conference,
    Extension,
    Instruction,
    Outreach,
    Return,
    Ruling,
    Supervision,
)
from hotline.records.queries.hanging import Hanging, Kin
from hotline.records.queries.reference import departments
from hotline.records.queries.sight import Sight
from hotline.rules.masking import mask_text
from hotline.steps.clocks import is_paused


class ClockShown(Schema):
    """A clock: when it began, when it ends and why, whether it stands still or has stopped."""

    name: str
    unit: str
    started_at: datetime
    due_at: datetime | None
    reason: str
    paused: bool
    stopped_at: datetime | None


class AssignmentShown(Schema):
    """交办: one unit's share; `handling` is empty for those whom it does not concern."""

    unit: str
    part: str
    given_at: datetime
    sign_due_at: datetime | None
    signed_at: datetime | None
    due_at: datetime | None
    contacted_at: datetime | None
    replied_at: datetime | None
    finished_at: datetime | None
    ended_as: str
    bound: bool
    solved: bool | None
    is_true: bool | None
    note: str
    handling: str
    answer: str
    reason_unsolved: str


class ExtensionShown(Schema):
    """延期."""

    unit: str
    asked_at: datetime
    amount: int
    amount_unit: str
    reason: str
    outcome: str
    decided_at: datetime | None
    decision: str


class ReturnShown(Schema):
    """退单."""

    unit: str
    asked_at: datetime
    reason: str
    evidence: str
    suggested: str
    outcome: str
    decided_at: datetime | None
    decision: str


class RulingShown(Schema):
    """职责裁定."""

    level: str
    question: str
    asked_at: datetime
    decided_at: datetime | None
    unit: str
    reason: str
    basis: str


class SupervisionShown(Schema):
    """督办."""

    level: str
    unit: str
    demand: str
    started_at: datetime
    due_at: datetime
    ended_at: datetime | None
    outcome: str


class ConferenceShown(Schema):
    """会商."""

    held_at: datetime
    departments: list[str]
    minutes: str
    conclusion: str


class InstructionShown(Schema):
    """批示."""

    leader: str
    text: str
    given_at: datetime


class OutreachShown(Schema):
    """联系诉求人."""

    unit: str
    at: datetime
    reached: bool
    other_number: bool
    note: str


class CallbackShown(Schema):
    """回访."""

    tried_at: datetime
    reached: bool
    solved: str
    handling_rating: str
    service_rating: str
    other_number: bool
    note: str


class HangingShown(Schema):
    """All of it, each list the oldest first."""

    assignments: list[AssignmentShown]
    clocks: list[ClockShown]
    extensions: list[ExtensionShown]
    returns: list[ReturnShown]
    rulings: list[RulingShown]
    supervisions: list[SupervisionShown]
    conferences: list[ConferenceShown]
    instructions: list[InstructionShown]
    outreaches: list[OutreachShown]
    callbacks: list[CallbackShown]
    joined_count: int
    joined: list[str]


def hanging_shown(rows: Hanging, kin: Kin) -> HangingShown:
    """Everything that hangs on the case, as far as `rows.sight` reaches."""
    sight = rows.sight
    return HangingShown(
        assignments=[_assignment(row, sight) for row in rows.assignments],
        clocks=[_clock(row) for row in rows.clocks],
        extensions=[_extension(row) for row in rows.extensions],
        returns=[_return(row) for row in rows.returns],
        rulings=[_ruling(row) for row in rows.rulings],
        supervisions=[_supervision(row) for row in rows.supervisions],
        conferences=[_conference(row) for row in rows.conferences],
        instructions=[_instruction(row) for row in rows.instructions],
        outreaches=[_outreach(row, sight) for row in rows.outreaches],
        callbacks=[_callback(row, sight) for row in rows.callbacks],
        joined_count=kin.joined,
        joined=list(kin.joined_numbers) if sight.office else [],
    )


def _code(unit: int | None) -> str:
    known = departments().get(unit) if unit is not None else None
    return known.code if known is not None else ""


def _unit(row: Clock | Extension | Return | Outreach) -> str:
    """The unit of the share that a row hangs on."""
    return row.assignment.department.code if row.assignment is not None else ""


def _clock(row: Clock) -> ClockShown:
    return ClockShown(
        name=row.name,
        unit=_unit(row),
        started_at=row.started_at,
        due_at=row.due_at,
        reason=row.reason,
        paused=is_paused(row),
        stopped_at=row.stopped_at,
    )


def _assignment(row: Assignment, sight: Sight) -> AssignmentShown:
    told = mask_text if sight.reads(row) else _nothing
    return AssignmentShown(
        unit=_code(row.department_id),
        part=row.part,
        given_at=row.given_at,
        sign_due_at=row.sign_due_at,
        signed_at=row.signed_at,
        due_at=row.due_at,
        contacted_at=row.contacted_at,
        replied_at=row.replied_at,
        finished_at=row.finished_at,
        ended_as=row.ended_as,
        bound=row.bound,
        solved=row.solved,
        is_true=row.is_true,
        note=told(row.note),
        handling=told(row.handling),
        answer=told(row.answer),
        reason_unsolved=told(row.reason_unsolved),
    )


def _nothing(text: str) -> str:
    return ""


def _extension(row: Extension) -> ExtensionShown:
    return ExtensionShown(
        unit=_unit(row),
        asked_at=row.asked_at,
        amount=row.amount,
        amount_unit=row.unit,
        reason=mask_text(row.reason),
        outcome=row.outcome,
        decided_at=row.decided_at,
        decision=mask_text(row.decision),
    )


def _return(row: Return) -> ReturnShown:
    return ReturnShown(
        unit=_unit(row),
        asked_at=row.asked_at,
        reason=row.reason,
        evidence=mask_text(row.evidence),
        suggested=_code(row.suggested_id),
        outcome=row.outcome,
        decided_at=row.decided_at,
        decision=mask_text(row.decision),
    )


def _ruling(row: Ruling) -> RulingShown:
    return RulingShown(
        level=row.level,
        question=mask_text(row.question),
        asked_at=row.asked_at,
        decided_at=row.decided_at,
        unit=_code(row.unit_id),
        reason=mask_text(row.reason),
        basis=mask_text(row.basis),
    )


def _supervision(row: Supervision) -> SupervisionShown:
    return SupervisionShown(
        level=row.level,
        unit=_code(row.department_id),
        demand=mask_text(row.demand),
        started_at=row.started_at,
        due_at=row.due_at,
        ended_at=row.ended_at,
        outcome=mask_text(row.outcome),
    )


def _conference(row: Conference) -> ConferenceShown:
    return ConferenceShown(
        held_at=row.held_at,
        departments=[_code(unit) for unit in row.departments],
        minutes=mask_text(row.minutes),
        conclusion=mask_text(row.conclusion),
    )


def _instruction(row: Instruction) -> InstructionShown:
    return InstructionShown(leader=row.leader, text=mask_text(row.text), given_at=row.given_at)


def _outreach(row: Outreach, sight: Sight) -> OutreachShown:
    return OutreachShown(
        unit=_unit(row),
        at=row.at,
        reached=row.reached,
        other_number=row.other_number and sight.caller,
        note=mask_text(row.note),
    )


def _callback(row: Callback, sight: Sight) -> CallbackShown:
    """What was said in confidence to the office stays there; the ratings are the unit's too."""
    return CallbackShown(
        tried_at=row.tried_at,
        reached=row.reached,
        solved=row.solved,
        handling_rating=row.handling_rating,
        service_rating=row.service_rating,
        other_number=row.other_number and sight.caller,
        note=mask_text(row.note) if sight.office else "",
    )
