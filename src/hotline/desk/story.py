"""A case's journal told as a story in Chinese: who did what, when, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.timezone import localtime

from hotline.records.models import JournalEntry, Staff
from hotline.records.queries.choosing import topic_label
from hotline.records.queries.reference import campaigns, kinds, topics
from hotline.rules.deadlines import URGENCIES
from hotline.rules.life import MOVES
from hotline.steps.call_back import RATINGS, SOLVED

Details = dict[str, Any]


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


def story_lines(journal: Sequence[JournalEntry], urgency: str) -> list[Line]:
    """The journal as lines, oldest first; `urgency` is how urgent the case is now.

    Entries keep the urgency before a change only, so the one after it is found going backwards.
    """
    lines = []
    for entry in reversed(journal):
        before = entry.details.get("before", {}).get("urgency", urgency)
        changed = (
            [f"紧急程度：{_urgency(before)} → {_urgency(urgency)}"] if before != urgency else []
        )
        lines.append(_line(entry, changed))
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
        who=entry.by.name if entry.by else "系统",
        post=post_of(entry.by),
        verb=entry.verb,
        name=move.name if move else entry.verb,
        facts=[*(tell(entry) if tell else ()), *changed],
        note=entry.note,
    )


def _registered(entry: JournalEntry) -> list[str]:
    return [f"来自{entry.channel.name}"]


def _classified(entry: JournalEntry) -> list[str]:
    before = entry.details.get("before", {})
    pairs = (
        ("诉求类型", _kind_called(before.get("kind")), entry.kind.name if entry.kind else ""),
        ("问题分类", _topic_called(before.get("topic")), _topic_called(entry.topic_id)),
        ("专题", _campaign_called(before.get("campaign")), _campaign_called(entry.campaign_id)),
    )
    return [f"{name}：{old or '无'} → {new or '无'}" for name, old, new in pairs if old != new]


def _dispatched(entry: JournalEntry) -> list[str]:
    facts = [f"派给{entry.lead.name}"] if entry.lead else []
    if entry.due_at:
        reason = entry.details.get("deadline", "")
        facts.append(f"办理时限 {localtime(entry.due_at):%Y-%m-%d %H:%M}：{reason}")
    return facts


def _sent_back(entry: JournalEntry) -> list[str]:
    answer = entry.details.get("answer")
    return [f"被退回的公开答复：{answer}"] if answer else []


def _called_back(entry: JournalEntry) -> list[str]:
    if not entry.details.get("reached"):
        return ["未接通"]
    solved = SOLVED.get(entry.details.get("solved", ""), "")
    rating = RATINGS.get(entry.details.get("rating", ""), "")
    return ["，".join(fact for fact in ("已接通", solved, rating) if fact)]


TELLERS: dict[str, Callable[[JournalEntry], list[str]]] = {
    "register": _registered,
    "classify": _classified,
    "dispatch": _dispatched,
    "send_back": _sent_back,
    "call_back": _called_back,
    "try_call_back": _called_back,
}


def _urgency(code: str) -> str:
    return URGENCIES.get(code, code)


def _kind_called(pk: int | None) -> str:
    return next((kind.name for kind in kinds().values() if kind.pk == pk), "")


def _topic_called(pk: int | None) -> str:
    topic = topics().get(pk) if pk is not None else None
    return topic_label(topic) if topic else ""


def _campaign_called(pk: int | None) -> str:
    return next((row.name for row in campaigns().values() if row.pk == pk), "")
