"""Settle a promise: a person says whether the unit did by its day what it promised (承诺兑现)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Promise, Staff
from hotline.records.queries.reference import covers, departments
from hotline.rules.permits import NotPermitted
from hotline.rules.promises import SETTLED
from hotline.steps.moving import Refused
from hotline.steps.storing.book import LostRace, Writing, book

LONGEST = 500


def settle_promise(
    promise: Promise, *, outcome: str, note: str, by: Staff, at: datetime
) -> Promise:
    """Mark it kept or broken, with a word on how that is known; a supervisor may, and the unit
    itself and those above it."""
    own = by.may("reply") and covers(by.department, departments()[promise.unit_id])
    if not own and not by.may("supervise"):
        raise NotPermitted("supervise")
    if outcome not in SETTLED:
        raise Refused("outcome", "请选择已兑现或未兑现。")
    if not note.strip():
        raise Refused("note", "请写明怎么知道的，例如：现场查看已恢复路面。")
    if len(note.strip()) > LONGEST:
        raise Refused("note", f"说明超过 {LONGEST} 个字，请缩短。")
    if promise.outcome:
        raise LostRace("这项承诺")
    facts = {"outcome": outcome, "note": note.strip(), "settled_at": at, "settled_by": by}
    book().write(Writing(changes=[(promise, facts)]))
    return promise
