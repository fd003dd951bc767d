"""Add a token: a program gets a key to the API and acts as one person of the office (发放令牌).

The token is shown once. Kept is only its SM3 digest: 256 random bits need no slow hash.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from hotline.records.models import ApiToken, Staff
from hotline.records.sealing import digest
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


def add_token(staff: Staff, *, name: str, by: Staff | None, at: datetime) -> NewToken:
    """Give a program a token to act as `staff`; `name` says which program it is."""
    permit(by, "manage_staff")
    name = " ".join(name.split())
    if not name or len(name) > NAME_LENGTH:
        raise Refused("name", f"请填写令牌的名称（哪个程序使用），不超过 {NAME_LENGTH} 个字。")
    if not staff.is_active:
        raise Refused("staff", f"账号“{staff.username}”已停用，不能发放令牌。")
    secret = PREFIX + secrets.token_urlsafe(RANDOM_BYTES)
    row = ApiToken(staff=staff, name=name, digest=token_digest(secret), created_at=at)
    book().write(Writing(rows=[row]))
    return NewToken(row, secret)


def token_digest(secret: str) -> bytes:
    """What is kept of a token."""
    return digest(secret.encode())
