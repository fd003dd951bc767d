"""The callback desk (回访台): whom to call at the left, the call and what was said at the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hotline.desk.clocks import Clock, clock
from hotline.desk.doors import StaffRequest, case_or_404, for_staff
from hotline.desk.errors import INVALID, REFUSALS, STATUS, put_on
from hotline.desk.forms.calling_back import CallForm, SaidForm
from hotline.records.models import Case, Staff
from hotline.records.queries.calling_back import (
    LOOKED_AT,
    Call,
    answers_of,
    calls_for,
    done_today,
    script_for,
    tries_of,
)
from hotline.records.queries.case_pages import cases_called
from hotline.records.queries.citizens import masked
from hotline.records.sealing import SealBroken
from hotline.rules.life import Status
from hotline.steps.calling_back.claim_call import claim_call
from hotline.steps.calling_back.record_call import Said, record_call
from hotline.steps.reveal import reveal

PAGE_SIZE = 40
TABS = {"now": "现在可打", "later": "未到时间"}
WHY = "回访诉求人"
DESK = reverse_lazy("desk:callbacks")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list: a citizen, and how the earliest of their callbacks stands."""

    call: Call
    clock: Clock


@for_staff("call_back")
@require_safe
def callbacks(request: StaffRequest) -> HttpResponse:
    """GET the desk: the chosen call stands in the address by the number of its first case."""
    return show(request, request.GET.get("case", ""))


def show(
    request: StaffRequest,
    number: str,
    *,
    forms: tuple[CallForm, Sequence[SaidForm]] | None = None,
    status: int = 200,
    **extra: Any,
) -> HttpResponse:
    """The desk with the call that `number` is part of, or with the first whose turn it is."""
    now = timezone.now()
    calls = calls_for(request.user, now)
    tab = "later" if request.GET.get("tab") == "later" else "now"
    listed = [call for call in calls if call.is_now == (tab == "now")]
    chosen = _chosen(calls, listed, number)
    if number and chosen is None:
        case_or_404(request.user, number)
    context: dict[str, Any] = {
        "tab": tab,
        "tabs": [(each, name, f"{DESK}?tab={each}") for each, name in TABS.items()],
        "here": f"{DESK}?tab={tab}",
        "counts": _counts(request.user, calls, now),
        "lines": [Line(call, clock(call.due_at, None, now)) for call in listed[:PAGE_SIZE]],
        "beyond": len(listed) - PAGE_SIZE,
        "is_cut": len(calls) >= LOOKED_AT,
        "chosen": chosen,
        "gone": number if number and chosen is None else "",
        "next": _after(listed, chosen),
        **extra,
    }
    if chosen is not None:
        context |= _call_context(request.user, chosen, now, forms)
    return render(request, "desk/desks/callbacks.html", context, status=status)


def _chosen(calls: Sequence[Call], listed: Sequence[Call], number: str) -> Call | None:
    """The call of which a case is named; without a name the first one that nobody has claimed."""
    if number:
        return next((c for c in calls if number in {case.number for case in c.cases}), None)
    return next((call for call in listed if not call.claimed_by), None)


def _after(listed: Sequence[Call], chosen: Call | None) -> str:
    """The next call of the list that nobody has claimed, beginning anew at its end."""
    at = listed.index(chosen) if chosen in listed else -1
    others = [*listed[at + 1 :], *listed[: max(at, 0)]]
    return next((call.number for call in others if not call.claimed_by), "")


def _counts(staff: Staff, calls: Sequence[Call], now: datetime) -> list[tuple[str, int]]:
    """The figures over the desk."""
    ready = [call for call in calls if call.is_now]
    done, reached = done_today(staff, now)
    return [
        ("现在可打", len(ready)),
        ("未到时间", len(calls) - len(ready)),
        ("打过未通", sum(1 for call in calls if call.tries)),
        ("今日已打", done),
        ("其中接通", reached),
    ]


