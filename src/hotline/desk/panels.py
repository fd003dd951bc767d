"""The action panels of a case: one form per verb that this person may press now, in order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from hotline.desk.forms.moves import FORMS
from hotline.desk.forms.moving import MoveForm
from hotline.desk.navigation import QUEUE_NAMES
from hotline.desk.panel_order import AGAINST, FIRST, GROUPS, ICONS
from hotline.records.models import Case, Staff
from hotline.records.queries.case_story import Story
from hotline.records.queries.queues import WAITING
from hotline.rules.deadlines import Deadline
from hotline.rules.life import MOVES, Status
from hotline.steps.dispatch import clock_of
from hotline.steps.moving import Refused
from hotline.steps.open_now import verbs_open_to

# What a case waits for that is neither a unit's nor the office's to do.
BY_ITSELF = {
    Status.AWAITING_CITIZEN: "诉求人补充情况",
    Status.SHELVED: "挂账到期",
    Status.JOINED: "主工单的答复",
}


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
    mine = [verb for verb in verbs_open_to(staff, case, story.hanging) if verb in FORMS]
    shown = filled.verb if filled is not None and filled.verb in mine else _awaited(case, mine)
    made = {
        panel.verb: panel for panel in panels_of(staff, case, now, mine, shown=shown, filled=filled)
    }
    return _in_order(Status(case.status), made)


def panels_of(
    staff: Staff,
    case: Case,
    now: datetime,
    verbs: Sequence[str],
    *,
    shown: str,
    filled: MoveForm | None = None,
) -> list[Panel]:
    """A panel for each of `verbs`, that of `shown` open; `filled` is one of their forms."""
    return [
        Panel(
            verb=verb,
            name=MOVES[verb].name,
            icon=ICONS.get(verb, "edit"),
            form=filled
            if filled is not None and filled.verb == verb
            else FORMS[verb](case=case, by=staff, at=now),
            is_open=verb == shown,
            is_against=verb in AGAINST,
        )
        for verb in verbs
    ]


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
