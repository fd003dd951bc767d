"""Factors: a second factor is kept or goes, each journaled, and the account says whether it has
one (添加、移除、清除二次验证)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from hotline.records.models import Authenticator, RecoveryCode, Staff
from hotline.rules.second_factor import KINDS
from hotline.steps.access.sessions import cut_sessions
from hotline.steps.moving import Refused, permit
from hotline.steps.setup.staff_moving import staff_entry
from hotline.steps.storing.book import LostRace, Writing, book

MOST = 10
NAME_LENGTH = 40


def need_room(person: Staff, name: str) -> None:
    """Refuse a factor without a name to tell it by, and more than anybody needs."""
    name = name.strip()
    if not name or len(name) > NAME_LENGTH or not name.isprintable():
        raise Refused("name", f"请填写名称，不超过 {NAME_LENGTH} 个字，例如“我的手机”。")
    if Authenticator.objects.filter(staff=person, removed_at=None).count() >= MOST:
        raise Refused("name", f"最多 {MOST} 个；请先移除不用的。")


def keep_factor(row: Authenticator, *, at: datetime) -> None:
    """Store what its owner has just proved to have."""
    person = row.staff
    entry = staff_entry("add_factor", person, by=person, at=at, after={"factor": called(row)})
    with transaction.atomic():
        book().write(Writing(rows=[row, entry]))
        _mark(person, has_one=True)


def remove_factor(person: Staff, factor: UUID, *, at: datetime) -> None:
    """The owner no longer uses it; with the last one the recovery codes go too."""
    with transaction.atomic():
        held = _held(person)
        row = next((each for each in held if each.pk == factor), None)
        if row is None:
            raise LostRace("二次验证")
        _drop([row], person, at=at, is_last=len(held) == 1)
        after = {"factor": called(row)}
        entry = staff_entry("remove_factor", person, by=person, at=at, after=after)
        book().write(Writing(rows=[entry]))


def take_factors(person: Staff, *, by: Staff, at: datetime) -> None:
    """Take away what a person has lost, so that they get in by password and set up anew.

    Never one's own: who holds an unlocked screen must not get rid of it. All sessions end.
    """
    permit(by, "manage_staff")
    if by.pk == person.pk:
        raise Refused("person", "本人的二次验证请在“我的账号”中更换，或由另一位安全管理员清除。")
    with transaction.atomic():
        held = _held(person)
        if not held:
            raise Refused("person", "这个账号没有二次验证，不必清除。")
        _drop(held, person, at=at, is_last=True)
        cut_sessions(person, why="factor", at=at)
        after = {"factor": "、".join(called(row) for row in held)}
        entry = staff_entry("take_factors", person, by=by, at=at, after=after)
        book().write(Writing(rows=[entry]))


def called(row: Authenticator) -> str:
    """A factor as a journal names it."""
    return f"{KINDS[row.kind]}“{row.name}”"


def _held(person: Staff) -> list[Authenticator]:
    """The factors in use, which nobody else may change meanwhile."""
    Staff.objects.select_for_update(no_key=True).get(pk=person.pk)
    return list(Authenticator.objects.filter(staff=person, removed_at=None))


def _drop(rows: list[Authenticator], person: Staff, *, at: datetime, is_last: bool) -> None:
    """Forget the secrets; that there was such a factor stays."""
    Authenticator.objects.filter(pk__in=[row.pk for row in rows]).update(
        removed_at=at, secret=None, credential=None, public_key=None
    )
    if is_last:
        RecoveryCode.objects.filter(staff=person, used_at=None).update(used_at=at)
        _mark(person, has_one=False)


def _mark(person: Staff, *, has_one: bool) -> None:
    """The account says it, so that signing in and every page know it without asking."""
    Staff.objects.filter(pk=person.pk).update(has_second_factor=has_one)
    person.has_second_factor = has_one
