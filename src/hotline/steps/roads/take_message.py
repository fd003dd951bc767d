"""Take a message: another system says something about a case that is here (收到来文)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Case, Road, Staff
from hotline.rules.arrivals import LIMITS
from hotline.rules.roads import KINDS
from hotline.steps.moving import Refused, moving
from hotline.steps.roads.calling_attention import CALLS, call_attention

# What a person can note down that a superior said; a matter and its corrections have forms of
# their own.
SAID_TO_US = ("question", "urge", "answer", "send_back", "recall")


def take_message(
    case: Case, *, kind: str, text: str, by: Staff | None, at: datetime, seen: int | None = None
) -> Case:
    """A person notes what the superior said; nothing of the case changes by itself."""
    if kind not in SAID_TO_US:
        names = "、".join(KINDS[each] for each in SAID_TO_US)
        raise Refused("kind", f"请选择来文的种类：{names}。")
    if not text.strip():
        raise Refused("text", "请填写来文的内容。")
    return _taken(case, kind, text, None, by=by, at=at, seen=seen)


def take_message_by_road(case: Case, road: Road, *, kind: str, text: str, at: datetime) -> Case:
    """Another system says it."""
    return _taken(case, kind, text, road, by=None, at=at)


def take_message_of_citizen(case: Case, *, text: str, at: datetime) -> Case:
    """The citizen says more on the citizens' site; who is told of it, the caller sees to."""
    return _taken(case, "more", text, None, by=None, at=at, calls=False)


def _taken(
    case: Case,
    kind: str,
    text: str,
    road: Road | None,
    *,
    by: Staff | None,
    at: datetime,
    seen: int | None = None,
    calls: bool = True,
) -> Case:
    if kind not in KINDS:
        raise Refused("kind", "请选择来文的种类。")
    if len(text) > LIMITS["text"]:
        raise Refused("text", f"来文超过 {LIMITS['text']} 个字，请把全文作为附件。")
    with moving(case, "take_message", by=by, at=at, seen=seen) as change:
        change.note = text.strip()
        change.details = {"kind": kind, "road": road.name if road is not None else ""}
        if calls and kind in CALLS:
            call_attention(change, CALLS[kind])
    return case
