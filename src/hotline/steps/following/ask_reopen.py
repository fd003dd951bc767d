"""Ask to reopen: what was closed is not done after all, says the citizen (申请重新办理)."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError

from hotline.records.identity import new_id
from hotline.records.models import Case, CitizenWish
from hotline.records.queries.reference import office
from hotline.rules.following import LONGEST_REASON, REOPENS
from hotline.rules.life import Status
from hotline.steps.moving import Refused, by_citizen
from hotline.steps.reopen import need_window, reopen
from hotline.steps.roads.take_message import take_message_of_citizen
from hotline.steps.storing.book import Writing, book, together

ONCE = "已经申请过重新办理，请等待热线答复；有新的情况请拨打 12345。"


def ask_reopen(case: Case, *, reason: str, at: datetime) -> CitizenWish | None:
    """Reopen at once where the office's rules say so; else keep the wish for the office to decide.

    One wish is heard for each closing: what was declined is not asked for again and again.
    """
    if Status(case.status) not in REOPENS or case.closed_at is None:
        raise Refused("reason", "这件诉求现在不能申请重新办理。")
    if not reason.strip():
        raise Refused("reason", "请写明为什么需要重新办理。")
    if len(reason) > LONGEST_REASON:
        raise Refused("reason", f"最多 {LONGEST_REASON} 个字，请删减。")
    need_window(case, at)
    if office().rules.get("reopens_online") == "at_once":
        with by_citizen(case):
            reopen(case, reason=f"诉求人网上申请：{reason.strip()}", by=None, at=at)
        return None
    return _kept(case, reason.strip(), at)


def _kept(case: Case, reason: str, at: datetime) -> CitizenWish:
    if CitizenWish.objects.filter(case=case, verb="reopen", at__gte=case.closed_at).exists():
        raise Refused("reason", ONCE)
    wish = CitizenWish(id=new_id(), case=case, verb="reopen", reason=reason, at=at)
    try:
        with together(), by_citizen(case):
            take_message_of_citizen(case, text=f"申请重新办理：{reason}", at=at)
            book().write(Writing(rows=[wish]))
    except IntegrityError as error:
        raise Refused("reason", ONCE) from error
    return wish
