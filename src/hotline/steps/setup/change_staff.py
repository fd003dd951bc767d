"""Change staff: another name, unit or other roles for a person (更改账号)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from hotline.records.models import Department, Role, Staff
from hotline.steps.access.sessions import cut_sessions
from hotline.steps.moving import Refused, permit
from hotline.steps.setup.account_facts import need_name, need_roles, need_unit
from hotline.steps.setup.staff_moving import moving_staff


def change_staff(
    person: Staff,
    *,
    name: str,
    roles: Sequence[Role],
    department: Department | None,
    by: Staff | None,
    at: datetime,
    seen: int | None = None,
) -> None:
    """Give the person this name, unit and these roles; they hold from the next request on.

    Who loses a role or leaves a unit is signed out everywhere: no page of the old work stays open.
    """
    permit(by, "manage_staff")
    with moving_staff(person, "change", by=by, at=at, seen=seen) as change:
        row, name = change.person, name.strip()
        moves = row.department != department
        regroups = set(row.roles.all()) != set(roles)
        if not (moves or regroups or row.name != name):
            raise Refused("name", "没有改动，不必保存。")
        if by is not None and by.pk == row.pk and (moves or regroups):
            raise Refused("roles", "不能更改本人的单位和岗位，请由另一位安全管理员办理。")
        need_name(name)
        if moves:
            need_unit(department, at)
        need_roles(roles, department)
        change.set(name=name, department=department)
        change.give(roles)
        if moves or set(row.roles.all()) - set(roles):
            cut_sessions(row, why="roles", at=at)
