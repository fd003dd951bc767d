"""Take a message: another system says something about a case that is here (收到来文)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Case, Road, Staff
from hotline.rules.arrivals import LIMITS
from hotline.rules.roads import KINDS
from hotline.steps.moving import Refused, moving


def take_message(
    case: Case,
    *,
    kind: str,
    text: str,
    by: Staff | None,
    at: datetime,
    road: Road | None = None,
    seen: int | None = None,
) -> Case:
    """Note in the journal what was said; nothing of the case changes by itself."""
    if kind not in KINDS:
        raise Refused("kind", "请选择来文的种类。")
    if len(text) > LIMITS["text"]:
        raise Refused("text", f"来文超过 {LIMITS['text']} 个字，请把全文作为附件。")
    with moving(case, "take_message", by=by, at=at, seen=seen) as change:
        change.note = text.strip()
        change.details = {"kind": kind, "road": road.name if road is not None else ""}
    return case
