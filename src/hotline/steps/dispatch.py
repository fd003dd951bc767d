"""Dispatch: give the case to the unit responsible; its clocks start now, not at sign-for."""

from __future__ import annotations

from datetime import date, datetime

from hotline.records.identity import new_id
from hotline.records.models import Assignment, Case, Contact, Department, Staff
from hotline.records.queries.reference import calendar, limits
from hotline.rules.deadlines import Deadline, NoLimit, choose_limit, deadline
from hotline.rules.workdays import CHINA
from hotline.steps.moving import Refused, moving
from hotline.steps.seeing import seen_by
from hotline.steps.storing.book import book

OFFICE = "office"


def dispatch(
    case: Case,
    *,
    to: Department | None,
    by: Staff | None,
    at: datetime,
    note: str = "",
    superior_due: datetime | None = None,
    seen: int | None = None,
) -> Case:
    """Make `to` the lead unit, with a deadline to sign and one to reply.

    A superior's deadline that came with the case holds unasked; `superior_due` is a further one.
    """
    if to is None:
        raise Refused("to", "请选择承办单位。")
    _need_handling_unit(to, at.astimezone(CHINA).date())
    with moving(case, "dispatch", by=by, at=at, seen=seen) as change:
        sign_due = clock_of(case, "sign", at)
        due = clock_of(case, "handle", at, _earliest_superior_due(case, superior_due))
        before = list(book().rows_of(case, Assignment))
        given = Assignment(
            id=new_id(),
            case=case,
            department=to,
            round=_next_round(before),
            given_at=at,
            given_by=by,
            note=note.strip(),
            sign_due_at=sign_due.at,
            due_at=due.at,
        )
        change.add(given)
        change.set(lead=to, due_at=due.at, seen_by=seen_by(case, [given], stored=before))
        change.note = note.strip()
        change.details = {"to": to.code, "deadline": due.reason()}
    return case


def _need_handling_unit(to: Department, day: date) -> None:
    """Refuse a unit that does not exist on `day`, and the office itself: it answers at once."""
    if to.kind == OFFICE:
        raise Refused("to", f"“{to.name}”是热线办公室，不能作为承办单位；能答复的请直接解答。")
    if to.valid_from is not None and day < to.valid_from:
        raise Refused("to", f"“{to.name}”尚未启用，请另选承办单位。")
    if to.valid_to is not None and to.valid_to < day:
        raise Refused("to", f"“{to.name}”已停用，请另选承办单位。")


def _earliest_superior_due(case: Case, given: datetime | None) -> datetime | None:
    came = [row.external_due_at for row in book().rows_of(case, Contact)]
    return min((due for due in (given, *came) if due is not None), default=None)


def clock_of(
    case: Case, clock: str, start: datetime, superior_due: datetime | None = None
) -> Deadline:
    """The deadline of one of the case's clocks that starts now; refused where no limit holds."""
    try:
        limit = choose_limit(
            limits(),
            clock,
            kind=case.kind.code if case.kind else "",
            urgency=case.urgency,
            channel=case.channel.code,
            day=start.astimezone(CHINA).date(),
        )
    except NoLimit as error:
        raise Refused("limit", f"{error}；请管理员在“办理时限”中补充。") from error
    return deadline(limit, start, calendar(), superior_due)


def _next_round(before: list[Assignment]) -> int:
    return 1 + sum(1 for row in before if row.part == "lead")
