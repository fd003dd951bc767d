"""Reveal: show a citizen's sealed data to a person who may see it, and keep who, when and why."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Case, Citizen, Reveal, Staff
from hotline.records.queries.access import knows_caller
from hotline.records.sealing import unseal
from hotline.steps.moving import Refused, permit
from hotline.steps.storing.book import Writing, book

FIELDS = {"name": "姓名", "phone": "电话", "home": "住址"}
SHORTEST_REASON = 2
REASON_LENGTH = 300


def reveal(case: Case, field: str, *, reason: str, by: Staff, at: datetime) -> str:
    """The unsealed value of `field`; the look is journaled before the value is given."""
    permit(by, "reveal")
    if field not in FIELDS:
        raise Refused("field", "请选择要查看的信息：姓名、电话或住址。")
    why = need_reason(reason)
    if not knows_caller(by, case):
        raise Refused("field", "这是保密工单，不向承办单位提供诉求人信息；需联系的请由热线转达。")
    citizen = case.citizen
    if citizen is None:
        raise Refused("field", "这件工单没有诉求人信息（匿名）。")
    look = Reveal(citizen=citizen, case=case, field=field, reason=why, at=at, by=by)
    book().write(Writing(rows=[look]))
    return personal(citizen, field)


def need_reason(reason: str) -> str:
    """The reason of a look as it is kept; refused where there is none to speak of."""
    why = reason.strip()[:REASON_LENGTH]
    if len(why) < SHORTEST_REASON:
        raise Refused("reason", "请填写查看理由，例如“回访”“核实地址”。")
    return why


def personal(citizen: Citizen, field: str) -> str:
    """One sealed fact in plain text; only for steps that keep an account of it."""
    return unseal("citizen", field, citizen.pk, getattr(citizen, f"{field}_sealed"))
