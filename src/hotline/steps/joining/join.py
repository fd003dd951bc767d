"""Join: the same matter came twice; it is handled once, for both callers (并单)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Case, Staff
from hotline.rules.life import ACCEPTED, STATUS_NAMES, Status
from hotline.steps import clocks
from hotline.steps.accept import need_classification
from hotline.steps.ending import end_shares
from hotline.steps.moving import Change, Refused, moving
from hotline.steps.seeing import seen_by
from hotline.steps.storing.book import book, together
from hotline.steps.waiting.request_extension import lapse_extension

# From here on the main case's answer has been given: it can no longer be shared.
ANSWERED = frozenset({Status.AWAITING_CALLBACK, Status.CALLED_BACK})


def join(
    case: Case,
    *,
    main: Case | None,
    by: Staff | None,
    at: datetime,
    reason: str = "",
    seen: int | None = None,
) -> Case:
    """Handle `case` with `main`; its caller keeps a callback and a rating of their own."""
    if main is None:
        raise Refused("main", "请填写主工单的编号。")
    need_classification(case)
    with together():
        book().hold(case, main)
        _need_fitting(case, main)
        with moving(case, "join", by=by, at=at, seen=seen) as change:
            _put_with(change, main)
            change.note = reason.strip()
    return case


def _put_with(change: Change, main: Case) -> None:
    """Take the case from its units: what is done, is done on the main one."""
    case = change.case
    lapse_extension(change)
    ended = end_shares(change, "joined")
    for share in ended:
        clocks.stop(change, clocks.running(case, assignment=share))
    change.set(
        joined_to=main,
        lead=None,
        due_at=None,
        accepted_at=case.accepted_at or change.at,
        seen_by=seen_by(case, without=ended),
    )
    change.details = {"main": main.number}


def _need_fitting(case: Case, main: Case) -> None:
    """Refuse what cannot be handled for both."""
    if main.pk == case.pk:
        raise Refused("main", "不能与自己并单，请填写另一件工单的编号。")
    if main.status == Status.JOINED:
        raise Refused("main", f"工单 {main.number} 自己已并入另一件，请填写那件主工单的编号。")
    if Status(main.status) not in ACCEPTED - ANSWERED:
        name = STATUS_NAMES[Status(main.status)]
        raise Refused("main", f"主工单 {main.number} 现为“{name}”，不能再并入；请改为告知进展。")
    if any(True for _ in book().joined_to(case)):
        raise Refused("main", "这件工单自己有并入的工单，请先拆单，或把它作为主工单。")
    if case.confidential or main.confidential:
        raise Refused("main", "保密工单不能并单，请单独办理。")
    if list(case.accused) != list(main.accused):
        raise Refused("main", "两件工单的被举报单位不同，不能并单，请单独办理。")
