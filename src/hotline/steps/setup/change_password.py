"""Change one's password: only the person knows it afterwards (修改密码)."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.hashers import make_password

from hotline.records.models import Staff
from hotline.steps.access.sessions import cut_sessions
from hotline.steps.moving import Refused
from hotline.steps.setup.account_facts import need_password
from hotline.steps.setup.staff_moving import moving_staff


def change_password(
    person: Staff, *, old: str, new: str, at: datetime, keep: int | None = None
) -> None:
    """Store the new password of `person`, who does this for themself and so knows the old one.

    All other sessions of the account end but the one in hand (`keep`).
    """
    with moving_staff(person, "change_password", by=person, at=at) as change:
        if not change.person.check_password(old):
            raise Refused("old", "现在的密码不正确，请重新输入。")
        if new == old:
            raise Refused("new", "新密码与现在的相同，请换一个。")
        need_password(new, change.person, "new")
        change.set(password=make_password(new), must_change_password=False)
        cut_sessions(person, why="password", at=at, keep=keep)
