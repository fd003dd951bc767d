"""Activate staff: who comes back gets the account again, with a new password (启用账号)."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.hashers import make_password

from hotline.records.models import Staff
from hotline.steps.moving import Refused, permit
from hotline.steps.setup.account_facts import first_password, need_roles, need_unit
from hotline.steps.setup.staff_moving import moving_staff


def activate_staff(person: Staff, *, by: Staff | None, at: datetime) -> str:
    """Open the account again; gives the first password, which nobody can read a second time.

    Roles and unit may have become what nobody may have since the account was ended.
    """
    permit(by, "manage_staff")
    password = first_password()
    with moving_staff(person, "activate", by=by, at=at) as change:
        row = change.person
        if row.is_active:
            raise Refused("person", "这个账号正在使用，不必启用。")
        need_unit(row.department, at)
        need_roles(list(row.roles.all()), row.department)
        change.set(is_active=True, password=make_password(password), must_change_password=True)
    return password
