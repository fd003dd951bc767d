"""Simulations of the dispatch catalogue: ask for one, watch it run, read what would move."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.errors import INVALID, REFUSALS, put_on
from hotline.desk.forms.dispatch_rules import SimulationForm
from hotline.records.models import DispatchSimulation
from hotline.records.queries.simulations import moves_shown, pairs_of, shares_of
from hotline.steps.simulate_dispatch import RUNNING, ask_simulation, cancel_simulation

PERMIT = "manage_dispatch_rules"
SHOWN = 50
PAGE_SIZE = 100
PERIOD = timedelta(days=90)


@for_staff(PERMIT)
def simulations(request: StaffRequest) -> HttpResponse:
    """GET the form and the latest simulations, POST a new one."""
    today = timezone.localdate()
    if request.method != "POST":
        usual = {
            "starts_on": today - PERIOD, "ends_on": today, "changed_on": today + timedelta(days=1),
        }  # fmt: skip
        return _page(request, SimulationForm(initial=usual), 200)
    form = SimulationForm(request.POST)
    if not form.is_valid():
        return _page(request, form, INVALID)
    try:
        run = ask_simulation(**form.cleaned_data, by=request.user, at=timezone.now())
    except REFUSALS as error:
        return _page(request, form, put_on(form, error))
    return redirect("desk:dispatch_simulation", run.pk)


@for_staff(PERMIT)
@require_safe
def simulation(request: StaffRequest, run: UUID) -> HttpResponse:
    """One simulation with its counts; while it runs, the page asks again until all is there."""
    row = _run_or_404(run)
    if request.htmx and row.status not in RUNNING:
        return HttpResponseClientRefresh()
    context: dict[str, Any] = {
        "run": row,
        "running": row.status in RUNNING,
        "percent": 100 * row.position // row.size if row.size else 0,
        "pairs": pairs_of(row),
        "shares": shares_of(row),
    }
    if not request.htmx:
        page = Paginator(row.moves.order_by("pk"), PAGE_SIZE).get_page(request.GET.get("page"))
        context |= {"page": page, "moves": moves_shown(page.object_list, request.user)}
    template = "dispatch_simulation_counts" if request.htmx else "dispatch_simulation"
    return render(request, f"desk/{template}.html", context)


@for_staff(PERMIT)
@require_POST
def cancel(request: StaffRequest, run: UUID) -> HttpResponse:
    """End a simulation; what it has found stays."""
    row = _run_or_404(run)
    try:
        cancel_simulation(row, by=request.user, at=timezone.now())
    except REFUSALS as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "演算已取消；已得到的结果保留。")
    return redirect("desk:dispatch_simulation", row.pk)


def _page(request: StaffRequest, form: SimulationForm, status: int) -> HttpResponse:
    runs = DispatchSimulation.objects.select_related("asked_by").order_by("-asked_at")[:SHOWN]
    context = {"form": form, "runs": runs}
    return render(request, "desk/dispatch_simulations.html", context, status=status)


def _run_or_404(run: UUID) -> DispatchSimulation:
    try:
        return DispatchSimulation.objects.select_related("asked_by").get(pk=run)
    except DispatchSimulation.DoesNotExist as error:
        raise Http404 from error
