"""Contact: the unit speaks to the citizen before it goes to work (联系诉求人).

The number that was dialled is kept sealed. That it is not the caller's own is flagged: units have
been known to put a number of their staff in the caller's place before the callback.
"""

from __future__ import annotations

from datetime import datetime

from hotline.records.identity import new_id
from hotline.records.models import Assignment, Case, Citizen, Outreach, Staff
from hotline.records.sealing import blind_index, phone_digits, seal
from hotline.steps import clocks
from hotline.steps.moving import Change, Refused, moving
from hotline.steps.shares import own_share

SHORTEST_NUMBER, LONGEST_NUMBER = 3, 20


def contact(
    case: Case,
    *,
    reached: bool | None,
    by: Staff | None,
    at: datetime,
    dialled: str = "",
    note: str = "",
    seen: int | None = None,
) -> Case:
    """Record one try; without `dialled` it was the number that the citizen called from."""
    if reached is None:
        raise Refused("reached", "请选择是否联系上诉求人。")
    need_number(dialled)
    with moving(case, "contact", by=by, at=at, seen=seen) as change:
        share = own_share(case, "contact", by)
        keep_talk(change, share, at, dialled, reached=reached, note=note)
        if reached and share.contacted_at is None:
            change.change(share, contacted_at=at)
            clocks.stop(change, clocks.running(case, "contact", share))
        change.note = note.strip()
        change.details = {"reached": reached}
    return case


def keep_talk(
    change: Change,
    share: Assignment,
    at: datetime,
    dialled: str,
    *,
    reached: bool = True,
    note: str = "",
) -> None:
    """Keep one try of a unit to reach the citizen, the number sealed."""
    row = new_id()
    change.add(
        Outreach(
            id=row,
            case=change.case,
            assignment=share,
            at=at,
            by=change.by,
            reached=reached,
            dialled_sealed=seal("outreach", "dialled", row, dialled.strip()),
            other_number=is_other_number(change.case.citizen, dialled),
            note=note.strip(),
        )
    )


def need_number(dialled: str) -> None:
    """Refuse what cannot be a telephone number."""
    digits = phone_digits(dialled)
    if dialled.strip() and not SHORTEST_NUMBER <= len(digits) <= LONGEST_NUMBER:
        raise Refused("dialled", "请填写实际拨打的电话号码（数字），与来电号码相同的可不填。")


def is_other_number(citizen: Citizen | None, dialled: str) -> bool:
    """Whether a number was dialled that is not the citizen's own."""
    if not dialled.strip():
        return False
    own = citizen.phone_index if citizen is not None else None
    return own is None or bytes(own) != blind_index(dialled)
