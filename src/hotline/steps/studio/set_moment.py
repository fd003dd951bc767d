"""Set the moment: as of when a draft's figures are counted (统计截至)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localtime

from hotline.records.models import Bulletin, Staff
from hotline.rules.workdays import CHINA
from hotline.steps.bulletin_moving import move_bulletin
from hotline.steps.draft import hold
from hotline.steps.moving import Refused


def set_moment(
    bulletin: Bulletin, moment: datetime | None, *, by: Staff | None, at: datetime
) -> Bulletin:
    """Count as of `moment`; None counts as of the publication."""
    if moment is not None and moment > at:
        raise Refused("moment", "统计截至的时刻晚于现在，请改正。")
    if moment is not None and moment.astimezone(CHINA).date() <= bulletin.ends_on:
        raise Refused("moment", "统计截至的时刻应在统计期之后，请改正。")
    said = f"{localtime(moment, CHINA):%Y-%m-%d %H:%M}" if moment is not None else "发布时"
    with transaction.atomic():
        hold(bulletin)
        move_bulletin(bulletin, "edit", by=by, at=at, note=f"统计截至：{said}", as_of=moment)
    return bulletin
