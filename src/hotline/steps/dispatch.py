"""Dispatch: give the case to the unit responsible; its clocks start now, not at sign-for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from hotline.records.identity import new_id
from hotline.records.models import Assignment, Case, Clock, Contact, Department, Return, Staff
from hotline.records.queries.reference import calendar, departments
from hotline.rules.deadlines import Deadline, deadline
from hotline.rules.seeing import kin_of
from hotline.rules.workdays import CHINA
from hotline.steps import clocks
from hotline.steps.moving import Change, Refused, moving
from hotline.steps.seeing import seen_by
from hotline.steps.storing.book import book

OFFICE = "office"


def dispatch(
    case: Case,
    *,
    to: Department | None,
    by: Staff | None,
    at: datetime,
    assisting: Sequence[Department] = (),
    note: str = "",
    superior_due: datetime | None = None,
    seen: int | None = None,
) -> Case:
    """Make `to` the lead unit, with a deadline to sign and one to reply; others may assist it.

    A superior's deadline that came with the case holds unasked; `superior_due` is a further one.
    """
    if to is None:
        raise Refused("to", "请选择承办单位。")
    _need_distinct(to, assisting)
    for unit, field in ((to, "to"), *((unit, "assisting") for unit in assisting)):
        need_handling_unit(case, unit, at.astimezone(CHINA).date(), field)
    with moving(case, "dispatch", by=by, at=at, seen=seen) as change:
        bound = is_bound(case, to)
        if not bound:
            need_not_returned(case, to)
        superior = superior_due_of(case, superior_due)
        shares = [give(change, to, note=note, superior=superior, bound=bound)]
        shares += [_give_to_assist(change, unit, note) for unit in assisting]
        change.set(seen_by=seen_by(case, shares))
        change.note = note.strip()
    return case


def give(
    change: Change,
    to: Department,
    *,
    note: str = "",
    superior: datetime | None = None,
    bound: bool = False,
) -> Assignment:
    """Make `to` the lead with clocks to sign, to contact the citizen and to handle."""
    case, at = change.case, change.at
    share = Assignment(
        id=new_id(),
        case=case,
        department=to,
        round=_next_round(case),
        bound=bound,
        given_at=at,
        given_by=change.by,
        note=note.strip(),
    )
    change.add(share)
    sign = clocks.start(change, "sign", [clocks.limit_of(case, "sign", at)], assignment=share)
    share.sign_due_at = sign.due_at
    contact = clocks.limit_if_any(case, "contact", at)
    if contact is not None:
        clocks.start(change, "contact", [contact], assignment=share)
    handle = _start_handling(change, share, superior)
    change.set(lead=to, due_at=handle.due_at)
    change.details = {**change.details, "to": to.code, "deadline": handle.reason}
    return share


def _start_handling(change: Change, share: Assignment, superior: datetime | None) -> Clock:
    limit = clocks.limit_of(change.case, "handle", change.at)
    handle = clocks.start(change, "handle", [limit], assignment=share, superior=superior)
    share.due_at = handle.due_at
    return handle


def _give_to_assist(change: Change, unit: Department, note: str) -> Assignment:
    """An assisting unit has a deadline of its own, and signs by reporting back."""
    share = Assignment(
        id=new_id(),
        case=change.case,
        department=unit,
        part="assisting",
        given_at=change.at,
        given_by=change.by,
        note=note.strip(),
    )
    change.add(share)
    _start_handling(change, share, None)
    change.details = {
        **change.details,
        "assisting": [*change.details.get("assisting", ()), unit.code],
    }
    return share


def _need_distinct(to: Department, assisting: Sequence[Department]) -> None:
    codes = [unit.code for unit in (to, *assisting)]
    if len(set(codes)) != len(codes):
        raise Refused("assisting", "同一个单位不能重复：协办单位不要再选主办单位，也不要选两次。")


def need_handling_unit(case: Case, to: Department, day: date, field: str = "to") -> None:
    """Refuse a unit that does not exist on `day`, the office itself, and the kin of the accused."""
    if to.kind == OFFICE:
        raise Refused(field, f"“{to.name}”是热线办公室，不能作为承办单位；能答复的请直接解答。")
    if to.valid_from is not None and day < to.valid_from:
        raise Refused(field, f"“{to.name}”尚未启用，请另选承办单位。")
    if to.valid_to is not None and to.valid_to < day:
        raise Refused(field, f"“{to.name}”已停用，请另选承办单位。")
    parents = {pk: unit.parent_id for pk, unit in departments().items()}
    if to.pk in kin_of(case.accused, parents):
        raise Refused(field, f"“{to.name}”是被举报单位或其上下级，应当回避，请另选承办单位。")


def is_bound(case: Case, to: Department) -> bool:
    """Whether a ruling on this case has bound the unit; it binds in every further round."""
    shares = book().rows_of(case, Assignment)
    return any(row.bound and row.department_id == to.pk for row in shares)


def need_not_returned(case: Case, to: Department) -> None:
    """Refuse a unit that has returned this case rightly: only a ruling can send it back there."""
    units = {row.pk: row.department_id for row in book().rows_of(case, Assignment)}
    for row in book().rows_of(case, Return):
        if row.outcome == "agreed" and units[row.assignment_id] == to.pk:
            raise Refused("to", f"“{to.name}”已退回这件工单并获同意，请另选承办单位或提请裁定。")


def superior_due_of(case: Case, given: datetime | None = None) -> datetime | None:
    """The earliest deadline that a superior set, on any arrival of the case or besides."""
    came = [row.external_due_at for row in _contacts(case)]
    return min((due for due in (given, *came) if due is not None), default=None)


def _contacts(case: Case) -> list[Contact]:
    """The arrivals of the case; a part of a split one shares those of the whole."""
    whole = case
    while not (found := list(book().rows_of(whole, Contact))) and whole.split_from is not None:
        whole = whole.split_from
    return found


def clock_of(
    case: Case, clock: str, at: datetime, superior_due: datetime | None = None
) -> Deadline:
    """The deadline of one of the case's clocks that starts now; refused where no limit holds."""
    limit = clocks.limit_of(case, clock, at)
    return deadline([limit], at, calendar(), superior=superior_due)


def _next_round(case: Case) -> int:
    return 1 + sum(1 for row in book().rows_of(case, Assignment) if row.part == "lead")
