"""Rule: it is decided whose duty the case is; the ruling binds, and becomes a dispatch rule.

Source: 潍坊市 art. 22–24: after a ruling there is no further return. The 2022 seed's pharmacies
(市场监管 or 商务) are such a dispute.
"""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Case, Department, Staff
from hotline.rules.life import Status
from hotline.rules.workdays import CHINA
from hotline.steps.dispatch import give, need_handling_unit, superior_due_of
from hotline.steps.duty.dispute import open_ruling
from hotline.steps.moving import Change, Refused, moving
from hotline.steps.recall import take_away
from hotline.steps.seeing import seen_by
from hotline.steps.shares import lead_share
from hotline.steps.write_dispatch_rule import rule_from_ruling


def rule(
    case: Case,
    *,
    unit: Department | None,
    reason: str,
    by: Staff | None,
    at: datetime,
    basis: str = "",
    seen: int | None = None,
) -> Case:
    """Decide for `unit`: it keeps the case, or gets it now with clocks of its own."""
    if unit is None:
        raise Refused("unit", "请选择裁定由哪个单位办理。")
    if not reason.strip():
        raise Refused("reason", "请写明裁定的理由，今后同类工单将据此派单。")
    need_handling_unit(case, unit, at.astimezone(CHINA).date(), "unit")
    with moving(case, "rule", by=by, at=at, seen=seen) as change:
        kept = rule_from_ruling(case, unit, reason=reason, basis=basis, by=by, at=at)
        if kept._state.adding:
            change.add(kept)
        change.change(
            open_ruling(case),
            decided_at=at,
            decided_by=by,
            unit=unit,
            reason=reason.strip(),
            basis=basis.strip(),
            rule=kept,
        )
        _bind(change, unit)
        change.note = reason.strip()
        change.details = {**change.details, "unit": unit.code}
    return case


def _bind(change: Change, unit: Department) -> None:
    """Leave the case with the unit that has it, or give it to the other one."""
    case, share = change.case, lead_share(change.case)
    if share.department_id == unit.pk:
        change.lead_to(Status.IN_HANDLING)
        change.change(share, bound=True)
        return
    change.lead_to(Status.AWAITING_SIGNATURE)
    ended = take_away(change, "ruled_away")
    given = give(change, unit, superior=superior_due_of(case), bound=True)
    change.set(seen_by=seen_by(case, [given], without=ended))
