"""Lend: while a person is away, a deputy may do some of their work (安排代班、结束代班)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from hotline.records.models import Delegation, Staff, StaffEntry
from hotline.rules.delegation import LONGEST_DAYS, lendable, may_be_lent
from hotline.rules.permits import PERMITS
from hotline.rules.workdays import CHINA
from hotline.steps.moving import Refused
from hotline.steps.setup.staff_moving import staff_entry
from hotline.steps.storing.book import LostRace, Writing, book

ARRANGE = "arrange_deputies"
REASON_LENGTH = 100


def may_arrange(by: Staff, lender: Staff) -> bool:
    """Whether `by` says who stands in for `lender`: they themself, or who arranges it in their
    unit, or in the office."""
    if by.pk == lender.pk:
        return True
    return ARRANGE in by.own_permits and by.department_id == lender.department_id


def lend(
    lender: Staff,
    *,
    deputy: Staff,
    permits: Sequence[str],
    starts_on: date,
    ends_on: date,
    by: Staff,
    at: datetime,
    reason: str = "",
) -> Delegation:
    """Lend these permits for these days; they are the deputy's from the first through the last."""
    if not may_arrange(by, lender):
        raise Refused("lender", "只能安排本人、本单位或本办公室人员的代班。")
    _need_pair(lender, deputy)
    _need_days(starts_on, ends_on, at)
    _need_permits(lender, deputy, permits)
    if len(reason) > REASON_LENGTH:
        raise Refused("reason", f"事由不超过 {REASON_LENGTH} 个字。")
    row = Delegation(
        lender=lender,
        deputy=deputy,
        permits=sorted(set(permits)),
        starts_on=starts_on,
        ends_on=ends_on,
        reason=reason.strip(),
        made_at=at,
        made_by=by,
    )
    with transaction.atomic():
        _need_free(lender, starts_on, ends_on)
        until = max(filter(None, (deputy.lent_until, ends_on)))
        Staff.objects.filter(pk=deputy.pk).update(lent_until=until)
        book().write(Writing(rows=[row, _entry("lend", row, by=by, at=at)]))
    deputy.lent_until = until
    return row


def end_lending(row: Delegation, *, by: Staff, at: datetime) -> None:
    """End it before its last day: whoever arranges it may, and the deputy who cannot go on."""
    if by.pk != row.deputy_id and not may_arrange(by, row.lender):
        raise Refused("lender", "只能结束本人、本单位或本办公室人员的代班。")
    close_lending(row, by=by, at=at)


def close_lending(row: Delegation, *, by: Staff | None, at: datetime) -> None:
    """The end itself, also as a part of a larger step."""
    if row.ended_at is not None:
        raise LostRace("代班")
    entry = _entry("end_lending", row, by=by, at=at)
    book().write(Writing(changes=[(row, {"ended_at": at, "ended_by": by})], rows=[entry]))


def _need_pair(lender: Staff, deputy: Staff) -> None:
    if deputy.pk == lender.pk:
        raise Refused("deputy", "代班人不能是本人。")
    if not (deputy.is_active and lender.is_active):
        raise Refused("deputy", "账号已停用，请另选代班人。")
    if deputy.department_id != lender.department_id:
        raise Refused("deputy", "代班人必须与被代班人同在一个单位（或同在热线办公室）。")


def _need_days(starts_on: date, ends_on: date, at: datetime) -> None:
    today = at.astimezone(CHINA).date()
    if ends_on < starts_on:
        raise Refused("ends_on", "结束日期早于开始日期，请改正。")
    if starts_on < today:
        raise Refused("starts_on", "开始日期早于今天，请改为今天或以后。")
    if (ends_on - starts_on).days >= LONGEST_DAYS:
        raise Refused(
            "ends_on", f"一次代班最长 {LONGEST_DAYS} 天；更久的，请由安全管理员调整岗位。"
        )


def _need_permits(lender: Staff, deputy: Staff, permits: Sequence[str]) -> None:
    """Refuse what cannot be lent to this person, by name, rather than lend less than was meant."""
    if not permits:
        raise Refused("permits", "请至少选择一项权限。")
    own = lender.own_permits
    unknown = [permit for permit in permits if permit not in lendable(own)]
    if unknown:
        names = "、".join(PERMITS.get(permit, permit) for permit in unknown)
        raise Refused("permits", f"“{names}”不能出借，请去掉。")
    held = deputy.own_permits
    kept = {*may_be_lent(permits, of=own, beside=held), *held}
    apart = [PERMITS[permit] for permit in permits if permit not in kept]
    if apart:
        raise Refused(
            "permits",
            f"“{'、'.join(apart)}”与代班人的岗位或同时出借的权限不能由同一人担任，请去掉。",
        )
    if held.issuperset(permits):
        raise Refused("permits", "代班人的岗位已有这些权限，不必代班。")


def _need_free(lender: Staff, starts_on: date, ends_on: date) -> None:
    """One deputy at a time: else nobody would know who has the work."""
    Staff.objects.select_for_update(no_key=True).get(pk=lender.pk)
    over = Delegation.objects.filter(
        lender=lender, ended_at=None, starts_on__lte=ends_on, ends_on__gte=starts_on
    ).select_related("deputy")
    other = over.first()
    if other is not None:
        raise Refused(
            "starts_on",
            f"这几天已由 {other.deputy.name} 代班（{other.starts_on:%m-%d} 至 "
            f"{other.ends_on:%m-%d}），请先结束那一次或改日期。",
        )


def _entry(verb: str, row: Delegation, *, by: Staff | None, at: datetime) -> StaffEntry:
    after = {
        "lender": row.lender.name,
        "deputy": row.deputy.name,
        "days": f"{row.starts_on:%Y-%m-%d} 至 {row.ends_on:%Y-%m-%d}",
        "permits": [PERMITS.get(permit, permit) for permit in row.permits],
    }
    return staff_entry(verb, row.lender, by=by, at=at, after=after)
