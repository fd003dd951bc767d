"""Set a password: a person who forgot theirs gets a new one to sign in with once (重设密码)."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.hashers import make_password

from hotline.records.models import Staff
from hotline.steps.access.sessions import cut_sessions
from hotline.steps.moving import Refused, permit
from hotline.steps.setup.account_facts import first_password
from hotline.steps.setup.staff_moving import moving_staff


def set_password(person: Staff, *, by: Staff | None, at: datetime) -> str:
    """Give the person a new first password, which nobody can read a second time.

    All sessions of the account end with its old password.
    """
    permit(by, "manage_staff")
    if by is not None and by.pk == person.pk:
        raise Refused("person", "本人的密码请在“修改密码”中更改。")
    password = first_password()
    with moving_staff(person, "set_password", by=by, at=at) as change:
        if not change.person.is_active:
            raise Refused("person", "这个账号已经停用；请先启用，启用时会给出新密码。")
        change.set(password=make_password(password), must_change_password=True)
        cut_sessions(person, why="password", at=at)
    return password
