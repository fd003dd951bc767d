"""Change a role (更改岗位权限): which permits it carries; it holds from the next request on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from hotline.records.models import Role, Staff
from hotline.rules.permits import PERMITS, held_together, permits_of
from hotline.rules.reference.tables import ROLES
from hotline.rules.workdays import CHINA
from hotline.steps.moving import Refused
from hotline.steps.reference.keeping import changing
from hotline.steps.setup.staff_moving import staff_entry

PERMIT = "manage_staff"


def change_role(
    role: Role,
    *,
    permits: Sequence[str],
    reason: str,
    by: Staff | None,
    at: datetime,
    seen: str | None = None,
) -> None:
    """Give the role these permits and no others; what is kept apart is refused, also in persons."""
    today = at.astimezone(CHINA).date()
    with changing(
        ROLES, role.code, reason=reason, begins=today, by=by, at=at, seen=seen, needs=PERMIT
    ) as change:
        role.refresh_from_db()
        wanted = [permit for permit in PERMITS if permit in permits]
        if set(wanted) == set(role.permits):
            raise Refused("permits", "没有改动，不必保存。")
        _need_apart(role, wanted)
        _need_keeper(role, wanted)
        change.before = {"code": role.code, "name": role.name, "permits": list(role.permits)}
        change.after = {**change.before, "permits": wanted}
        told = [{"role": role.name, "permits": _names(facts["permits"])}
                for facts in (change.before, change.after)]  # fmt: skip
        change.set(role, permits=wanted)
        change.add(staff_entry("change_role", None, by=by, at=at, before=told[0], after=told[1]))


def _names(permits: Sequence[str]) -> list[str]:
    return [PERMITS.get(permit, permit) for permit in permits]


def _need_apart(role: Role, wanted: Sequence[str]) -> None:
    """Neither the role nor anybody who holds it with others may hold what is kept apart."""
    if pair := held_together(wanted):
        one, other = _names(pair)
        raise Refused("permits", f"“{one}”和“{other}”不能放在同一岗位（三权分立），请去掉一个。")
    holders = Staff.objects.filter(roles=role, is_active=True).prefetch_related("roles")
    for person in holders:
        others = (each.permits for each in person.roles.all() if each.pk != role.pk)
        if pair := held_together(permits_of([*others, wanted])):
            one, other = _names(pair)
            raise Refused(
                "permits",
                f"{person.name}（{person.username}）还有别的岗位，这样会同时有“{one}”和“{other}”"
                "（三权分立）；请先更改其岗位。",
            )


def _need_keeper(role: Role, wanted: Sequence[str]) -> None:
    """Somebody can still give rights afterwards."""
    if PERMIT in wanted or PERMIT not in role.permits:
        return
    keepers = Role.objects.filter(permits__contains=[PERMIT]).exclude(pk=role.pk)
    if not Staff.objects.filter(roles__in=keepers, is_active=True).exists():
        raise Refused("permits", "去掉“管理人员”后就没有人能管理账号了，请先交给另一个岗位。")
