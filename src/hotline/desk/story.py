"""A case's journal told as a story in Chinese: who did what, when, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from hotline.desk.story_facts import TELLERS
from hotline.records.models import JournalEntry, Staff
from hotline.rules.deadlines import URGENCIES
from hotline.rules.life import MOVES


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of the story; `facts` are what came of the move, `note` is what was written."""

    at: datetime
    who: str
    post: str
    verb: str
    name: str
    facts: Sequence[str]
    note: str


def story_lines(
    journal: Sequence[JournalEntry],
    urgency: str,
    reads: Callable[[JournalEntry], bool] = lambda _: True,
) -> list[Line]:
    """The journal as lines, oldest first; `urgency` is how urgent the case is now.

    `reads` says whose notes are told.

    Entries keep the urgency before a change only, so the one after it is found going backwards.
    """
    lines = []
    for entry in reversed(journal):
        before = entry.details.get("before", {}).get("urgency", urgency)
        changed = (
            [f"紧急程度：{_urgency(before)} → {_urgency(urgency)}"] if before != urgency else []
        )
        lines.append(_line(entry, changed, entry.note if reads(entry) else ""))
        urgency = before
    return lines[::-1]


def post_of(staff: Staff | None) -> str:
    """A person's unit and roles, as the story names them."""
    if staff is None:
        return ""
    unit = [staff.department.name] if staff.department else []
    return " ".join([*unit, "、".join(role.name for role in staff.roles.all())]).strip()


def _line(entry: JournalEntry, changed: list[str], note: str) -> Line:
    tell = TELLERS.get(entry.verb)
    move = MOVES.get(entry.verb)
    return Line(
        at=entry.at,
        who=entry.by.name if entry.by else "系统",
        post=post_of(entry.by),
        verb=entry.verb,
        name=move.name if move else entry.verb,
        facts=[*(tell(entry) if tell else ()), *changed],
        note=note,
    )


def _urgency(code: str) -> str:
    return URGENCIES.get(code, code)
