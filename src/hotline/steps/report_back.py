"""Report back: a unit that assists, or one below, tells what it did (报送办理结果)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Assignment, Case, Staff
from hotline.rules.blanks import still_blank
from hotline.steps import clocks
from hotline.steps.moving import Refused, moving
from hotline.steps.shares import own_share, unit_of


def report_back(
    case: Case,
    *,
    handling: str,
    by: Staff | None,
    at: datetime,
    of: Assignment | None = None,
    seen: int | None = None,
) -> Case:
    """Finish one's own share with its account; the leading unit replies for all.

    `of` is the share where the system itself says it for a unit that is another installation.
    """
    if not handling.strip():
        raise Refused("handling", "请填写办理情况。")
    if blank := still_blank(handling):
        raise Refused("handling", blank)
    with moving(case, "report_back", by=by, at=at, seen=seen) as change:
        share = of or own_share(case, "report_back", by)
        change.change(
            share,
            signed_at=share.signed_at or at,
            signed_by=share.signed_by or by,
            handling=handling.strip(),
            replied_at=at,
            replied_by=by,
            finished_at=at,
            ended_as="replied",
        )
        clocks.stop(change, clocks.running(case, assignment=share))
        change.note = handling.strip()
        change.details = {"unit": unit_of(share).code, "part": share.part}
    return case
