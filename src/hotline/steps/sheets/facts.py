"""What the sheet of a case says, as far as a person may see the case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from hotline.records.models import Assignment, Case, Contact, Staff
from hotline.records.queries.access import contacts_for, knows_caller
from hotline.records.queries.choosing import topic_label
from hotline.records.queries.citizens import masked
from hotline.records.queries.hanging import Hanging, hanging_on
from hotline.records.queries.reference import departments, office
from hotline.rules.case_sheets import Row, Sheet, pair, table, whole
from hotline.rules.deadlines import URGENCIES
from hotline.rules.life import ENDING_NAMES, STATUS_NAMES, Ending, Status
from hotline.rules.masking import mask_text
from hotline.rules.workdays import CHINA
from hotline.steps.call_back import RATINGS, SOLVED

PARTS = {"lead": "主办", "assisting": "协办", "below": "下级办理"}
UNIT_HEAD = ("承办单位", "分工", "签收", "办理时限", "反馈")
UNIT_SPANS = (4, 2, 2, 2, 2)
TO_READ = 28
BY_HAND = 21
TO_SIGN = 11


def sheet_of(case: Case, staff: Staff, at: datetime, *, phone: str = "") -> Sheet:
    """The sheet for `staff` at `at`; `phone` is the whole number where it was just revealed."""
    hanging = hanging_on(case, staff)
    return Sheet(
        issuer=office().hotline_name,
        number=case.number,
        notes=(f"打印：{staff.name}　{_moment(at)}",),
        rows=(
            *_head(case, staff, phone),
            *_matter(case),
            *_units(hanging),
            *_instructions(hanging),
            *_results(case, hanging),
            *_callbacks(hanging, staff),
            *_signatures(),
        ),
    )


def _head(case: Case, staff: Staff, phone: str) -> Iterator[Row]:
    caller, number = _caller(case, staff)
    yield pair(("工单编号", case.number), ("受理渠道", case.channel.name))
    yield pair(("登记时间", _moment(case.registered_at)), ("受理时间", _moment(case.accepted_at)))
    yield pair(("诉求人", caller), ("联系电话", phone or number))
    kind = case.kind.name if case.kind else "未分类"
    yield pair(("诉求类型", kind), ("紧急程度", URGENCIES.get(case.urgency, case.urgency)))
    yield pair(("工单状态", _standing(case)), ("办理时限", _moment(case.due_at)))
    if superior := _superior(case, staff):
        yield pair(("上级编号", superior[0]), ("上级时限", superior[1]))
    yield whole("问题分类", topic_label(case.topic) if case.topic else "未分类")
    yield whole("事发地点", mask_text(case.place))


def _caller(case: Case, staff: Staff) -> tuple[str, str]:
    """姓 and form of address, and the masked number; nothing of an anonymous or hidden one."""
    shown = masked(staff, case)
    if shown is None:
        return "匿名", "—"
    if not knows_caller(staff, case):
        return shown.name, shown.phone
    name = shown.name[:1] + (shown.form_of_address or "某") if shown.name else "未登记"
    return name, shown.phone or "未登记"


def _superior(case: Case, staff: Staff) -> tuple[str, str] | None:
    """The superior's number and deadline, for whom they tell nothing that they may not know."""
    if not case.external_number or not knows_caller(staff, case):
        return None
    came: Sequence[Contact] = list(contacts_for(staff).filter(case=case))
    dues = [row.external_due_at for row in came if row.external_due_at]
    return case.external_number, _moment(min(dues) if dues else None)


def _standing(case: Case) -> str:
    name = STATUS_NAMES[Status(case.status)]
    if not case.closed_as:
        return name
    return f"{name}（{ENDING_NAMES[Ending(case.closed_as)]}）"


def _matter(case: Case) -> Iterator[Row]:
    yield whole("诉求标题", mask_text(case.title))
    yield whole("诉求内容", mask_text(case.text), height=TO_READ)


