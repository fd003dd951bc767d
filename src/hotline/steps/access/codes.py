"""Codes: an app that makes six digits is a second factor, and its codes are tried (手机验证器).

Source: RFC 6238 (TOTP, 30 seconds, SHA-1, six digits: what every app knows).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest
from uuid import UUID

import pyotp
from django.db import transaction

from hotline.records.identity import new_id
from hotline.records.models import Authenticator, Staff
from hotline.records.sealing import seal_bytes, unseal
from hotline.rules.second_factor import STEP_SECONDS, STEPS_OFF, as_digits
from hotline.steps.access.factors import keep_factor, need_room
from hotline.steps.moving import Refused

TABLE = Authenticator._meta.db_table


@dataclass(frozen=True, slots=True)
class Offered:
    """A secret that an app may take up; sealed until a code proves that it has."""

    id: UUID
    sealed: bytes

    @property
    def secret(self) -> str:
        """What the app is told."""
        return unseal(TABLE, "secret", self.id, self.sealed)

    def address(self, username: str, office: str) -> str:
        """The secret as the picture tells it to an app."""
        return pyotp.TOTP(self.secret).provisioning_uri(name=username, issuer_name=office)


def offer_secret() -> Offered:
    """A fresh secret, bound to the row that it may become."""
    identity = new_id()
    return Offered(identity, seal_bytes(TABLE, "secret", identity, pyotp.random_base32().encode()))


def add_app(
    person: Staff, offered: Offered, *, code: str, name: str, at: datetime
) -> Authenticator:
    """The app has the secret: its first code proves it, and is used up by that."""
    need_room(person, name)
    step = _step_of(offered.secret, code, at)
    if step is None:
        raise Refused("code", "验证码不对：请核对手机时间是否准确，再输入当前显示的 6 位数字。")
    row = Authenticator(
        id=offered.id,
        staff=person,
        kind="app",
        name=name.strip(),
        added_at=at,
        last_used_at=at,
        secret=offered.sealed,
        last_step=step,
    )
    keep_factor(row, at=at)
    return row


def try_code(person: Staff, code: str, *, at: datetime) -> bool:
    """Whether this is a code of one of the person's apps that was not used yet; now it is."""
    apps = Authenticator.objects.filter(staff=person, kind="app", removed_at=None)
    with transaction.atomic():
        for row in apps:
            step = _step_of(unseal(TABLE, "secret", row.pk, row.secret), code, at)
            if step is None:
                continue
            # Only a later step than the last one: nobody who read the code can use it again.
            unused = Authenticator.objects.filter(pk=row.pk, last_step__lt=step)
            if unused.update(last_step=step, last_used_at=at):
                return True
    return False


def _step_of(secret: str, code: str, at: datetime) -> int | None:
    """The time step that the code belongs to, this one or one beside it."""
    digits = as_digits(code)
    found = [step for step in _near(at) if compare_digest(_code(secret, step), digits)]
    return found[0] if digits and found else None


def _near(at: datetime) -> Iterator[int]:
    now = int(at.timestamp()) // STEP_SECONDS
    return (now + off for off in STEPS_OFF)


def _code(secret: str, step: int) -> str:
    return pyotp.TOTP(secret).at(step * STEP_SECONDS)
