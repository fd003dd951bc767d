"""Sign: the unit confirms that the case has reached it (签收)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Case, Staff
from hotline.steps import clocks
from hotline.steps.moving import moving
from hotline.steps.shares import own_share


def sign(case: Case, *, by: Staff | None, at: datetime, seen: int | None = None) -> Case:
    """Sign for the lead assignment on behalf of its unit."""
    with moving(case, "sign", by=by, at=at, seen=seen) as change:
        share = own_share(case, "sign", by)
        change.change(share, signed_at=at, signed_by=by)
        clocks.stop(change, clocks.running(case, "sign", share))
    return case