def _call_context(
    staff: Staff,
    call: Call,
    now: datetime,
    forms: tuple[CallForm, Sequence[SaidForm]] | None,
) -> dict[str, Any]:
    """What the right side shows: the citizen, the script, each case with its answer, the forms."""
    cases = list(cases_called(staff, [case.number for case in call.cases]).values())
    cases.sort(key=lambda case: [each.number for each in call.cases].index(case.number))
    call_form, said = forms or (CallForm(), [SaidForm(case=case) for case in cases])
    answers, tries = answers_of(cases), tries_of(cases)
    first = cases[0]
    return {
        "call": call,
        "case": first,
        "citizen": masked(staff, first),
        "may_dial": staff.may("reveal") and first.citizen is not None,
        "script": script_for(first, timezone.localdate(now)),
        "call_form": call_form,
        "about": [
            {"case": form.case, "form": form, "answers": answers.get(form.case.pk, [])}
            for form in said
        ],
        "tries": tries,
        "clock": clock(call.due_at, None, now),
        "has_errors": any(form.errors for form in (call_form, *said)),
    }


@for_staff("call_back")
def record(request: StaffRequest, number: str) -> HttpResponse:
    """POST what one call brought, for all cases that it was about; then the next call is shown."""
    case_or_404(request.user, number)
    if request.method != "POST":
        return redirect(f"{DESK}?case={number}")
    known = cases_called(request.user, request.POST.getlist("about")[:20])
    cases = [case for case in known.values() if case.status == Status.AWAITING_CALLBACK]
    call = CallForm(request.POST)
    call.is_valid()
    reached = call.cleaned_data.get("reached")
    said = [SaidForm(request.POST, case=case, reached=reached) for case in cases]
    valid = [form.is_valid() for form in said]
    if not cases or not call.is_valid() or not all(valid):
        return show(request, number, forms=(call, said) if cases else None, status=INVALID)
    now = timezone.now()
    try:
        record_call([_said(form) for form in said], **call.cleaned_data, by=request.user, at=now)
    except REFUSALS as error:
        status = put_on(call, error)
        return show(request, number, forms=(call, said), status=status)
    after = request.POST.get("next", "")
    told = f"&done={number}&did={'reached' if reached else 'tried'}"
    return redirect(f"{DESK}?case={after}{told}")


def _said(form: SaidForm) -> Said:
    return Said(form.case, **form.cleaned_data)


@for_staff("call_back")
@require_POST
def claim(request: StaffRequest, number: str) -> HttpResponse:
    """POST: say that one is calling now; answers with the colleague who is, if there is one."""
    now = timezone.now()
    other = claim_call(_cases_of_call(request, number, now), by=request.user, at=now)
    if not request.htmx:
        return redirect(f"{DESK}?case={number}")
    return render(request, "desk/desks/claimed.html", {"other": other})


@for_staff("call_back")
@require_POST
def dial(request: StaffRequest, number: str) -> HttpResponse:
    """POST: the full number for one call; the look is journaled like any other."""
    case = case_or_404(request.user, number)
    context: dict[str, Any] = {"case": case}
    status = 200
    try:
        value = reveal(case, "phone", reason=WHY, by=request.user, at=timezone.now())
        context["revealed"] = value or "（未登记）"
    except REFUSALS as error:
        context["problem"], status = str(error), STATUS[type(error)]
    except SealBroken:
        context["problem"] = "这个号码无法解密；请联系系统管理员核对密钥文件。"
        status = INVALID
    if not request.htmx:
        return show(request, number, status=status, **context)
    return render(request, "desk/desks/dialled.html", context, status=status)


def _cases_of_call(request: StaffRequest, number: str, now: datetime) -> list[Case]:
    """All cases of the call that a case is part of; that case alone where it waits no more."""
    case = case_or_404(request.user, number)
    calls = calls_for(request.user, now)
    found = (call.cases for call in calls if number in {each.number for each in call.cases})
    return next(found, [case] if case.status == Status.AWAITING_CALLBACK else [])
