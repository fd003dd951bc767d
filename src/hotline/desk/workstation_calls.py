"""The bar of the call: who calls, for how long, and the buttons of the call in hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from hotline.channels.telephone.commands import command, command_state
from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.errors import REFUSALS
from hotline.desk.forms.workstation import IncomingForm, ThirdForm, WrapUpForm
from hotline.desk.workstation_beside import caller_context
from hotline.records.models import Call, Case, Channel, Staff
from hotline.records.queries.calls import (
    call_in_hand,
    call_of,
    masked_number,
    registered_in,
    telephone_channel,
    today_of,
    usual_outcome,
)
from hotline.records.queries.seats import turn_of
from hotline.rules.calls import (
    AGENT_NAMES,
    OUTCOMES,
    STATE_NAMES,
    WITHOUT_MATTER,
    AgentState,
    CallState,
    agent_state,
)
from hotline.rules.telling import EMERGENCY_LINES
from hotline.steps.calling.be_free import be_free
from hotline.steps.calling.dismiss import dismiss
from hotline.steps.calling.hang_up import hang_up
from hotline.steps.calling.hold import hold
from hotline.steps.calling.join_third import join_third
from hotline.steps.calling.leave_third import leave_third
from hotline.steps.calling.pick_up import pick_up
from hotline.steps.calling.resume_call import resume_call
from hotline.steps.calling.ring import ring
from hotline.steps.calling.sign_off import sign_off
from hotline.steps.calling.take_break import take_break
from hotline.steps.calling.transfer import transfer
from hotline.steps.calling.wrap_up import wrap_up
from hotline.steps.moving import Refused
from hotline.steps.storing.book import together

PLAIN: dict[str, Callable[..., object]] = {
    "pick_up": pick_up,
    "hold": hold,
    "resume_call": resume_call,
    "leave_third": leave_third,
    "hang_up": hang_up,
}
WITH_THIRD: dict[str, Callable[..., object]] = {"transfer": transfer, "join_third": join_third}
TURNS: dict[str, Callable[..., None]] = {
    "free": be_free,
    "break": take_break,
    "signed_off": sign_off,
}
ENDING: dict[str, Callable[..., object]] = {"wrap_up": wrap_up, "dismiss": dismiss}


@for_staff("register")
@require_safe
def bar(request: StaffRequest) -> HttpResponse:
    """GET the bar; nothing while it stands as the page has `seen` it, so that no focus is lost."""
    call = call_in_hand(request.user)
    if request.GET.get("seen") == _standing(request.user, call):
        return HttpResponse(status=204)
    return _bar(request, call)


@for_staff("register")
@require_POST
def incoming(request: StaffRequest) -> HttpResponse:
    """POST a call that the person has on the line, by its number."""
    form, now = IncomingForm(request.POST), timezone.now()
    if not form.is_valid():
        return _answered(request, "；".join(form.errors["number"]))
    try:
        _came_in(request.user, form.cleaned_data["number"], now)
    except REFUSALS as error:
        return _answered(request, str(error))
    return _answered(request)


def _came_in(staff: Staff, number: str, now: datetime) -> None:
    if call_in_hand(staff) is not None:
        raise Refused("number", "您还有一通来电没有结束；请先挂机并完成话后整理。")
    with together():
        pick_up(ring(number, agent=staff, by=staff, at=now), by=staff, at=now)


@for_staff("register")
@require_POST
def turn(request: StaffRequest, to: str) -> HttpResponse:
    """POST 签入, 小休, the end of it, or 签出: the exchange is told, then it is noted."""
    if to not in TURNS:
        raise Http404
    try:
        command_state(to, by=request.user)
        TURNS[to](by=request.user, at=timezone.now())
    except REFUSALS as error:
        return _answered(request, str(error))
    return _answered(request)


@for_staff("register")
@require_POST
def act(request: StaffRequest, call: UUID, verb: str) -> HttpResponse:
    """POST one of the buttons of the call."""
    found = call_of(request.user, call)
    if found is None or verb not in {**PLAIN, **WITH_THIRD, **ENDING}:
        raise Http404
    try:
        _done(request, found, verb)
    except REFUSALS as error:
        return _answered(request, str(error))
    return _to_next(request) if verb in ENDING else _answered(request)


def _done(request: StaffRequest, call: Call, verb: str) -> None:
    known: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    if verb in WITH_THIRD:
        form = ThirdForm(request.POST)
        third = form.cleaned_data["third"] if form.is_valid() else ""
        command(verb, call, by=request.user, third=third)
        WITH_THIRD[verb](call, third=third, **known)
    elif verb in ENDING:
        command("hang_up", call, by=request.user)
        facts = {"outcome": request.POST.get("outcome", ""), "channel": _line()}
        if verb == "wrap_up":
            facts["note"] = request.POST.get("note", "").replace("\0", "")
        ENDING[verb](call, **facts, **known)
    else:
        if "by_softphone" not in request.POST:  # else the page's own telephone has done it
            command(verb, call, by=request.user)
        PLAIN[verb](call, **known)


def _line() -> Channel:
    """The channel of the telephone line, for calls in which nothing is registered."""
    found = telephone_channel()
    if found is None:
        raise Refused("channel", "城市资料里没有电话渠道，请管理员补充。")
    return found


def _to_next(request: StaffRequest) -> HttpResponse:
    """The call is over: a clean page for the next one."""
    page = redirect("desk:workstation")
    return HttpResponseClientRedirect(page.url) if request.htmx else page


def _answered(request: StaffRequest, problem: str = "") -> HttpResponse:
    """The bar as it stands now; a browser without scripts gets the whole page."""
    if request.htmx:
        return _bar(request, call_in_hand(request.user), problem)
    if problem:
        messages.error(request, problem)
    return redirect("desk:workstation")


def _bar(request: StaffRequest, call: Call | None, problem: str = "") -> HttpResponse:
    """The bar, and with it whose call the form is filled in for."""
    now, staff = timezone.now(), request.user
    cases = registered_in(staff, call) if call is not None else []
    context = {
        "problem": problem,
        "is_part": True,
        **bar_context(staff, call, cases, now),
        **caller_context(staff, call, "", now),
    }
    return render(request, "desk/workstation/bar_part.html", context)


def _standing(staff: Staff, call: Call | None) -> str:
    """What the bar shows, in a word by which a page can ask whether it has changed."""
    if call is not None:
        return f"{call.pk}:{call.state}"
    held = turn_of(staff)
    return held.state if held is not None else AgentState.SIGNED_OFF.value


def bar_context(
    staff: Staff, call: Call | None, cases: Sequence[Case], now: datetime
) -> dict[str, Any]:
    """What the bar shows."""
    held = turn_of(staff)
    state = CallState(call.state) if call is not None else None
    before = AgentState(held.state) if held is not None else AgentState.SIGNED_OFF
    doing = agent_state([state] if state is not None else [], before)
    usual = usual_outcome(call, cases) if call is not None and state == CallState.AFTER else ""
    return {
        "call": call,
        "call_number": masked_number(call) if call is not None else "",
        "call_state": STATE_NAMES[state] if state is not None else "",
        "since": _since(call),
        "turned_at": held.started_at if held is not None else None,
        "doing": doing.value,
        "doing_name": AGENT_NAMES[doing],
        "standing": f"{call.pk}:{call.state}" if call else before.value,
        "today": today_of(staff, now),
        "thirds": list(EMERGENCY_LINES),
        "incoming_form": IncomingForm(auto_id="incoming_%s"),
        "third_form": ThirdForm(auto_id="third_%s"),
        "wrap_up_form": WrapUpForm(auto_id="wrap_%s", initial={"outcome": usual}),
        "dismissals": [(code, OUTCOMES[code]) for code in WITHOUT_MATTER],
    }


def _since(call: Call | None) -> datetime | None:
    """From when the bar counts: ringing, talking, or the work afterwards."""
    if call is None:
        return None
    return call.ended_at or call.answered_at or call.offered_at
