"""Comment on a bulletin: say something about it or one of its items, and call people (留言)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from hotline.records.identity import new_id
from hotline.records.models import Bulletin, BulletinComment, Staff
from hotline.records.queries.bulletin_people import people_by_name
from hotline.rules.hearing import Audience
from hotline.rules.mentioning import mentions_in
from hotline.steps.bulletin_moving import WORK_ON, told
from hotline.steps.moving import Refused
from hotline.steps.storing.book import Writing, book

LONGEST = 1_000


def comment_bulletin(
    bulletin: Bulletin, *, text: str, by: Staff, at: datetime, item: UUID | None = None
) -> BulletinComment:
    """Keep what was said; who is mentioned hears it at once and finds it on the list."""
    if not any(map(by.may, WORK_ON)):
        raise Refused("text", "您的岗位不编写、也不审核通报，不能留言。")
    if not text.strip():
        raise Refused("text", "请写留言的内容。")
    if len(text) > LONGEST:
        raise Refused("text", f"留言最多 {LONGEST} 字，请分几条写。")
    if item is not None and not bulletin.items.filter(pk=item).exists():
        raise Refused("text", "这一条目已经删去，请改为对整份通报留言。")
    people = _called(text)
    row = BulletinComment(
        id=new_id(), bulletin=bulletin, item=item, at=at, by=by, text=text.strip(), people=people
    )
    words = [told(bulletin, by)]
    if people:
        facts = {"bulletin": str(bulletin.pk), "comment": str(row.pk)}
        words.append((Audience(staff=frozenset(people)), "bulletin_comment", facts))
    book().write(Writing(rows=[row], words=words))
    return row


def settle_comment(row: BulletinComment, *, by: Staff, at: datetime) -> BulletinComment:
    """Say that what a comment asked for is done."""
    if not any(map(by.may, WORK_ON)):
        raise Refused("text", "您的岗位不编写、也不审核通报，不能处理留言。")
    if row.settled_at is None:
        facts = {"settled_at": at, "settled_by": by}
        book().write(Writing(changes=[(row, facts)], words=[told(row.bulletin, by)]))
    return row


def _called(text: str) -> list[int]:
    if "@" not in text and "＠" not in text:
        return []
    everybody = people_by_name()
    found = mentions_in(text, everybody)
    if found.unknown:
        raise Refused("text", f"“{found.unknown[0]}”不编写、也不审核通报，不能提及；请核对姓名。")
    return [everybody[name].pk for name in found.names]
