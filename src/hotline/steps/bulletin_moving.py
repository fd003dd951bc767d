"""The single place where a bulletin's status changes: guard, change and journal at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from hotline.records.models import Bulletin, BulletinEntry, Staff
from hotline.records.scope import everything
from hotline.rules.hearing import Audience, Word
from hotline.rules.masking import mask_text
from hotline.steps.moving import Refused, permit
from hotline.steps.storing.book import LostRace, Writing, assign, book

# Who works on bulletins, and so sees them before they are out.
WORK_ON = frozenset(
    {
        *("draft_bulletin", "submit_bulletin", "approve_bulletin"),
        *("publish_bulletin", "withdraw_bulletin"),
    }
)
TOLD = 20  # characters of an item, enough to find it


@dataclass(frozen=True, slots=True)
class BulletinMove:
    """One row of the table: `verb` leads from `source` to `target`; `name` is the button."""

    verb: str
    name: str
    source: str
    target: str
    permit: str


BULLETIN_MOVES: dict[str, BulletinMove] = {
    move.verb: move
    for move in (
        BulletinMove("edit", "编辑", "draft", "draft", "draft_bulletin"),
        BulletinMove("submit", "送审", "draft", "submitted", "submit_bulletin"),
        BulletinMove("clear", "放行", "draft", "draft", "draft_bulletin"),
        BulletinMove("approve", "审核通过", "submitted", "submitted", "approve_bulletin"),
        BulletinMove("return", "退回修改", "submitted", "draft", "publish_bulletin"),
        BulletinMove("publish", "发布", "submitted", "published", "publish_bulletin"),
        BulletinMove("withdraw", "撤回", "published", "withdrawn", "withdraw_bulletin"),
    )
}


def move_bulletin(
    bulletin: Bulletin,
    verb: str,
    *,
    by: Staff | None,
    at: datetime,
    note: str = "",
    seen: int | None = None,
    jobs: tuple[tuple[str, dict[str, Any]], ...] = (),
    permit_of: str = "",
    item: UUID | None = None,
    **facts: Any,
) -> None:
    """Move the bulletin by `verb` and journal it; refuses who may not, and who comes second.

    `permit_of` is the permit of an approval step, where the city names another than the table's.
    Whoever has the bulletin (or its `item`) open is told.
    """
    move = BULLETIN_MOVES[verb]
    permit(by, permit_of or move.permit)
    need_move(bulletin, verb, seen=seen)
    changed = {**facts, "status": move.target, "version": bulletin.version + 1}
    with transaction.atomic():
        guard = Bulletin.objects.filter(pk=bulletin.pk, version=bulletin.version)
        if not guard.update(**changed):
            raise LostRace("通报")
        entry = BulletinEntry(
            bulletin=bulletin,
            seq=changed["version"],
            at=at,
            by=by,
            verb=verb,
            status=move.target,
            note=note,
        )
        word = told(bulletin, by, item=item)
        book().write(Writing(rows=[entry], jobs=list(jobs), words=[word]))
    assign(bulletin, changed)


def told(bulletin: Bulletin, by: Staff | None, *, item: UUID | None = None) -> Word:
    """What the open pages of everybody who works on bulletins hear."""
    who = by.pk if by is not None else 0
    facts: dict[str, str | int] = {"bulletin": str(bulletin.pk), "by": who}
    if item is not None:
        facts["item"] = str(item)
    return Audience(permits=WORK_ON), "bulletin", facts


def need_nothing_confidential(bulletin: Bulletin) -> None:
    """Refuse to hand on what speaks of a case that has become confidential since it was picked."""
    with everything():
        secret = bulletin.items.filter(cases__confidential=True).first()
    if secret is not None:
        begin = mask_text(secret.text)[:TOLD]
        raise Refused("items", f"条目“{begin}…”所依据的工单现在不能公开，请删去这一条目后再办理。")


def need_move(bulletin: Bulletin, verb: str, *, seen: int | None) -> None:
    """Refuse a verb that the status does not allow, and a person who looked at an older version."""
    move = BULLETIN_MOVES[verb]
    if bulletin.status != move.source:
        raise Refused("status", f"通报现在的状态不能“{move.name}”，请刷新后再看。")
    if seen is not None and seen != bulletin.version:
        raise LostRace("通报")
