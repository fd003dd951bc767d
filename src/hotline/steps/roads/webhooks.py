"""Webhooks: a program somewhere else subscribes to what happens to cases (事件通知).

A subscription is a road that only goes out. Its secret is shown once, when it is made.
"""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from hotline.records.identity import new_id
from hotline.records.models import Road, RoadEntry, Staff
from hotline.records.queries.reference import forget
from hotline.records.sealing import seal
from hotline.rules.events import EVENTS, PREFIX, SAYS
from hotline.rules.hearing import Audience
from hotline.rules.outward import NotAllowed, place_of
from hotline.steps.moving import Refused, permit
from hotline.steps.roads.onward import WEBHOOK
from hotline.steps.storing.book import LostRace, Writing, book

PERMIT = "manage_roads"
SEES_ALL = "see_all_cases"
NAME_LENGTH = 60
MOST = 50
RANDOM_BYTES = 24
OFF_AFTER = timedelta(days=3)
OFF = "连续 3 天没有送达，已自动停用；请与对方核对后再启用。"


@dataclass(frozen=True, slots=True)
class NewWebhook:
    """The stored row, and the secret that nobody can read again."""

    row: Road
    secret: str


def add_webhook(
    name: str, url: str, events: Sequence[str], says: str, *, by: Staff, at: datetime
) -> NewWebhook:
    """Subscribe a program; it hears of moves from now on."""
    permit(by, PERMIT)
    if Road.objects.filter(adapter=WEBHOOK).count() >= MOST:
        raise Refused("name", f"事件通知已有 {MOST} 个，请先改用不再需要的。")
    facts = _checked(name, url, events, says, by)
    secret = new_secret()
    identity = new_id()
    row = Road(
        id=identity,
        code=f"webhook-{identity.hex[-12:]}",
        adapter=WEBHOOK,
        is_on=True,
        answers=False,
        secrets_sealed=_sealed(identity, secret),
        **facts,
    )
    with transaction.atomic():
        book().write(Writing(rows=[row, _entry(row, "add", by, at, after=_told(row))]))
    forget()
    return NewWebhook(row, secret)


def change_webhook(
    row: Road, name: str, url: str, events: Sequence[str], says: str, *, by: Staff, at: datetime
) -> None:
    """Change where it goes and what it hears of."""
    permit(by, PERMIT)
    _store(row, "change", _checked(name, url, events, says, by), by=by, at=at)


def renew_secret(row: Road, *, by: Staff, at: datetime) -> str:
    """Give it a new secret; the old one signs nothing any more."""
    permit(by, PERMIT)
    secret = new_secret()
    _store(row, "renew_secret", {"secrets_sealed": _sealed(row.pk, secret)}, by=by, at=at)
    return secret


def pause_webhook(row: Road, *, by: Staff | None, at: datetime, problem: str = "") -> None:
    """Tell it nothing more; what is still to be sent waits."""
    permit(by, PERMIT)
    if not row.is_on:
        raise Refused("name", "这个事件通知已经停用，请刷新页面。")
    facts = {"is_on": False, **({"problem": problem} if problem else {})}
    _store(row, "pause", facts, by=by, at=at)


def resume_webhook(row: Road, *, by: Staff, at: datetime) -> None:
    """Go on with what waits, and with what happens from now on."""
    permit(by, PERMIT)
    if row.is_on:
        raise Refused("name", "这个事件通知正在使用，请刷新页面。")
    _store(row, "resume", {"is_on": True, "failing_since": None, "problem": ""}, by=by, at=at)


def switch_off_failing(*, at: datetime) -> list[Road]:
    """Pause those that have reached nobody for days, and tell who looks after the roads."""
    late = Road.objects.filter(
        adapter=WEBHOOK, is_on=True, failing_since__isnull=False, failing_since__lte=at - OFF_AFTER
    )
    rows = list(late)
    for row in rows:
        pause_webhook(row, by=None, at=at, problem=OFF)
    return rows


def new_secret() -> str:
    """192 random bits, as Standard Webhooks writes them."""
    return PREFIX + base64.b64encode(secrets.token_bytes(RANDOM_BYTES)).decode()


def _checked(name: str, url: str, events: Sequence[str], says: str, by: Staff) -> dict[str, Any]:
    name = " ".join(name.split())
    if not name or len(name) > NAME_LENGTH:
        raise Refused("name", f"请填写名称（给谁用的），不超过 {NAME_LENGTH} 个字。")
    try:
        place_of(url)
    except NotAllowed as error:
        raise Refused("url", str(error)) from error
    known = [event for event in EVENTS if event in events]
    if not known:
        raise Refused("events", "请至少选择一种事件。")
    if says not in SAYS:
        raise Refused("says", "请选择通知的内容。")
    if says == "office" and not by.may(SEES_ALL):
        raise Refused("says", "您不能查看工单，只能选择“仅公开内容”；需要更多请由能查看的人设置。")
    return {"name": name, "settings": {"url": url.strip(), "events": known, "says": says}}


def _store(row: Road, verb: str, facts: dict[str, Any], *, by: Staff | None, at: datetime) -> None:
    before = _told(row)
    with transaction.atomic():
        held = Road.objects.select_for_update().get(pk=row.pk)
        if held.version != row.version:
            raise LostRace("事件通知")
        book().write(Writing(changes=[(row, {**facts, "version": row.version + 1})]))
        words = [(Audience(permits=frozenset({PERMIT})), "webhook", {"verb": verb})]
        entry = _entry(row, verb, by, at, before=before, after=_told(row))
        book().write(Writing(rows=[entry], words=list(words)))
    forget()


def _entry(row: Road, verb: str, by: Staff | None, at: datetime, **said: Any) -> RoadEntry:
    return RoadEntry(road=row, at=at, by=by, verb=f"webhook_{verb}", **said)


def _told(row: Road) -> dict[str, Any]:
    """What the journal keeps of it; never the secret."""
    return {"name": row.name, "is_on": row.is_on, **row.settings}


def _sealed(identity: Any, secret: str) -> bytes | None:
    return seal("road", "secrets", identity, json.dumps({"secret": secret}))
