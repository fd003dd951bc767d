"""The gate: nothing is handed on or published while a finding is open (隐私与数字核对)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Bulletin
from hotline.records.queries.bulletin_checks import checked
from hotline.records.queries.bulletins import Draft, draft
from hotline.steps.moving import Refused


def need_clean(bulletin: Bulletin, at: datetime, written: Draft | None = None) -> None:
    """Refuse a bulletin with an open finding that must be mended or cleared by a named person."""
    found = checked(bulletin, written or draft(bulletin, at))
    still = [row for row in found if row.must and row.cleared is None]
    if still:
        first = still[0]
        more = f"等 {len(still)} 处" if len(still) > 1 else ""
        raise Refused(
            "items",
            f"{first.where}：{first.title}{more}没有处理，请在“检查”中改正，或写明理由放行后再办理。",
        )
