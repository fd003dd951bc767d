"""Sessions: where a person is signed in is kept, and ended when it has to end (登录、结束登录).

Django's own session row is taken away together with the end, so that a browser whose session has
ended is a stranger at its next request, and no request asks the database more than before.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.contrib.sessions.models import Session
from django.db import transaction

from hotline.records.models import Staff, StaffSession
from hotline.rules.devices import browser_of, masked_address
from hotline.steps.moving import Refused, permit
from hotline.steps.setup.staff_moving import staff_entry
from hotline.steps.storing.book import Writing, book


def begin_session(
    person: Staff, *, key: str, how: str, address: str, user_agent: str, at: datetime
) -> StaffSession:
    """Journal that the person has signed in, and keep where; without this nobody gets in."""
    row = StaffSession(
        staff=person,
        key=key,
        began_at=at,
        last_used_at=at,
        address=masked_address(address),
        browser=browser_of(user_agent),
    )
    after = {"how": how} if how else {}
    entry = staff_entry("sign_in", person, by=person, at=at, after=after)
    book().write(Writing(rows=[row, entry]))
    return row


def use_session(pk: int, *, at: datetime) -> None:
    """Note that the session is used; the caller asks at most once a minute."""
    StaffSession.objects.filter(pk=pk, ended_at=None).update(last_used_at=at)


def follow_session(pk: int, *, key: str) -> None:
    """Keep the new key of a session that goes on under another one."""
    StaffSession.objects.filter(pk=pk, ended_at=None).update(key=key)


def close_session(pk: int, *, why: str, at: datetime) -> None:
    """A session ended by itself: signed out, idle, or too long."""
    StaffSession.objects.filter(pk=pk, ended_at=None).update(ended_at=at, ended_as=why)


def cut_sessions(person: Staff, *, why: str, at: datetime, keep: int | None = None) -> int:
    """End every session of the person but `keep`; part of a larger step, which journals it."""
    open_ones = StaffSession.objects.filter(staff=person, ended_at=None).exclude(pk=keep or 0)
    return _cut(open_ones, why=why, at=at)


def end_sessions(
    person: Staff, *, by: Staff, at: datetime, only: int | None = None, keep: int | None = None
) -> int:
    """End one session of the person (`only`) or all but the one in hand (`keep`).

    Everybody ends their own, the security administrator anybody's. Says how many those were.
    """
    if by.pk != person.pk:
        permit(by, "manage_staff")
    found = StaffSession.objects.filter(staff=person, ended_at=None).exclude(pk=keep or 0)
    if only is not None:
        found = found.filter(pk=only)
    with transaction.atomic():
        ended = _cut(found, why="ended", at=at)
        if not ended:
            raise Refused("session", "没有可结束的登录；可能刚刚已经结束，请刷新页面。")
        after = {"sessions": ended}
        book().write(Writing(rows=[staff_entry("end_sessions", person, by=by, at=at, after=after)]))
    return ended


def _cut(sessions: Iterable[StaffSession], *, why: str, at: datetime) -> int:
    rows = list(sessions)
    Session.objects.filter(session_key__in=[row.key for row in rows]).delete()
    StaffSession.objects.filter(pk__in=[row.pk for row in rows]).update(ended_at=at, ended_as=why)
    return len(rows)
