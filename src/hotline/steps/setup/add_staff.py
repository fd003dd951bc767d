"""Add staff: an account for a person who works with the hotline (添加人员)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from hotline.records.models import Department, Role, Staff
from hotline.rules.permits import permits_of
from hotline.rules.workdays import CHINA
from hotline.steps.moving import Refused, permit
from hotline.steps.storing.book import Writing, book

NAME_LENGTH = 60
PASSWORD_WISHES = {
    "password_too_short": "至少 {min_length} 个字符",
    "password_too_common": "不要用常见的密码",
    "password_entirely_numeric": "不要全是数字",
    "password_too_similar": "不要与用户名或姓名相近",
}
USERNAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{1,59}")


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
    """Make an account that can sign in at once; the password is stored as a slow hash only."""
    permit(by, "manage_staff")
    person = Staff(username=username.strip(), name=name.strip(), department=department)
    _check_name(person)
    _check_roles(roles, department, at)
    _check_password(password, person)
    person.set_password(password)
    try:
        with transaction.atomic():
            book().write(Writing(rows=[person]))
            person.roles.set(roles)
    except IntegrityError as error:
        raise _taken(person) from error
    return person


def _check_name(person: Staff) -> None:
    if not USERNAME.fullmatch(person.username):
        raise Refused(
            "username",
            "用户名应为 2 至 60 个字母、数字或 . _ @ -，并以字母或数字开头，例如 zhang.san。",
        )
    if not person.name or len(person.name) > NAME_LENGTH or not person.name.isprintable():
        raise Refused("name", f"请填写姓名，不超过 {NAME_LENGTH} 个字。")
    if Staff.objects.filter(username__iexact=person.username).exists():
        raise _taken(person)


def _taken(person: Staff) -> Refused:
    return Refused("username", f"用户名“{person.username}”已被使用，请换一个。")


def _check_roles(roles: Sequence[Role], department: Department | None, at: datetime) -> None:
    """Refuse an account that could do nothing, or would see no case."""
    if not roles:
        raise Refused("roles", "请至少选择一个岗位。")
    held = permits_of(role.permits for role in roles)
    if department is None and "see_unit_cases" in held and "see_all_cases" not in held:
        raise Refused("department", "承办单位的岗位必须选择所属单位。")
    if department is not None and _has_ended(department, at):
        raise Refused("department", f"“{department.name}”已停用，请另选单位。")


def _has_ended(department: Department, at: datetime) -> bool:
    last_day = department.valid_to
    return last_day is not None and last_day < at.astimezone(CHINA).date()


def _check_password(password: str, person: Staff) -> None:
    try:
        validate_password(password, person)
    except ValidationError as error:
        wrong = "；".join(_wish(each) for each in error.error_list)
        raise Refused("password", f"密码不合要求：{wrong}。") from error


def _wish(error: ValidationError) -> str:
    """What is wanted of a password, in the product's own words where it has them."""
    wish = PASSWORD_WISHES.get(str(error.code))
    return wish.format(**(error.params or {})) if wish else "".join(error.messages).rstrip("。.")
