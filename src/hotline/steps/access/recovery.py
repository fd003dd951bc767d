"""Recovery codes: ten words on paper for the day when no second factor is at hand (恢复码)."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction

from hotline.records.models import RecoveryCode, Staff
from hotline.records.sealing import keyed_digest
from hotline.rules.second_factor import GROUP, GROUPS, LETTERS, RECOVERY_CODES, as_recovery_code
from hotline.steps.moving import Refused
from hotline.steps.setup.staff_moving import staff_entry
from hotline.steps.storing.book import Writing, book


def make_recovery_codes(person: Staff, *, at: datetime) -> list[str]:
    """Ten new codes, which nobody can read a second time; the earlier ones open nothing more."""
    if not person.has_second_factor:
        raise Refused("person", "请先设置手机验证器或安全密钥，再生成恢复码。")
    codes = [_fresh() for _ in range(RECOVERY_CODES)]
    rows = [RecoveryCode(staff=person, digest=_digest(person, each), made_at=at) for each in codes]
    entry = staff_entry("make_recovery_codes", person, by=person, at=at)
    with transaction.atomic():
        RecoveryCode.objects.filter(staff=person, used_at=None).update(used_at=at)
        book().write(Writing(rows=[*rows, entry]))
    return codes


def try_recovery_code(person: Staff, typed: str, *, at: datetime) -> bool:
    """Whether this is a code of the person's that was not used yet; now it is, and journaled."""
    code = as_recovery_code(typed)
    if not code:
        return False
    with transaction.atomic():
        unused = RecoveryCode.objects.filter(
            staff=person, digest=_digest(person, code), used_at=None
        )
        if not unused.update(used_at=at):
            return False
        book().write(Writing(rows=[staff_entry("use_recovery_code", person, by=person, at=at)]))
    return True


def _fresh() -> str:
    groups = ("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))
    return "-".join(groups)


def _digest(person: Staff, code: str) -> bytes:
    return keyed_digest(f"recovery\x1f{person.pk}\x1f{code}")
