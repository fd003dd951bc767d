"""What another system is told of a case: one wording per kind of message, for every adapter.

It is made of the case's own records, and of a person nothing: numbers that a unit wrote into its
answer are masked, names and addresses of citizens are no part of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from hotline.rules.life import ENDING_NAMES, STATUS_NAMES, Ending, Status
from hotline.rules.masking import mask_text
from hotline.rules.roads import KINDS
from hotline.rules.workdays import CHINA


@dataclass(frozen=True, slots=True)
class Matter:
    """The records that a message is made of, as they stand when it is sent.

    `verb`, `unit` and `due_at` are those of the move that is told; `note` is what a person wrote
    for the other side, and then it is what is said.
    """

    number: str
    title: str
    status: Status
    verb: str = ""
    note: str = ""
    unit: str = ""
    due_at: datetime | None = None
    answer: str = ""
    closed_as: str = ""
    text: str = ""
    solved: str = ""
    rating: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A message in words, and the same as facts (names of fields to text) for programs."""

    title: str
    text: str
    facts: Mapping[str, str] = field(default_factory=dict)


def tell(kind: str, their_number: str, matter: Matter) -> Told:
    """The message of this kind; `their_number` is what the other side calls the matter."""
    text = mask_text(WORDINGS[kind](matter)).strip()
    facts = {
        "kind": kind,
        "their_number": their_number,
        "our_number": matter.number,
        "status": matter.status.value,
        "status_name": STATUS_NAMES[matter.status],
        "unit": matter.unit,
        "due": _moment(matter.due_at),
        "closed_as": _ending(matter),
        "solved": matter.solved,
        "rating": matter.rating,
    }
    about = their_number or matter.number
    return Told(
        title=f"{KINDS[kind]}：{about}",
        text=text,
        facts={name: value for name, value in facts.items() if value},
    )


def _received(matter: Matter) -> str:
    return f"来件已收到，我单位编号 {matter.number}。"


def _accepted(matter: Matter) -> str:
    return f"来件已受理，我单位编号 {matter.number}，正在安排办理。"


def _progress(matter: Matter) -> str:
    if matter.note:
        return matter.note
    due = f"，办理时限 {_moment(matter.due_at)}" if matter.due_at else ""
    unit = matter.unit or "承办单位"
    told = {
        "dispatch": f"已交由{unit}办理{due}。",
        "grant_extension": f"{unit}申请延期，已经批准{due}。",
        "shelve": "目前暂不具备办理条件，已挂账，条件具备后继续办理。",
        "reopen": "已重新办理。",
    }
    return told.get(matter.verb, f"目前进展：{STATUS_NAMES[matter.status]}。")


def _result(matter: Matter) -> str:
    if matter.note:
        return matter.note
    lines = [matter.answer or "已办结。"]
    if matter.unit and matter.closed_as in (Ending.HANDLED, Ending.EXPLAINED):
        lines.append(f"承办单位：{matter.unit}。")
    said = "，".join(word for word in (matter.solved, matter.rating) if word)
    if said:
        lines.append(f"回访诉求人：{said}。")
    return "\n".join(lines)


def _refused(matter: Matter) -> str:
    return f"不予受理。{matter.note or matter.answer}"


def _withdrawn(matter: Matter) -> str:
    return f"本件已撤销，不再办理。{matter.note}"


def _said(matter: Matter) -> str:
    return matter.note


def _whole(matter: Matter) -> str:
    return matter.note or f"{matter.title}\n{matter.text}"


WORDINGS: dict[str, Callable[[Matter], str]] = {
    "received": _received,
    "accepted": _accepted,
    "progress": _progress,
    "result": _result,
    "refused": _refused,
    "withdrawn": _withdrawn,
    "new": _whole,
    "correct": _whole,
    **dict.fromkeys(("question", "answer", "urge", "send_back", "recall", "rating"), _said),
}


def _moment(at: datetime | None) -> str:
    return f"{at.astimezone(CHINA):%Y-%m-%d %H:%M}" if at else ""


def _ending(matter: Matter) -> str:
    return ENDING_NAMES[Ending(matter.closed_as)] if matter.closed_as else ""
