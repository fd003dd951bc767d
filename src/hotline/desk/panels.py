"""The action panels of a case: one form per verb that this person may press now, in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from hotline.desk.forms.moves import FORMS
from hotline.desk.forms.moving import MoveForm
from hotline.desk.navigation import QUEUE_NAMES
from hotline.desk.panel_order import AGAINST, FIRST, GROUPS, ICONS
from hotline.records.models import Assignment, Case, Staff
from hotline.records.queries.case_story import Story
from hotline.records.queries.queues import WAITING
from hotline.records.queries.reference import below, covers
from hotline.rules.deadlines import Deadline
from hotline.rules.life import MOVES, Move, Status, open_verbs
from hotline.steps.dispatch import clock_of
from hotline.steps.duty.dispute import LEVELS
from hotline.steps.moving import Refused

# What a case waits for that is neither a unit's nor the office's to do.
BY_ITSELF = {
    Status.AWAITING_CITIZEN: "诉求人补充情况",
    Status.SHELVED: "挂账到期",
    Status.JOINED: "主工单的答复",
}
Fact = Callable[[Staff, Case, Story], bool]


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
class Panels:
    """What a person may do now: what takes the case on, and the rest under its headings."""

    first: Sequence[Panel]
    groups: Sequence[tuple[str, Sequence[Panel]]]

    def all(self) -> list[Panel]:
        """Every panel, in the order of the page."""
        return [*self.first, *(panel for _, panels in self.groups for panel in panels)]

    @property
    def verbs(self) -> list[str]:
        """The verbs of all panels."""
        return [panel.verb for panel in self.all()]


@dataclass(frozen=True, slots=True)
class Preview:
    """The deadline that a dispatch at this moment would give, or why there is none."""

    deadline: Deadline | None
    problem: str = ""


def panels_for(
    staff: Staff, case: Case, story: Story, now: datetime, filled: MoveForm | None = None
) -> Panels:
    """The panels that are open to `staff`, `filled` taking the place of its own empty form."""
    mine = [
        verb for verb in open_verbs(Status(case.status)) if _is_open_to(staff, case, story, verb)
    ]
    shown = filled.verb if filled is not None and filled.verb in mine else _awaited(case, mine)
    made = {
        verb: Panel(
            verb=verb,
            name=MOVES[verb].name,
            icon=ICONS.get(verb, "edit"),
            form=filled
            if filled is not None and filled.verb == verb
            else FORMS[verb](case=case, by=staff, at=now),
            is_open=verb == shown,
            is_against=verb in AGAINST,
        )
        for verb in mine
    }
    return _in_order(Status(case.status), made)


def _in_order(status: Status, made: dict[str, Panel]) -> Panels:
    first = [made.pop(verb) for verb in FIRST[status] if verb in made]
    groups = [(name, _taken(made, verbs)) for name, verbs in GROUPS.items()]
    return Panels(first, [(name, panels) for name, panels in groups if panels])


def _taken(made: dict[str, Panel], verbs: Iterable[str]) -> list[Panel]:
    return [made[verb] for verb in verbs if verb in made]


def awaited_from_others(case: Case, panels: Panels) -> str:
    """Whom and what the case waits for, where that is not this person's to do; else empty."""
    status = Status(case.status)
    verb = WAITING.get(status, "")
    if verb in panels.verbs or "handle_again" in panels.verbs:
        return ""
    if status in BY_ITSELF or not verb:
        return BY_ITSELF.get(status, "")
    move = MOVES[verb]
    who = case.lead.name if move.by_unit and case.lead else "热线办公室"
    return f"{who}{QUEUE_NAMES[verb].removeprefix('待')}"


def preview(case: Case, story: Story, now: datetime) -> Preview:
    """The deadline that the unit would get, with its reason."""
    try:
        return Preview(clock_of(case, "handle", now, story.superior_due))
    except Refused as error:
        return Preview(None, str(error))


def _awaited(case: Case, mine: Sequence[str]) -> str:
    """The verb that the case waits for from this person; others stay folded."""
    awaited = (
        WAITING.get(Status(case.status), ""),
        "handle_again",
        "grant_extension",
        "report_back",
    )
    return next((verb for verb in awaited if verb in mine), "")


def _is_open_to(staff: Staff, case: Case, story: Story, verb: str) -> bool:
    """Whether permit, share and the facts of the case leave the verb to this person."""
    move = MOVES[verb]
    if verb not in FORMS or not staff.may(move.permit):
        return False
    fact = FACTS.get(verb)
    return _has_share(staff, move, story.assignments) and (fact is None or fact(staff, case, story))


def _has_share(staff: Staff, move: Move, assignments: Iterable[Assignment]) -> bool:
    if not move.by_unit:
        return True
    return any(
        row.finished_at is None
        and row.part in move.parts
        and covers(staff.department, row.department)
        for row in assignments
    )


def _is_bound(story: Story) -> bool:
    lead = story.open_assignment
    return lead is not None and lead.bound


def _may_dispute(staff: Staff, case: Case, story: Story) -> bool:
    return not _is_bound(story) and any(row.outcome == "refused" for row in story.returns)


def _is_content(staff: Staff, case: Case, story: Story) -> bool:
    """Whether the citizen said nothing against closing."""
    last = story.callbacks[-1] if story.callbacks else None
    return last is None or (last.solved != "no" and last.handling_rating != "dissatisfied")


def _may_escalate(staff: Staff, case: Case, story: Story) -> bool:
    asked = story.open_ruling
    return asked is not None and asked.level != list(LEVELS)[-1]


def _has_units_below(staff: Staff, case: Case, story: Story) -> bool:
    return staff.department is not None and len(below(staff.department)) > 1


def _never(staff: Staff, case: Case, story: Story) -> bool:
    return False


def _waits_extension(staff: Staff, case: Case, story: Story) -> bool:
    return story.pending_extension is not None


def _is_supervised(staff: Staff, case: Case, story: Story) -> bool:
    return story.open_supervision is not None


# What beyond status, permit and share must be so; the step asks the same and has the last word.
FACTS: dict[str, Fact] = {
    "request_extension": lambda *known: not _waits_extension(*known),
    "grant_extension": _waits_extension,
    "refuse_extension": _waits_extension,
    "supervise": lambda *known: not _is_supervised(*known),
    "raise_supervision": _is_supervised,
    "end_supervision": _is_supervised,
    "mark_confidential": lambda staff, case, story: not case.confidential,
    "lift_confidential": lambda staff, case, story: case.confidential,
    "request_return": lambda staff, case, story: not _is_bound(story),
    "dispute": _may_dispute,
    "escalate": _may_escalate,
    "close": _is_content,
    "pass_down": _has_units_below,
    "share_answer": _never,
}
