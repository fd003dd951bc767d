"""Answer the missed: take a missed caller on, look at the number, call, and say what came of it.

Each of these is an entry of the row's journal; a look at the number is one of the journal of looks
as well, which the audit reads.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from hotline.records.models import MissedCaller, MissedEntry, Reveal, Staff
from hotline.records.queries.missed import missed_number
from hotline.steps.moving import Refused, permit
from hotline.steps.storing.book import Writing, book, together

CALLS_BACK = "call_missed"
WHY = "回拨未接来电"
NOTE_LENGTH = 300
SHORTEST_NOTE = 2


def take_missed(row: MissedCaller, *, by: Staff, at: datetime) -> None:
    """I call them: others see it; taking over from somebody else is no fault."""
    _note(row, "take", f"{by.name}认领", {"taken_by": by}, by=by, at=at)


def release_missed(row: MissedCaller, *, by: Staff, at: datetime) -> None:
    """Somebody else is to call them."""
    _note(row, "release", f"{by.name}放回", {"taken_by": None}, by=by, at=at)


def look_at_missed(row: MissedCaller, *, by: Staff, at: datetime) -> str:
    """The number, to be dialled; the look is kept before it is given."""
    with together():
        held = _open(row, by)
        look = Reveal(call=held.call, field="phone", reason=WHY, at=at, by=by)
        book().write(Writing(rows=[look]))
        _note(row, "look", f"{by.name}查看号码", {"taken_by": by}, by=by, at=at)
    return missed_number(row)


def try_missed(row: MissedCaller, *, note: str = "", by: Staff, at: datetime) -> None:
    """Called, and not reached."""
    said = f"未打通：{note.strip()}" if note.strip() else "未打通"
    _note(row, "try", said, {"tries": row.tries + 1, "taken_by": None}, by=by, at=at)


def reach_missed(row: MissedCaller, *, note: str = "", by: Staff, at: datetime) -> None:
    """Called, and reached: done."""
    said = f"已打通：{note.strip()}" if note.strip() else "已打通"
    facts = {"tries": row.tries + 1, "taken_by": by, "done_at": at, "how": "called_back"}
    _note(row, "reach", said, facts, by=by, at=at)


def give_up_missed(row: MissedCaller, *, note: str, by: Staff, at: datetime) -> None:
    """Nobody calls them any more, for a stated reason."""
    if len(note.strip()) < SHORTEST_NOTE:
        raise Refused("note", "请在备注里写明不再回拨的理由，例如“空号”“三次未打通”。")
    facts = {"done_at": at, "how": "given_up"}
    _note(row, "give_up", f"不再回拨：{note.strip()}", facts, by=by, at=at)


def _note(
    row: MissedCaller, verb: str, note: str, facts: dict[str, Any], *, by: Staff, at: datetime
) -> None:
    if len(note) > NOTE_LENGTH:
        raise Refused("note", f"备注超过 {NOTE_LENGTH} 个字，请缩短。")
    with together():
        held = _open(row, by)
        entry = MissedEntry(missed=held, at=at, by=by, verb=verb, note=note)
        book().write(Writing(rows=[entry], changes=[(held, facts)]))


def _open(row: MissedCaller, by: Staff) -> MissedCaller:
    """The row while nobody else changes it; refused where it is done."""
    permit(by, CALLS_BACK)
    rows = MissedCaller.objects.select_for_update(no_key=True, of=("self",))
    held = rows.select_related("call").get(pk=row.pk)
    if held.done_at is not None:
        raise Refused("missed", "这位来电人已经联系上，不必再打；请刷新后再看。")
    return held
