"""Who called in vain, and has to be called back: one open row for each number (未接回拨)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.identity import new_id
from hotline.records.models import Call, MissedCaller, MissedEntry
from hotline.records.queries.calls import number_of
from hotline.records.sealing import seal
from hotline.rules.calls import HARASSING, WAITING, CallState
from hotline.steps.storing.book import Writing, book

CALLED_AGAIN = "called_again"


def note_missed(call: Call, before: str, *, at: datetime) -> None:
    """After a change of a call: one that was given up joins the list, one answered leaves it."""
    if call.number_index is None or call.state == before:
        return
    if call.state == CallState.ABANDONED:
        _missed(call)
    elif before in (*WAITING, CallState.ABANDONED) and call.answered_at is not None:
        _reached(call, at)


def _missed(call: Call) -> None:
    ended = call.ended_at or call.offered_at
    same = Call.objects.filter(number_index=call.number_index)
    if same.filter(offered_at__gte=call.offered_at, answered_at__gte=ended).exists():
        return  # it is told late: they have been reached meanwhile
    row = _open_row(call)
    facts = {"call": call, "last_at": ended, "waited": ended - call.offered_at}
    if row is not None:
        more = {"times": row.times + 1, "last_at": max(row.last_at, ended)}
        book().write(Writing(changes=[(row, {**facts, **more})]))
        return
    pk = new_id()
    sealed = seal("missed", "number", pk, number_of(call))
    new = MissedCaller(
        id=pk,
        number_sealed=sealed,
        number_index=call.number_index,
        first_at=ended,
        is_harassing=same.filter(outcome=HARASSING).exists(),
        **facts,
    )
    book().write(Writing(rows=[new]))


def _reached(call: Call, at: datetime) -> None:
    """They called again and were answered: nobody need call them."""
    row = _open_row(call)
    if row is None:
        return
    entry = MissedEntry(missed=row, at=at, verb=CALLED_AGAIN)
    book().write(Writing(rows=[entry], changes=[(row, {"done_at": at, "how": CALLED_AGAIN})]))


def _open_row(call: Call) -> MissedCaller | None:
    rows = MissedCaller.objects.select_for_update(no_key=True, of=("self",))
    return rows.filter(number_index=call.number_index, done_at=None).first()
