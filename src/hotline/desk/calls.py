"""话务: the queue board, the calls behind each of its numbers, and one call from ring to end."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hotline.desk.call_lines import call_line, call_lines
from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.errors import INVALID, REFUSALS
from hotline.desk.paging import asked_page
from hotline.desk.walls import COOKIE, LONGEST_KEY
from hotline.records.models import Call
from hotline.records.queries.access import cases_for
from hotline.records.queries.calls import day_start
from hotline.records.queries.queue_board import DAY, board, calls_behind
from hotline.records.queries.seats import queue_names, telephone_rules
from hotline.records.scope import everything
from hotline.rules.calls import AGENT_NAMES, AgentState
from hotline.rules.connecting import KINDS
from hotline.rules.telephony import CALL_KINDS, ENDED_BY
from hotline.steps.calling.listen import listen, reveal_caller
from hotline.steps.walls.hang import note_seen, screen_of

PERMIT = "see_calls"
PAGE_SIZE = 50
MOST = 20_000
SPANS = {"day": "最近 24 小时", "today": "今天"}
LOOKS = {"recording": listen, "phone": reveal_caller}


@for_staff(PERMIT)
@require_safe
def queue(request: StaffRequest) -> HttpResponse:
    """GET the board; asked for as a part it is drawn anew while the line moves."""
    return render(request, "desk/calls/queue.html", _board_context(timezone.now()))


@require_safe
def queue_wall(request: HttpRequest) -> HttpResponse:
    """GET the board as a screen on a wall shows it: numbers and seats, nobody's call."""
    key = request.COOKIES.get(COOKIE, "")
    screen = screen_of(key) if 0 < len(key) <= LONGEST_KEY else None
    if screen is None:
        raise Http404
    now = timezone.now()
    note_seen(screen, at=now)
    with everything():
        context = {**_board_context(now), "wall": screen}
    response = render(request, "desk/calls/queue_wall.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


def _board_context(now: datetime) -> dict[str, Any]:
    shown = board(now)
    return {
        "board": shown,
        "states": [(AGENT_NAMES[state], state.value, n) for state, n in shown.by_state.items()],
        "turns": [(turn, AGENT_NAMES[AgentState(turn.state)]) for turn in shown.turns],
        "spans": [("today", SPANS["today"], shown.today), ("day", SPANS["day"], shown.day)],
    }


@for_staff(PERMIT)
@require_safe
def calls(request: StaffRequest) -> HttpResponse:
    """GET the calls that a number of the board counts, a page at a time, the newest first."""
    now, rules = timezone.now(), telephone_rules()
    kind = request.GET.get("kind", "offered")
    span = request.GET.get("span", "day")
    if kind not in KINDS or span not in SPANS:
        raise Http404
    since = now - DAY if span == "day" else day_start(now)
    found = calls_behind(kind, since, now, rules.answer_seconds)
    number = found[:MOST].count()
    pages = Paginator(range(number), PAGE_SIZE)
    page = pages.page(asked_page(request, pages.num_pages))
    start = (page.number - 1) * PAGE_SIZE
    rows = found.select_related("agent").order_by("-offered_at", "-pk")[start : start + PAGE_SIZE]
    context = {
        "lines": call_lines(list(rows)),
        "page": page,
        "number": number,
        "kind": kind,
        "kinds": KINDS.items(),
        "kind_name": KINDS[kind],
        "span": span,
        "spans": SPANS.items(),
        "seconds": rules.answer_seconds,
    }
    return render(request, "desk/calls/calls.html", context)


@for_staff(PERMIT)
@require_safe
def call(request: StaffRequest, call: UUID) -> HttpResponse:
    """GET one call: what happened in it, and what was registered."""
    return _call(request, _found(call))


@for_staff("hear_recordings")
@require_POST
def look(request: StaffRequest, call: UUID) -> HttpResponse:
    """POST the reason: the recording's reference or the number, shown this once."""
    found = _found(call)
    what, reason = request.POST.get("field", ""), request.POST.get("reason", "").replace("\0", "")
    if what not in LOOKS:
        return _call(request, found, problem="请选择要查看的内容。", status=INVALID)
    try:
        value = LOOKS[what](found, reason=reason, by=request.user, at=timezone.now())
    except REFUSALS as error:
        return _call(request, found, problem=str(error), reason=reason, field=what, status=INVALID)
    answer = _call(request, found, revealed=value or "（号码未显示）", field=what)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _found(pk: UUID) -> Call:
    found = Call.objects.select_related("agent", "road").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _call(
    request: StaffRequest, found: Call, *, status: int = 200, **extra: object
) -> HttpResponse:
    events = found.events.select_related("agent", "by").order_by("at", "pk")
    told = [
        {"event": event, "name": CALL_KINDS[event.kind], "ended_by": ENDED_BY.get(event.ended_by)}
        for event in events
    ]
    context = {
        **call_line(found, queue_names()),
        "events": told,
        "cases": list(cases_for(request.user).filter(contacts__call=found)[:PAGE_SIZE]),
        "may_look": request.user.may("hear_recordings"),
        **extra,
    }
    return render(request, "desk/calls/call.html", context, status=status)
