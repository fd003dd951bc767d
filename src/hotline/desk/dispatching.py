"""The dispatcher's desk (派单台): what waits at the left, one case and what to do at the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from hotline.desk.clocks import Clock, clock
from hotline.desk.dispatching_case import case_context
from hotline.desk.doors import StaffRequest, case_or_404, for_staff
from hotline.desk.errors import INVALID, REFUSALS, put_on
from hotline.desk.forms.moves import FORMS
from hotline.desk.forms.moving import MoveForm
from hotline.desk.guesses import guess_context
from hotline.desk.paging import asked_page
from hotline.records.models import Case
from hotline.records.queries.dispatching import TABS, Listed, Page, desk_page
from hotline.records.queries.guesses import alarmed
from hotline.records.queries.reference import calendar
from hotline.rules.deadlines import deadline
from hotline.rules.life import MOVES, Status
from hotline.steps import clocks
from hotline.steps.recall import recall
from hotline.steps.verbs import STEPS

TAB_NAMES = {
    "dispatch": "待派单",
    "person": "需人工研判",
    "accept": "待受理",
    "returns": "退单待审",
    "rulings": "争议待裁定",
    "citizen": "待补充",
}
MOST_PAGES = 200
# What is done here without leaving the desk; everything else is done on the case's own page.
VERBS: dict[Status, tuple[str, ...]] = {
    Status.REGISTERED: ("accept", "classify", "split", "join"),
    Status.AWAITING_DISPATCH: ("dispatch", "classify", "split", "join"),
    Status.RETURN_REQUESTED: ("agree_return", "refuse_return", "refer"),
    Status.AWAITING_RULING: ("rule", "escalate"),
}
UNDONE = "派单台撤回：派单后随即发现有误。"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list as shown: its case, and how its dispatch clock stands."""

    row: Listed
    clock: Clock


@for_staff("dispatch")
@require_safe
def dispatching(request: StaffRequest) -> HttpResponse:
    """GET the desk: the tab, the page and the chosen case stand in the address."""
    return show(request, request.GET.get("case", ""))


def show(
    request: StaffRequest, number: str, *, form: MoveForm | None = None, status: int = 200
) -> HttpResponse:
    """The desk with the case called `number`, or with the first of the list; a refused `form` is
    shown again."""
    now = timezone.now()
    tab = tab_of(request)
    page = desk_page(request.user, tab, asked_page(request, MOST_PAGES), now)
    row = _row(page, number)
    chosen = row.case if row else case_or_404(request.user, number) if number else None
    context: dict[str, Any] = {
        "tab": tab,
        "tabs": [(each, name, address(each)) for each, name in TAB_NAMES.items()],
        "here": address(tab),
        "page": page,
        "lines": [Line(row, waiting_clock(row.case, row.since, now)) for row in page.rows],
        "chosen": chosen,
        "beside": _neighbours(page.rows, chosen),
        "done": _done(request),
        "alarms": alarmed(row.case for row in page.rows),
    }
    if chosen is not None:
        known = row.suggestion if row else None
        context |= case_context(
            request.user,
            chosen,
            now,
            VERBS,
            filled=form,
            suggestion=known,
            chosen=request.GET.get("unit", ""),
        )
        context |= guess_context(request.user, chosen, [p.verb for p in context["panels"]])
    return render(request, "desk/desks/dispatching.html", context, status=status)


def tab_of(request: StaffRequest) -> str:
    """Which tab is asked for; the first one where it is none."""
    tab = request.POST.get("tab") or request.GET.get("tab", "")
    return tab if tab in TABS else "dispatch"


def _row(page: Page, number: str) -> Listed | None:
    """The line of the case called `number`; the first one where none is named."""
    return next((row for row in page.rows if number in ("", row.case.number)), None)


def _neighbours(rows: Sequence[Listed], chosen: Case | None) -> tuple[str, str]:
    """The numbers before and after the chosen case in the list; empty at its ends."""
    numbers = [row.case.number for row in rows]
    if chosen is None or chosen.number not in numbers:
        return "", numbers[0] if numbers and chosen is not None else ""
    at = numbers.index(chosen.number)
    return numbers[at - 1] if at else "", numbers[at + 1] if at + 1 < len(numbers) else ""


def waiting_clock(case: Case, since: datetime, now: datetime) -> Clock:
    """How long the case may still wait for its dispatcher, by the city's rule."""
    if Status(case.status) not in (Status.AWAITING_DISPATCH, Status.REGISTERED):
        return clock(case.due_at, None, now)
    urgent = "dispatch" if case.urgency == "ordinary" else "dispatch_urgent"
    limit = clocks.rule_limit(urgent)
    return clock(deadline([limit], since, calendar()).at if limit else None, None, now)


def _done(request: StaffRequest) -> dict[str, Any] | None:
    """What was done last on this desk, with whether it can still be taken back."""
    number, verb = request.GET.get("done", ""), request.GET.get("did", "")
    if not number or verb not in (*FORMS, "undone"):
        return None
    try:
        case = case_or_404(request.user, number)
    except Http404:
        return None
    undone = verb == "undone"
    back = verb == "dispatch" and case.status == Status.AWAITING_SIGNATURE
    return {
        "case": case,
        "name": "撤回派单" if undone else MOVES[verb].name,
        "may_undo": back and request.user.may("recall"),
    }


@for_staff("dispatch")
def decide(request: StaffRequest, number: str, verb: str) -> HttpResponse:
    """POST a verb of the desk; afterwards the next case stands there."""
    case = case_or_404(request.user, number)
    if not any(verb in verbs for verbs in VERBS.values()):
        raise Http404
    if request.method != "POST":
        return redirect(address(tab_of(request), case=number))
    now = timezone.now()
    form = FORMS[verb](request.POST, case=case, by=request.user, at=now)
    if not form.is_valid():
        return show(request, number, form=form, status=INVALID)
    try:
        STEPS[verb](case, by=request.user, at=now, **form.cleaned_data)
    except REFUSALS as error:
        status = put_on(form, error)
        case = case_or_404(request.user, number)
        form.data = {**form.data.dict(), "seen": case.version}
        return show(request, number, form=form, status=status)
    stays = verb in ("classify", "split") or case.status == TABS[tab_of(request)]
    after = number if stays else request.POST.get("next", "")
    return redirect(address(tab_of(request), case=after, done=number, did=verb))


@for_staff("dispatch")
def undo(request: StaffRequest, number: str) -> HttpResponse:
    """POST: take a dispatch back while the unit has not signed; the case stands here again."""
    case = case_or_404(request.user, number)
    if request.method != "POST":
        return redirect(address("dispatch", case=number))
    if case.status != Status.AWAITING_SIGNATURE:
        return redirect("desk:case", number)
    try:
        recall(case, reason=UNDONE, by=request.user, at=timezone.now(), seen=case.version)
    except REFUSALS:
        return redirect("desk:case", number)
    return redirect(address("dispatch", case=number, done=number, did="undone"))


def address(tab: str, **query: str) -> str:
    """The desk's address with what stands in it."""
    told = {name: value for name, value in query.items() if value}
    return f"{reverse('desk:dispatching')}?{urlencode({'tab': tab, **told})}"
