"""未接回拨: who called in vain and is to be called back, one row a number."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hotline.channels.telephone.commands import dial
from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.errors import INVALID, REFUSALS
from hotline.desk.paging import asked_page
from hotline.records.models import MissedCaller
from hotline.records.queries.missed import HOW, TABS, counts, lines, missed_in
from hotline.records.queries.missed import missed as missed_row
from hotline.records.sealing import SealBroken
from hotline.steps.calling.answer_missed import (
    CALLS_BACK,
    give_up_missed,
    look_at_missed,
    reach_missed,
    release_missed,
    take_missed,
    try_missed,
)

PAGE_SIZE = 30
PLAIN: dict[str, Callable[..., None]] = {"take": take_missed, "release": release_missed}
NOTED: dict[str, Callable[..., None]] = {
    "try": try_missed,
    "reach": reach_missed,
    "give_up": give_up_missed,
}
SAID = {
    "take": "已认领，请尽快回拨。",
    "release": "已放回列表。",
    "try": "已记下：未打通。",
    "reach": "已记下：已打通，这位来电人不再列出。",
    "give_up": "已记下：不再回拨。",
}


@for_staff(CALLS_BACK)
@require_safe
def missed(request: StaffRequest) -> HttpResponse:
    """GET the list, a tab and a page at a time."""
    tab = request.GET.get("tab", "open")
    return _page(request, tab if tab in TABS else "open")


@for_staff(CALLS_BACK)
@require_POST
def act(request: StaffRequest, row: UUID, verb: str) -> HttpResponse:
    """POST one of the verbs of a row; `dial` shows the number or has the exchange ring."""
    found = missed_row(row)
    if found is None or verb not in {*PLAIN, *NOTED, "dial"}:
        raise Http404
    note = request.POST.get("note", "").replace("\0", "")
    known: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    try:
        if verb == "dial":
            return _dialled(request, found, known)
        if verb in NOTED:
            NOTED[verb](found, note=note, **known)
        else:
            PLAIN[verb](found, **known)
    except REFUSALS as error:
        tab = "harassing" if found.is_harassing else "open"
        extra = {"problem": str(error), "problem_row": found.pk, "note": note}
        return _page(request, tab, status=INVALID, **extra)
    messages.success(request, SAID[verb])
    return redirect(_tab_of(found))


def _dialled(request: StaffRequest, row: MissedCaller, known: dict[str, Any]) -> HttpResponse:
    """The number on the row it belongs to; where the exchange dials, it rings at the agent."""
    tab = "harassing" if row.is_harassing else "open"
    try:
        number = look_at_missed(row, **known)
    except SealBroken:
        problem = "号码无法解密；请联系系统管理员核对密钥文件。"
        return _page(request, tab, status=INVALID, problem=problem, problem_row=row.pk)
    rings = dial(number, by=request.user)
    answer = _page(request, tab, shown_row=row.pk, shown=number, rings=rings)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _tab_of(row: MissedCaller) -> str:
    return reverse("desk:missed") + ("?tab=harassing" if row.is_harassing else "")


def _page(request: StaffRequest, tab: str, *, status: int = 200, **extra: object) -> HttpResponse:
    now = timezone.now()
    found = counts(now)
    pages = Paginator(range(found[tab]), PAGE_SIZE)
    page = pages.page(asked_page(request, pages.num_pages))
    start = (page.number - 1) * PAGE_SIZE
    context = {
        "tab": tab,
        "tabs": [(each, name, found[each]) for each, name in TABS.items()],
        "lines": lines(list(missed_in(tab, now)[start : start + PAGE_SIZE])),
        "page": page,
        "how": HOW,
        **extra,
    }
    return render(request, "desk/calls/missed.html", context, status=status)
