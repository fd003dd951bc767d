"""Keep apart: a person holds that two cases are not the same matter, and is not asked again."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import SameMatter, Staff
from hotline.records.scope import everything
from hotline.steps.moving import Refused, permit
from hotline.steps.storing.book import Writing, book


@everything()
def keep_apart(pair: SameMatter, *, by: Staff, at: datetime) -> None:
    """Say so; said again it changes nothing."""
    permit(by, "join")
    if pair.state == "apart":
        return
    if pair.case.joined_to_id is not None and pair.case.joined_to_id == pair.other_id:
        raise Refused("state", "这两件已经并单；如需分开，请在工单页拆单。")
    facts = {"state": "apart", "settled_at": at, "settled_by": by}
    book().write(Writing(changes=[(pair, facts)]))