def _units(hanging: Hanging) -> Iterator[Row]:
    """Who has it, by when; and what the office told them."""
    held = [row for row in hanging.assignments if row.ended_as in ("", "replied", "overtaken")]
    if not held:
        yield whole("承办单位", "尚未派单")
        return
    yield from table(UNIT_HEAD, UNIT_SPANS, [_unit(row) for row in held])
    notes = [
        f"{_name(row)}：{mask_text(row.note)}"
        for row in held
        if row.note and hanging.sight.reads(row)
    ]
    yield whole("交办意见", "\n".join(notes))


def _unit(row: Assignment) -> tuple[str, ...]:
    return (
        _name(row),
        PARTS.get(row.part, row.part) + (f"（第 {row.round} 次）" if row.round > 1 else ""),
        _short(row.signed_at),
        _short(row.due_at),
        _short(row.replied_at),
    )


def _instructions(hanging: Hanging) -> Iterator[Row]:
    """What leaders wrote on it, and room for them to write on the paper."""
    given = [
        f"{row.leader}：{mask_text(row.text)}（{_moment(row.given_at)}）"
        for row in hanging.instructions
    ]
    yield whole("领导批示", "\n".join(given), height=BY_HAND, empty=" ")


def _results(case: Case, hanging: Hanging) -> Iterator[Row]:
    """What the units did, as far as the person reads it, and what the citizen is told."""
    told = [
        _account(row) for row in hanging.assignments if row.handling and hanging.sight.reads(row)
    ]
    yield whole("办理情况", "\n".join(told), height=BY_HAND, empty=" ")
    lead = hanging.open_assignment
    pending = lead.answer if lead is not None and hanging.sight.reads(lead) else ""
    yield whole("公开答复", mask_text(case.answer or pending), height=BY_HAND, empty=" ")


def _account(row: Assignment) -> str:
    """A unit's account of what it did, with the facts of its reply."""
    facts = [
        f"是否解决：{_yes_no(row.solved)}",
        f"诉求属实：{_yes_no(row.is_true)}",
        *([f"未解决原因：{mask_text(row.reason_unsolved)}"] if row.reason_unsolved else []),
        *([f"联系诉求人：{_moment(row.contacted_at)}"] if row.contacted_at else []),
    ]
    said = f"{_name(row)}：{mask_text(row.handling)}"
    return f"{said}\n（{'；'.join(facts)}）" if row.part == "lead" else said


def _callbacks(hanging: Hanging, staff: Staff) -> Iterator[Row]:
    """How the citizen was called back; the agent's notes stay with the office."""
    told = []
    for row in hanging.callbacks:
        said = [f"{_moment(row.tried_at)} {'接通' if row.reached else '未接通'}"]
        if row.reached:
            said += [SOLVED.get(row.solved, ""), RATINGS.get(row.handling_rating, "")]
        if row.note and staff.may("see_all_cases"):
            said.append(mask_text(row.note))
        told.append("，".join(filter(None, said)))
    yield whole("回访情况", "\n".join(told), empty=" ")


def _signatures() -> Iterator[Row]:
    """Who signs on the paper."""
    day = "　　年　　月　　日"
    for who in ("经办人", "负责人"):
        signed = pair((f"{who}签字", " "), ("日期", day))
        yield Row(signed.cells, height=TO_SIGN)


def _name(row: Assignment) -> str:
    unit = departments().get(row.department_id)
    return unit.name if unit is not None else row.department.name


def _moment(at: datetime | None) -> str:
    return f"{at.astimezone(CHINA):%Y-%m-%d %H:%M}" if at is not None else "—"


def _short(at: datetime | None) -> str:
    return f"{at.astimezone(CHINA):%m-%d %H:%M}" if at is not None else "—"


def _yes_no(value: bool | None) -> str:
    return "—" if value is None else "是" if value else "否"
