"""What an account must be like: refused in words that say what to do, before anything is stored."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from hotline.records.models import Department, Role, Staff
from hotline.rules.permits import PERMITS, held_together, permits_of
from hotline.rules.workdays import CHINA
from hotline.steps.moving import Refused

NAME_LENGTH = 60
LONGEST_PASSWORD = 128  # a longer one would only make hashing it slow
PASSWORD_WISHES = {
    "password_too_short": "至少 {min_length} 个字符",
    "password_too_common": "不要用常见的密码",
    "password_entirely_numeric": "不要全是数字",
    "password_too_similar": "不要与用户名或姓名相近",
}
USERNAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{1,59}")
# No letter that is taken for another when it is read out or copied by hand: 79 bits in all.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, GROUP = 4, 4


def first_password() -> str:
    """A password for somebody to sign in with once: four groups of four letters and digits."""
    groups = ("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))
    return "-".join(groups)


def need_username(username: str) -> None:
    """Refuse a name that nobody could sign in with, or that is taken."""
    if not USERNAME.fullmatch(username):
        raise Refused(
            "username",
            "用户名应为 2 至 60 个字母、数字或 . _ @ -，并以字母或数字开头，例如 zhang.san。",
        )
    if Staff.objects.filter(username__iexact=username).exists():
        raise taken(username)


def taken(username: str) -> Refused:
    """The refusal of a name that somebody else has."""
    return Refused("username", f"用户名“{username}”已被使用，请换一个。")


def need_name(name: str) -> None:
    """Refuse a person without a name that can be shown."""
    if not name or len(name) > NAME_LENGTH or not name.isprintable():
        raise Refused("name", f"请填写姓名，不超过 {NAME_LENGTH} 个字。")


def need_unit(department: Department | None, at: datetime) -> None:
    """Refuse a unit that is no more."""
    if department is None or department.valid_to is None:
        return
    if department.valid_to < at.astimezone(CHINA).date():
        raise Refused("department", f"“{department.name}”已停用，请另选单位。")


def need_roles(roles: Sequence[Role], department: Department | None) -> None:
    """Refuse an account that could do nothing, would see no case, or holds what is kept apart."""
    if not roles:
        raise Refused("roles", "请至少选择一个岗位。")
    held = permits_of(role.permits for role in roles)
    if department is None and "see_unit_cases" in held and "see_all_cases" not in held:
        raise Refused("department", "承办单位的岗位必须选择所属单位。")
    pair = held_together(held)
    if pair is not None:
        one, other = (PERMITS[permit] for permit in pair)
        raise Refused(
            "roles", f"“{one}”和“{other}”不能由同一人担任（三权分立），请减去其中一个岗位。"
        )


def need_password(password: str, person: Staff, field: str = "password") -> None:
    """Refuse a password that is easily guessed."""
    if len(password) > LONGEST_PASSWORD:
        raise Refused(field, f"密码不合要求：最多 {LONGEST_PASSWORD} 个字符。")
    try:
        validate_password(password, person)
    except ValidationError as error:
        wrong = "；".join(_wish(each) for each in error.error_list)
        raise Refused(field, f"密码不合要求：{wrong}。") from error


def _wish(error: ValidationError) -> str:
    """What is wanted of a password, in the product's own words where it has them."""
    wish = PASSWORD_WISHES.get(str(error.code))
    return wish.format(**(error.params or {})) if wish else "".join(error.messages).rstrip("。.")
