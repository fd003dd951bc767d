"""Add: the citizen says more about their request, or answers what the unit asked (补充情况)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from hotline.records.identity import new_id
from hotline.records.models import Case, Notice
from hotline.records.queries.notices import audience_of
from hotline.rules.following import ADDS, LONGEST_ADDED, MOST_PICTURES, OF_ADDING
from hotline.rules.hearing import Word
from hotline.rules.life import WITH_UNIT, Status
from hotline.steps.attach import Given, Origin, Outcome, attach
from hotline.steps.following.note_try import TooMany, note_try
from hotline.steps.moving import Refused, by_citizen
from hotline.steps.roads.take_message import take_message_of_citizen
from hotline.steps.storing.book import Writing, book, together
from hotline.steps.waiting.resume import resume

SAID = "citizen_said"


def add(case: Case, *, text: str, pictures: Sequence[Given] = (), at: datetime) -> list[Outcome]:
    """Keep what the citizen says with the case and tell who handles it; the pictures' outcomes.

    What was filed stays as it was: this stands beside it. Where the unit waits for just this, its
    clock runs again. A joined case is handled with its main one, so that one is told too.
    """
    words = text.strip()
    _need_fitting(case, words, pictures)
    try:
        note_try("add", str(case.pk), OF_ADDING, at=at)
    except TooMany as error:
        raise Refused("text", str(error)) from error
    with together(), by_citizen(case):
        if case.status == Status.AWAITING_CITIZEN:
            resume(case, note=words, by=None, at=at)
        else:
            take_message_of_citizen(case, text=words, at=at)
        _tell_unit(case, at)
        main = case.joined_to if case.status == Status.JOINED else None
        if main is not None:
            said = f"并入的工单 {case.number} 的诉求人补充：{words}"[:LONGEST_ADDED]
            take_message_of_citizen(main, text=said, at=at)
            _tell_unit(main, at)
    return attach(case, pictures, origin=Origin("arrival"), by=None, at=at) if pictures else []


def _need_fitting(case: Case, words: str, pictures: Sequence[Given]) -> None:
    if Status(case.status) not in ADDS:
        raise Refused("text", "这件诉求现在不能补充；有新的情况请重新反映，或拨打 12345。")
    if not words:
        raise Refused("text", "请写明要补充的情况。")
    if len(words) > LONGEST_ADDED:
        raise Refused("text", f"补充的情况最多 {LONGEST_ADDED} 个字，请删减。")
    if len(pictures) > MOST_PICTURES:
        raise Refused("pictures", f"一次最多添加 {MOST_PICTURES} 张图片，请分次添加。")


def _tell_unit(case: Case, at: datetime) -> None:
    """A notice to the unit that has the case; where none has, the journal tells the office."""
    if Status(case.status) not in WITH_UNIT or case.lead_id is None:
        return
    row = Notice(id=new_id(), case=case, act=SAID, due_at=at, at=at, department_id=case.lead_id)
    words: list[Word] = [(audience_of(row), "notice", {"notice": str(row.pk)})]
    book().write(Writing(rows=[row], words=words))
