"""The columns of exported cases. A number that citizens wrote is masked wherever it stands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from hotline.records.models import Case, Staff
from hotline.records.queries.access import knows_caller
from hotline.records.queries.choosing import topic_label
from hotline.records.queries.citizens import HIDDEN, shown_fact
from hotline.records.queries.reference import forget, with_words
from hotline.rules.deadlines import URGENCIES
from hotline.rules.life import ENDING_NAMES, STATUS_NAMES, Ending, Status
from hotline.rules.masking import mask_phone, mask_text
from hotline.rules.workdays import CHINA
from hotline.steps.exporting.listing import Column

# What a row needs to be completed with the city's words (`reference.with_words`).
READS = (
    *("number", "status", "confidential", "closed_at"),
    *("channel_id", "kind_id", "topic_id", "lead_id", "campaign_id"),
)


WORDS = ("channel", "kind", "topic", "campaign", "lead")


def worded(case: Any) -> Any:
    """A bare case with the city's words; one newer than what is kept of them is read."""
    for _ in range(2):
        case.__dict__ |= dict.fromkeys(WORDS)
        with_words(case)
        if all(getattr(case, name) or getattr(case, f"{name}_id") is None for name in WORDS):
            break
        forget()
    return case


def stamp(at: datetime | None) -> str:
    """A moment as a spreadsheet sorts it; strftime takes several times as long."""
    if at is None:
        return ""
    here = at.astimezone(CHINA)
    return f"{here.year}-{here.month:02}-{here.day:02} {here.hour:02}:{here.minute:02}"


def _time(name: str) -> Callable[[Case, Staff], str]:
    return lambda case, staff: stamp(getattr(case, name))


def _word(name: str) -> Callable[[Case, Staff], str]:
    return lambda case, staff: str(getattr(case, name) or "")


def _text(name: str) -> Callable[[Case, Staff], str]:
    return lambda case, staff: mask_text(getattr(case, name))


def _topic(case: Case, staff: Staff) -> str:
    return topic_label(case.topic) if case.topic else ""


def _ended(case: Case, staff: Staff) -> str:
    return ENDING_NAMES[Ending(case.closed_as)] if case.closed_as else ""


def _caller(case: Case, staff: Staff) -> str:
    """姓 and form of address; of a confidential case a unit learns nothing."""
    if not knows_caller(staff, case):
        return HIDDEN
    if case.citizen is None:
        return "匿名"
    name = shown_fact(case.citizen, "name", lambda name: name[:1])
    return name + (case.citizen.form_of_address or "某") if name else ""


def _phone(case: Case, staff: Staff) -> str:
    if not knows_caller(staff, case):
        return HIDDEN
    return shown_fact(case.citizen, "phone", mask_phone) if case.citizen is not None else ""


def _superior(case: Case, staff: Staff) -> str:
    """The superior's number leads to the caller there."""
    return case.external_number if knows_caller(staff, case) else HIDDEN


CASE_COLUMNS: tuple[Column, ...] = (
    Column("number", "工单号", lambda case, staff: case.number),
    Column("title", "标题", _text("title"), ("title",)),
    Column("kind", "类型", _word("kind")),
    Column("topic", "问题分类", _topic),
    Column("status", "状态", lambda case, staff: STATUS_NAMES[Status(case.status)]),
    Column("lead", "承办单位", _word("lead")),
    Column("registered", "登记时间", _time("registered_at"), ("registered_at",)),
    Column("clock", "办理时限", _time("due_at"), ("due_at",)),
    Column(
        "urgency",
        "紧急程度",
        lambda case, staff: URGENCIES.get(case.urgency, case.urgency),
        ("urgency",),
    ),
    Column("channel", "来源", _word("channel")),
    Column("campaign", "专题", _word("campaign")),
    Column("accepted", "受理时间", _time("accepted_at"), ("accepted_at",)),
    Column("moved", "最近办理", _time("moved_at"), ("moved_at",)),
    Column("closed", "办结时间", _time("closed_at")),
    Column("ended", "办结方式", _ended, ("closed_as",)),
    Column("superior", "上级编号", _superior, ("external_number",)),
    Column("place", "事发地点", _text("place"), ("place",), is_personal=True),
    Column("text", "诉求内容", _text("text"), ("text",), is_personal=True),
    Column("answer", "公开答复", _text("answer"), ("answer",), is_personal=True),
    Column(
        "caller",
        "诉求人（打码）",
        _caller,
        ("citizen__name_sealed", "citizen__form_of_address"),
        is_personal=True,
    ),
    Column("phone", "电话（打码）", _phone, ("citizen__phone_sealed",), is_personal=True),
)
USUAL = ("number", "title", "kind", "topic", "status", "lead", "registered", "clock")


def of_case(column: Column) -> Column:
    """The same column for a row that has a case."""

    def show(row: Any, staff: Staff) -> str:
        return column.show(row.case, staff)

    reads = tuple(f"case__{name}" for name in column.reads)
    return Column(column.code, column.label, show, reads, column.is_personal)
