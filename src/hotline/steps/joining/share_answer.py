"""Share the answer: what was found for the main case reaches all that are joined to it."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Case, Staff
from hotline.rules.life import CLOSED, Status
from hotline.steps import clocks
from hotline.steps.moving import Refused, moving
from hotline.steps.storing.book import book

# The answer of a main case that is handled again is no longer the one to be given.
ANSWERED = CLOSED | {Status.AWAITING_CALLBACK, Status.CALLED_BACK}


def share_answer(
    case: Case, *, by: Staff | None, at: datetime, main: Case | None = None, seen: int | None = None
) -> Case:
    """Give a joined case the main case's answer; its own caller is called back next."""
    if main is not None and main.pk != case.joined_to_id:
        raise Refused("main", f"这件工单没有并入 {main.number}，不能共享它的答复。")
    main = main or case.joined_to
    with moving(case, "share_answer", by=by, at=at, seen=seen) as change:
        if main is None or not is_answered(main):
            raise Refused("main", "主工单还没有答复，不能共享；请等主工单审核通过。")
        change.set(answer=main.answer)
        clocks.start_callback(change)
        change.note = main.answer
        change.details = {"main": main.number}
    return case


def is_answered(main: Case) -> bool:
    """Whether a main case has an answer that can be given to those joined to it."""
    return Status(main.status) in ANSWERED and bool(main.answer.strip())


def share_with_joined(main: Case, *, at: datetime) -> None:
    """Share the answer of `main` with every case that is joined to it."""
    for case in book().joined_to(main):
        share_answer(case, main=main, by=None, at=at)
