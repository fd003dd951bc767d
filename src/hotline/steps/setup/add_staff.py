"""Add staff: an account for a person who works with the hotline (添加人员)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from hotline.records.models import Department, Role, Staff
from hotline.steps.moving import permit
from hotline.steps.setup.account_facts import (
    need_name,
    need_password,
    need_roles,
    need_unit,
    need_username,
    taken,
)
from hotline.steps.setup.staff_moving import staff_entry, standing
from hotline.steps.storing.book import Writing, book


def add_staff(
    username: str,
    *,
    name: str,
    roles: Sequence[Role],
    password: str,
    by: Staff | None,
    at: datetime,
    department: Department | None = None,
) -> Staff:
    """Make an account that can sign in at once; the password is stored as a slow hash only.

    Whoever makes the account knows its password, so the person must change it first of all.
    """
    permit(by, "manage_staff")
    person = Staff(
        username=username.strip(),
        name=name.strip(),
        department=department,
        must_change_password=True,
    )
    need_username(person.username)
    need_name(person.name)
    need_unit(department, at)
    need_roles(roles, department)
    need_password(password, person)
    person.set_password(password)
    try:
        with transaction.atomic():
            book().write(Writing(rows=[person]))
            person.roles.set(roles)
            entry = staff_entry("add", person, by=by, at=at, after=standing(person))
            book().write(Writing(rows=[entry]))
    except IntegrityError as error:
        raise taken(person.username) from error
    return person
