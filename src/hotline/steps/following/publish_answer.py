"""Publish an answer: a well-handled or instructive case, told to everybody (答复选登).

A person writes it anew from the case, and nothing that tells of a person passes: there is no
clearing of a finding here, the text is written differently.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError

from hotline.records.identity import new_id
from hotline.records.models import Case, PublicAnswer, Staff
from hotline.rules.finding import folded
from hotline.rules.life import CLOSED, Status
from hotline.rules.redaction import KINDS, find
from hotline.rules.workdays import CHINA
from hotline.steps.moving import Refused, permit
from hotline.steps.storing.book import Writing, book

PERMIT = "publish_answers"
LABELS = {"title": "标题", "question": "群众反映", "answer": "办理答复"}
LIMITS = {"title": 60, "question": 500, "answer": 1_500}


@dataclass(frozen=True, slots=True)
class Told:
    """What is told to everybody."""

    title: str
    question: str
    answer: str


def publish_answer(case: Case, told: Told, *, by: Staff | None, at: datetime) -> PublicAnswer:
    """Show it from now on; a case is told once at a time."""
    permit(by, PERMIT)
    _need_fitting(case)
    need_clean(told)
    row = PublicAnswer(
        id=new_id(),
        case=case,
        **{name: getattr(told, name).strip() for name in LABELS},
        words=folded("\n".join((told.title, told.question, told.answer))),
        topic=case.topic,
        unit=case.lead,
        month=_month(case),
        published_at=at,
        published_by=by,
    )
    try:
        book().write(Writing(rows=[row]))
    except IntegrityError as error:
        raise Refused("title", "这件工单已经选登；要修改请先撤下。") from error
    return row


def need_clean(told: Told) -> None:
    """Refuse what is missing, too long or tells of a person, each beside its field."""
    for name, label in LABELS.items():
        text = getattr(told, name).strip()
        if not text:
            raise Refused(name, f"请填写{label}。")
        if len(text) > LIMITS[name]:
            raise Refused(name, f"{label}最多 {LIMITS[name]} 个字，请删减。")
        for place in find(text):
            instead = f"，可改为“{place.suggestion}”" if place.suggestion else "，请删去"
            raise Refused(
                name, f"{label}中“{place.text}”涉及{KINDS[place.kind]}，不能公开{instead}。"
            )


def _need_fitting(case: Case) -> None:
    if Status(case.status) not in CLOSED:
        raise Refused("title", "工单办结后才能选登。")
    if case.confidential or case.accused:
        raise Refused("title", "保密工单和举报不能选登。")


def _month(case: Case) -> date:
    return (case.closed_at or case.moved_at).astimezone(CHINA).date().replace(day=1)
