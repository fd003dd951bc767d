"""语言模型: drafts for a case on demand, and what the office allows the model."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from hotline.desk.doors import StaffRequest, case_or_404, for_staff
from hotline.desk.errors import INVALID, REFUSALS, STATUS
from hotline.engines.language_model.tasks import TASKS
from hotline.records.models import Assignment, Case, Staff
from hotline.records.queries.model_calls import (
    ENGINE,
    Limits,
    is_on,
    limits,
    newest_calls,
    used_on_the_day_of,
)
from hotline.records.queries.sight import is_own
from hotline.steps.moving import Refused
from hotline.steps.reading.ask_model import ask_model
from hotline.steps.reading.keep_engine import keep_engine

PERMIT = "manage_engines"
LONGEST = 20_000
OUTCOMES = {
    "answered": "已答",
    "unfounded": "不予采用",
    "away": "连不上",
    "slow": "超时",
    "busy": "繁忙",
    "refused": "被拒绝",
    "broken": "回应有误",
}
# name → least, most, what it is called
WHOLE = {
    "calls": (1, 100_000, "每天次数上限"),
    "tokens": (1000, 1_000_000_000, "每天词元上限"),
    "seconds": (1, 120, "每次最长秒数"),
}
MONEY = {"cost": "每天费用上限（元，0 为不限）", "price": "每百万词元价格（元）"}
MOST_MONEY = Decimal(1_000_000)


@for_staff("see_all_cases", "see_unit_cases")
@require_POST
def model_draft(request: StaffRequest, number: str, task: str) -> HttpResponse:
    """POST: one draft about a case, shown as a draft; nothing is filled in and nothing sent."""
    found = case_or_404(request.user, number)
    if task not in TASKS:
        raise Http404
    context = {"case": found, "task": TASKS[task]}
    try:
        asked = ask_model(
            found, task, _material(request, found), by=request.user, at=timezone.now()
        )
    except REFUSALS as error:
        context["refused"], status = str(error), STATUS[type(error)]
    else:
        context["asked"] = asked
        context["answer"] = [
            (name, [value] if isinstance(value, str) else value, isinstance(value, str))
            for name, value in asked.answer.items()
        ]
        status = 200
    # A part is put where it belongs whatever it says.
    status = 200 if request.htmx else status
    part = "desk/model/draft.html" if request.htmx else "desk/model/page.html"
    return render(request, part, context, status=status)


def _material(request: StaffRequest, case: Case) -> dict[str, str]:
    """The case's own words; of the handling what was just typed, else the unit's own last reply."""
    share = _own_share(request.user, case)
    typed = {
        name: request.POST.get(name, "").replace("\0", "")[:LONGEST]
        for name in ("handling", "answer")
    }
    return {
        "诉求": f"{case.title}\n{case.text}",
        "办理情况": typed["handling"] or (share.handling if share else ""),
        "答复": typed["answer"] or (share.answer if share else "") or case.answer,
    }


def _own_share(staff: Staff, case: Case) -> Assignment | None:
    """The newest share that this person may read the handling of."""
    rows = Assignment.objects.filter(case=case).order_by("-given_at")
    return next((row for row in rows if staff.may("see_all_cases") or is_own(staff, row)), None)


@for_staff(PERMIT)
def language_model(request: StaffRequest) -> HttpResponse:
    """GET what the model may and did, POST what it may."""
    if request.method != "POST":
        return _page(request, _shown(limits()), on=is_on())
    given = {name: request.POST.get(name, "").strip()[:20] for name in (*WHOLE, *MONEY)}
    on = request.POST.get("on") == "yes"
    try:
        options = _options(given)
        if on and settings.HOTLINE_MODEL is None:
            raise Refused("on", "还没有设置语言模型的地址（HOTLINE_MODEL_URL），不能开启。")
        keep_engine(ENGINE, is_on=on, options=options, by=request.user, at=timezone.now())
    except REFUSALS as error:
        return _page(request, given, on=on, problem=str(error))
    messages.success(request, "已保存，即时生效。")
    return redirect("desk:language_model")


def _options(given: dict[str, str]) -> dict[str, int | str]:
    found: dict[str, int | str] = {}
    for name, (least, most, called) in WHOLE.items():
        text = given[name]
        if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
            raise Refused(name, f"“{called}”请填 {least} 到 {most} 的整数。")
        found[name] = int(text)
    for name, called in MONEY.items():
        try:
            amount = Decimal(given[name] or "0")
        except InvalidOperation:
            amount = Decimal(-1)
        if not (amount.is_finite() and 0 <= amount <= MOST_MONEY):
            raise Refused(name, f"“{called}”请填 0 到 {MOST_MONEY} 的数。")
        found[name] = str(amount)
    return found


def _shown(known: Limits) -> dict[str, str]:
    return {name: str(getattr(known, name)) for name in (*WHOLE, *MONEY)}


def _page(
    request: StaffRequest, values: dict[str, str], *, on: bool, problem: str = ""
) -> HttpResponse:
    fields = [(name, called, values[name]) for name, (_, _, called) in WHOLE.items()]
    fields += [(name, called, values[name]) for name, called in MONEY.items()]
    context = {
        "server": settings.HOTLINE_MODEL,
        "on": on,
        "fields": fields,
        "problem": problem,
        "used": used_on_the_day_of(timezone.now()),
        "tasks": TASKS.values(),
        "calls": [
            (call, TASKS[call.task].name, OUTCOMES.get(call.outcome, call.outcome))
            for call in newest_calls()
        ],
    }
    return render(request, "desk/model/settings.html", context, status=INVALID if problem else 200)
