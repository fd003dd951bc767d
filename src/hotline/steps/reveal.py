"""Reveal: show a citizen's sealed data to a person who may see it, and keep who, when and why."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Case, Citizen, Reveal, Staff
from hotline.records.sealing import unseal
from hotline.steps.moving import Refused, permit
from hotline.steps.storing.book import Writing, book

FIELDS = {"name": "姓名", "phone": "电话", "home": "住址"}
SHORTEST_REASON = 2


def reveal(case: Case, field: str, *, reason: str, by: Staff, at: datetime) -> str:
    """The unsealed value of `field`; the look is journaled before the value is given."""
    permit(by, "reveal")
    if field not in FIELDS:
        raise Refused("field", "请选择要查看的信息：姓名、电话或住址。")
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refused("reason", "请填写查看理由，例如“回访”“核实地址”。")
    citizen = case.citizen
    if citizen is None:
        raise Refused("field", "这件工单没有诉求人信息（匿名）。")
    look = Reveal(
        citizen=citizen, case=case, field=field, reason=reason.strip()[:300], at=at, by=by
    )
    book().write(Writing(rows=[look]))
    return personal(citizen, field)


def personal(citizen: Citizen, field: str) -> str:
    """One sealed fact in plain text; only for steps that keep an account of it."""
    return unseal("citizen", field, citizen.pk, getattr(citizen, f"{field}_sealed"))
