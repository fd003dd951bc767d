"""The dispatch catalogue at the desk: its lines, a text to try it with, changes that are dated."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hotline.desk.dispatch_file import catalogue_file
from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.errors import INVALID, REFUSALS, put_on
from hotline.desk.forms.dispatch_rules import RetireForm, RuleForm, ShiftForm, TrialForm
from hotline.records.models import DispatchRule
from hotline.records.queries.advice import LOOKED_AT, needing_person, suggested_unit
from hotline.records.queries.choosing import unit_label, units_on
from hotline.records.queries.dispatch_rules import ENDED, history_of, lines_on
from hotline.records.queries.reference import catalogue_on
from hotline.rules.dispatching import RULING
from hotline.steps.retire_dispatch_rule import retire_dispatch_rule
from hotline.steps.shift_dispatch_rule import shift_dispatch_rule
from hotline.steps.write_dispatch_rule import write_dispatch_rule

PERMIT = "manage_dispatch_rules"
PAGE_SIZE = 100


@for_staff(PERMIT)
@require_safe
def dispatch_rules(request: StaffRequest) -> HttpResponse:
    """The lines in the order of asking, searched by `q`; with `ended` those that are over."""
    today, words = timezone.localdate(), request.GET.get("q", "").strip()[:50]
    ended = "ended" in request.GET
    lines = lines_on(today, words, ended=ended)
    page = Paginator(lines, PAGE_SIZE).get_page(request.GET.get("page"))
    broken = [line for line in lines if line.problem]
    context = {"lines": page, "q": words, "ended": ended, "broken": broken, "today": today}
    return render(request, "desk/dispatch_rules.html", {**context, "form": TrialForm(today=today)})


@for_staff(PERMIT)
@require_POST
def try_rules(request: StaffRequest) -> HttpResponse:
    """Which line a pasted text would meet, and why. POST, so that no text stands in an address."""
    form = TrialForm(request.POST, today=timezone.localdate())
    context: dict[str, Any] = {"form": form}
    template = "desk/dispatch_trial_form.html" if request.htmx else "desk/dispatch_trial.html"
    if not form.is_valid():
        return render(request, template, context, status=INVALID)
    said = catalogue_on(form.cleaned_data["day"]).advise(form.matter())
    context |= {"said": said, "unit": suggested_unit(said), "tried": True}
    return render(request, template, context)


@for_staff(PERMIT)
def new_rule(request: StaffRequest) -> HttpResponse:
    """GET an empty rule, POST it."""
    today = timezone.localdate()
    if request.method != "POST":
        return _new_page(request, RuleForm(today=today), 200)
    form = RuleForm(request.POST, today=today)
    if not form.is_valid():
        return _new_page(request, form, INVALID)
    try:
        row = _written(request, form, None)
    except REFUSALS as error:
        return _new_page(request, form, put_on(form, error))
    messages.success(request, f"已写入，自 {row.valid_from} 起生效。")
    return redirect("desk:dispatch_rule", row.pk)


@for_staff(PERMIT)
def rule(request: StaffRequest, rule: UUID) -> HttpResponse:
    """GET a rule with its history, POST what shall take its place."""
    row, today = _rule_or_404(rule), timezone.localdate()
    if request.method != "POST":
        return _rule_page(request, row, 200)
    form = RuleForm(request.POST, today=today)
    if not form.is_valid():
        return _rule_page(request, row, INVALID, change=form)
    try:
        new = _written(request, form, row)
    except REFUSALS as error:
        return _rule_page(request, row, put_on(form, error), change=form)
    messages.success(request, f"已修改，自 {new.valid_from} 起生效；原条目保留在历史中。")
    return redirect("desk:dispatch_rule", new.pk)


@for_staff(PERMIT)
@require_POST
def shift(request: StaffRequest, rule: UUID) -> HttpResponse:
    """Give a rule another place."""
    row, today = _rule_or_404(rule), timezone.localdate()
    form = ShiftForm(request.POST, today=today, auto_id="shift_%s")
    if not form.is_valid():
        return _rule_page(request, row, INVALID, shift=form)
    try:
        new = shift_dispatch_rule(row, by=request.user, at=timezone.now(), **form.cleaned_data)
    except REFUSALS as error:
        return _rule_page(request, row, put_on(form, error), shift=form)
    messages.success(request, f"序号已改为 {new.order}，自 {new.valid_from} 起生效。")
    return redirect("desk:dispatch_rule", new.pk)


@for_staff(PERMIT)
@require_POST
def retire(request: StaffRequest, rule: UUID) -> HttpResponse:
    """End a rule."""
    row = _rule_or_404(rule)
    form = RetireForm(request.POST, auto_id="retire_%s")
    if not form.is_valid():
        return _rule_page(request, row, INVALID, retire=form)
    try:
        retire_dispatch_rule(row, by=request.user, at=timezone.now(), **form.cleaned_data)
    except REFUSALS as error:
        return _rule_page(request, row, put_on(form, error), retire=form)
    messages.success(request, "已停用；条目保留在历史中。")
    return redirect("desk:dispatch_rule", row.pk)


@for_staff(PERMIT)
@require_safe
def file(request: StaffRequest) -> HttpResponse:
    """The catalogue of today as a CSV file that Excel opens."""
    today = timezone.localdate()
    answer = HttpResponse(catalogue_file(lines_on(today)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="dispatch-rules-{today}.csv"'
    return answer


@for_staff("dispatch", PERMIT)
@require_safe
def needs_person(request: StaffRequest) -> HttpResponse:
    """The cases awaiting dispatch that no rule can place, each with the reason."""
    found, waiting = needing_person(request.user, timezone.now())
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"found": page, "waiting": waiting, "looked_at": LOOKED_AT}
    return render(request, "desk/needs_person.html", context)


def _written(request: StaffRequest, form: RuleForm, replacing: DispatchRule | None) -> DispatchRule:
    return write_dispatch_rule(
        form.facts(),
        reason=form.cleaned_data["reason"],
        valid_from=form.cleaned_data["valid_from"],
        by=request.user,
        at=timezone.now(),
        replacing=replacing,
    )


def _new_page(request: StaffRequest, form: RuleForm, status: int) -> HttpResponse:
    context = {"form": form, "units": _unit_labels()}
    return render(request, "desk/dispatch_rule_new.html", context, status=status)


def _rule_page(
    request: StaffRequest, row: DispatchRule, status: int, **filled: Form
) -> HttpResponse:
    """A rule with its forms; `filled` takes the place of an empty one of the same name."""
    today = timezone.localdate()
    history = history_of(row, today)
    line = next(line for line in history if line.row.pk == row.pk)
    forms = {
        "change": RuleForm(today=today, row=row),
        "shift": ShiftForm(today=today, auto_id="shift_%s"),
        "retire": RetireForm(auto_id="retire_%s", initial={"last_day": today}),
        **filled,
    }
    context = {
        "line": line,
        "history": history,
        "forms": forms,
        "is_open": line.state != ENDED and row.ended_at is None,
        "failed": next(iter(filled.values()), None),
        "is_ruling": row.source == RULING,
        "units": _unit_labels(),
    }
    return render(request, "desk/dispatch_rule.html", context, status=status)


def _unit_labels() -> list[str]:
    return [unit_label(unit) for unit in units_on(timezone.localdate())]


def _rule_or_404(rule: UUID) -> DispatchRule:
    try:
        return DispatchRule.objects.select_related("unit").get(pk=rule)
    except DispatchRule.DoesNotExist as error:
        raise Http404 from error
