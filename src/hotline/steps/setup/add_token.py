"""Add a token: a program gets a key to the API and acts as one person of the office (发放令牌).

The token is shown once. Kept is only its SM3 digest: 256 random bits need no slow hash.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from hotline.records.models import ApiToken, Staff
from hotline.records.sealing import digest
from hotline.rules.permits import PERMITS
from hotline.rules.workdays import CHINA
from hotline.steps.moving import Refused, permit
from hotline.steps.storing.book import Writing, book

PREFIX = "hotline_"
RANDOM_BYTES = 32
NAME_LENGTH = 100


@dataclass(frozen=True, slots=True)
class NewToken:
    """The stored row, and the secret that nobody can read again."""

    row: ApiToken
    secret: str


def add_token(
    staff: Staff,
    *,
    name: str,
    by: Staff | None,
    at: datetime,
    scopes: Sequence[str] = (),
    expires_on: date | None = None,
) -> NewToken:
    """Give a program a token to act as `staff`; `name` says which program it is.

    `scopes` are the only permits of that person which the program gets; without them it gets all.
    """
    permit(by, "manage_staff")
    name = " ".join(name.split())
    if not name or len(name) > NAME_LENGTH:
        raise Refused("name", f"请填写令牌的名称（哪个程序使用），不超过 {NAME_LENGTH} 个字。")
    if not staff.is_active:
        raise Refused("staff", f"账号“{staff.username}”已停用，不能发放令牌。")
    _need_scopes(staff, scopes)
    if expires_on is not None and expires_on < at.astimezone(CHINA).date():
        raise Refused("expires_on", "到期日早于今天，请填写今天或以后的日期。")
    secret = PREFIX + secrets.token_urlsafe(RANDOM_BYTES)
    row = ApiToken(
        staff=staff,
        name=name,
        digest=token_digest(secret),
        created_at=at,
        scopes=sorted(set(scopes)),
        expires_on=expires_on,
    )
    book().write(Writing(rows=[row]))
    return NewToken(row, secret)


def _need_scopes(staff: Staff, scopes: Sequence[str]) -> None:
    """Refuse a permit that does not exist, and one that the person does not hold."""
    for scope in scopes:
        if scope not in PERMITS:
            raise Refused("scopes", f"没有“{scope}”这个权限，请核对权限代码。")
        if not staff.may(scope):
            name = PERMITS[scope]
            raise Refused("scopes", f"账号“{staff.username}”没有“{name}”的权限，不能发给令牌。")


def token_digest(secret: str) -> bytes:
    """What is kept of a token."""
    return digest(secret.encode())
