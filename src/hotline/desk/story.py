"""A case's journal told as a story in Chinese: who did what, when, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from hotline.desk.story_facts import TELLERS
from hotline.records.models import JournalEntry, Staff
from hotline.records.queries.journal_words import reads_words
from hotline.rules.deadlines import URGENCIES
from hotline.rules.life import MOVES
from hotline.steps.moving import CITIZEN


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of the story; `facts` are what came of the move, `note` is what was written,
    `link` where more of it stands."""

    at: datetime
    who: str
    post: str
    verb: str
    name: str
    facts: Sequence[str]
    note: str
    link: str = ""


# What came of these moves is as little a unit's to read as what was written with them.
GUARDED = frozenset({"mark_confidential", "step_aside", "split"})


def story_lines(journal: Sequence[JournalEntry], urgency: str, staff: Staff) -> list[Line]:
    """The journal as lines for `staff`, oldest first; `urgency` is how urgent the case is now.

    Entries keep the urgency before a change only, so the one after it is found going backwards.
    """
    lines = []
    for entry in reversed(journal):
        before = entry.details.get("before", {}).get("urgency", urgency)
        changed = (
            [f"紧急程度：{_urgency(before)} → {_urgency(urgency)}"] if before != urgency else []
        )
        line = _line(entry, changed)
        lines.append(line if reads_words(entry, staff) else _without_words(line))
        urgency = before
    return lines[::-1]


def post_of(staff: Staff | None) -> str:
    """A person's unit and roles, as the story names them."""
    if staff is None:
        return ""
    unit = [staff.department.name] if staff.department else []
    return " ".join([*unit, "、".join(role.name for role in staff.roles.all())]).strip()


def _line(entry: JournalEntry, changed: list[str]) -> Line:
    tell = TELLERS.get(entry.verb)
    move = MOVES.get(entry.verb)
    return Line(
        at=entry.at,
        who=_who(entry),
        post=post_of(entry.by),
        verb=entry.verb,
        name=move.name if move else entry.verb,
        facts=[*(tell(entry) if tell else ()), *changed],
        note=entry.note,
    )


def _who(entry: JournalEntry) -> str:
    """Who made the move, and in whose place."""
    away = entry.details.get("in_place_of")
    own_hand = entry.details.get("by") == CITIZEN
    name = entry.by.name if entry.by else "诉求人（网上）" if own_hand else "系统"
    return f"{name}（代 {away}）" if away else name


def _without_words(line: Line) -> Line:
    """That the move was made, and what the unit has to know of it."""
    return replace(line, note="", facts=() if line.verb in GUARDED else line.facts)


def _urgency(code: str) -> str:
    return URGENCIES.get(code, code)
