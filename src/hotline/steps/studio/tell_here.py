"""Tell here: somebody has an item open for rewriting, and the others see it at once (正在修改)."""

from __future__ import annotations

from hotline.records.models import BulletinItem, Staff
from hotline.rules.hearing import Audience
from hotline.steps.bulletin_moving import WORK_ON
from hotline.steps.moving import permit
from hotline.steps.storing.live import tell_live


def tell_here(item: BulletinItem, *, by: Staff) -> None:
    """Say so to who works on bulletins; nothing is kept of it."""
    permit(by, "draft_bulletin")
    about = {"bulletin": str(item.bulletin_id), "item": str(item.pk)}
    tell_live(Audience(permits=WORK_ON), "bulletin_here", {**about, "by": by.pk})
