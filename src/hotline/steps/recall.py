"""Recall: the office takes the case back from the unit, to give it to another one (收回改派)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Assignment, Case, Staff
from hotline.steps import clocks
from hotline.steps.duty.dispute import lapse_questions
from hotline.steps.ending import end_shares
from hotline.steps.moving import Change, Refused, moving
from hotline.steps.seeing import seen_by
from hotline.steps.waiting.request_extension import lapse_extension


def recall(
    case: Case, *, reason: str, by: Staff | None, at: datetime, seen: int | None = None
) -> Case:
    """End every share; the units lose sight of the case, which waits to be dispatched again."""
    if not reason.strip():
        raise Refused("reason", "请写明收回的原因。")
    with moving(case, "recall", by=by, at=at, seen=seen) as change:
        lapse_questions(change)
        take_away(change, "recalled")
        change.note = reason.strip()
    return case


def take_away(change: Change, ended_as: str) -> list[Assignment]:
    """Finish every share as `ended_as`: nobody leads any more, and nobody sees it for this.

    Gives the shares that were finished.
    """
    lapse_extension(change)
    ended = end_shares(change, ended_as)
    for share in ended:
        clocks.stop(change, clocks.running(change.case, assignment=share))
    change.set(lead=None, due_at=None, seen_by=seen_by(change.case, without=ended))
    return ended
