"""What hangs on a case, as far as the one who asks may see it: the office all, a unit its own.

A unit sees every share's unit and moments, but the internal account of another only if it leads;
more time, returns and talks are shown to whom they concern. Numbers that were dialled are shown to
nobody: only whether it was another one than the caller's. All texts are masked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from ninja import Schema

from hotline.api.open_verbs import is_own
from hotline.records.models import (
    Assignment,
    Callback,
    Case,
    Clock,
    Conference,
    Extension,
    Instruction,
    Outreach,
    Return,
    Ruling,
    Staff,
    Supervision,
)
from hotline.records.queries.access import knows_caller
from hotline.records.queries.hanging import Hanging
from hotline.records.queries.reference import departments
from hotline.rules.masking import mask_text
from hotline.steps.clocks import is_paused

RowT = TypeVar("RowT", Clock, Extension, Return, Outreach)


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


@dataclass(frozen=True, slots=True)
class Sight:
    """How much of a case one sees: the office all of it, a unit what concerns its own shares.

    Without `caller` nothing is said of whose case it is: that a number which one dialled is not
    the caller's own would let one try numbers until the right one is found.
    """

    office: bool
    shares: dict[object, Assignment]
    own: frozenset[object]
    caller: bool = True

    @classmethod
    def of(cls, staff: Staff, case: Case, assignments: Iterable[Assignment]) -> Sight:
        """What `staff` sees of `case` with these assignments."""
        rows = list(assignments)
        own = frozenset(row.pk for row in rows if is_own(staff, row))
        known = knows_caller(staff, case)
        return cls(staff.may("see_all_cases"), {row.pk: row for row in rows}, own, known)

    def concerns(self, share: object) -> bool:
        """Whether a share, by its identity, is one's own; what is nobody's concerns all."""
        return self.office or share is None or share in self.own

    def reads(self, row: Assignment) -> bool:
        """Whether one reads a share's internal account: who leads replies for all of them."""
        leads = any(self.shares[pk].part == "lead" for pk in self.own)
        return self.concerns(row.pk) or leads

    def unit_of(self, share: object) -> str:
        """The code of a share's unit."""
        row = self.shares.get(share)
        return _code(row.department_id) if row is not None else ""


def hanging_shown(rows: Hanging, sight: Sight) -> HangingShown:
    """Everything that hangs on the case, cut down to what is seen."""
    return HangingShown(
        assignments=[_assignment(row, sight) for row in rows.assignments],
        clocks=[_clock(row, sight) for row in _seen(rows.clocks, sight)],
        extensions=[_extension(row, sight) for row in _seen(rows.extensions, sight)],
        returns=[_return(row, sight) for row in _seen(rows.returns, sight)],
        rulings=[_ruling(row) for row in rows.rulings],
        supervisions=[_supervision(row) for row in rows.supervisions],
        conferences=[_conference(row) for row in rows.conferences],
        instructions=[_instruction(row) for row in rows.instructions],
        outreaches=[_outreach(row, sight) for row in _seen(rows.outreaches, sight)],
        callbacks=[_callback(row, sight) for row in rows.callbacks],
        joined_count=rows.joined_count,
        joined=list(rows.joined) if sight.office else [],
    )


def _seen(rows: Iterable[RowT], sight: Sight) -> list[RowT]:
    """The rows that hang on a share one may know of."""
    return [row for row in rows if sight.concerns(row.assignment_id)]


def _code(unit: int | None) -> str:
    known = departments().get(unit) if unit is not None else None
    return known.code if known is not None else ""


def _clock(row: Clock, sight: Sight) -> ClockShown:
    return ClockShown(
        name=row.name,
        unit=sight.unit_of(row.assignment_id),
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


def _extension(row: Extension, sight: Sight) -> ExtensionShown:
    return ExtensionShown(
        unit=sight.unit_of(row.assignment_id),
        asked_at=row.asked_at,
        amount=row.amount,
        amount_unit=row.unit,
        reason=mask_text(row.reason),
        outcome=row.outcome,
        decided_at=row.decided_at,
        decision=mask_text(row.decision),
    )


def _return(row: Return, sight: Sight) -> ReturnShown:
    return ReturnShown(
        unit=sight.unit_of(row.assignment_id),
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
        unit=sight.unit_of(row.assignment_id),
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
