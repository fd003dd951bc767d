"""Softphones: an administrator gives a call-taker an account, the call-taker's page takes it."""

from __future__ import annotations

import re
from datetime import datetime

from django.db import transaction

from hotline.records.identity import new_id
from hotline.records.models import Softphone, Staff
from hotline.records.queries.softphones import SEALED, password_of, softphone_of
from hotline.records.sealing import seal_bytes
from hotline.steps.moving import Refused, permit
from hotline.steps.setup.staff_moving import staff_entry
from hotline.steps.storing.book import Writing, book

USER = re.compile(r"[A-Za-z0-9._-]{1,40}")
LONGEST = 100


def set_softphone(person: Staff, *, user: str, password: str, by: Staff, at: datetime) -> None:
    """Set the account up or change it; an empty password keeps the one there is."""
    permit(by, "manage_staff")
    before = softphone_of(person)
    if not USER.fullmatch(user):
        raise Refused("user", "SIP 用户名只能有字母、数字和 . _ -，最多 40 个字。")
    if not password and before is None:
        raise Refused("password", "请填写交换机上这个分机的密码。")
    if len(password) > LONGEST or not password.isprintable():
        raise Refused("password", f"密码最多 {LONGEST} 个字，不能有换行。")
    row = before or Softphone(id=new_id(), staff=person)
    facts = {"user": user, "changed_at": at}
    if password:
        facts["password_sealed"] = seal_bytes(*SEALED, row.pk, password.encode())
    entry = staff_entry("set_softphone", person, by=by, at=at, after={"user": user})
    if before is not None:
        book().write(Writing(rows=[entry], changes=[(row, facts)]))
        return
    for name, value in facts.items():
        setattr(row, name, value)
    book().write(Writing(rows=[row, entry]))


def drop_softphone(person: Staff, *, by: Staff, at: datetime) -> None:
    """Take the account away: the page asks for it in vain from now on."""
    permit(by, "manage_staff")
    with transaction.atomic():
        deleted, _ = Softphone.objects.filter(staff=person).delete()
        if not deleted:
            raise Refused("person", "没有软电话账号，不必取消。")
        book().write(Writing(rows=[staff_entry("drop_softphone", person, by=by, at=at)]))


def take_softphone(*, by: Staff, at: datetime) -> tuple[str, str]:
    """User and password of this person's own account, each taking noted; raises Refused."""
    permit(by, "register")
    row = softphone_of(by)
    if row is None:
        raise Refused("softphone", "您没有软电话账号，请安全管理员在“人员”里设置。")
    entry = staff_entry("take_softphone", by, by=by, at=at, after={"user": row.user})
    book().write(Writing(rows=[entry]))
    return row.user, password_of(row)
