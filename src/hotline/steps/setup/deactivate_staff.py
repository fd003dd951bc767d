"""Deactivate staff: a person who has left can do nothing any more (停用账号)."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.hashers import make_password

from hotline.records.models import ApiToken, Staff
from hotline.steps.access.hand_over import hand_over
from hotline.steps.access.sessions import cut_sessions
from hotline.steps.moving import Refused, permit
from hotline.steps.setup.staff_moving import moving_staff


def deactivate_staff(
    person: Staff, *, by: Staff | None, at: datetime, successor: Staff | None = None
) -> int:
    """End the account, its sessions and its tokens at once; says how many tokens that were.

    The password fits nothing from now on, and a session is good only with the password that it
    began with: so none comes back to life when the account is activated again. What waits for the
    person by name goes to `successor`.
    """
    permit(by, "manage_staff")
    if by is not None and by.pk == person.pk:
        raise Refused("person", "不能停用本人的账号，请由另一位安全管理员办理。")
    with moving_staff(person, "deactivate", by=by, at=at) as change:
        if not change.person.is_active:
            raise Refused("person", "这个账号已经停用，不必再次停用。")
        hand_over(change.person, to=successor, by=by, at=at)
        change.set(is_active=False, password=make_password(None), sso_subject="", lent_until=None)
        cut_sessions(person, why="deactivated", at=at)
        tokens = list(ApiToken.objects.filter(staff=person, revoked_at=None))
        for token in tokens:
            change.change(token, revoked_at=at)
    return len(tokens)
