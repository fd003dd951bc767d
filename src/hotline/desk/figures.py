"""The figures of a month: every number with numerator, denominator, definition and its cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_safe

from hotline.desk.clocks import clock_of_row
from hotline.desk.doors import StaffRequest, for_staff
from hotline.records.queries.access import cases_for, contacts_for
from hotline.records.queries.behind import identities_behind
from hotline.records.queries.bulletins import bulletin_of, slips
from hotline.records.queries.cases import PAGE_SIZE, listed
from hotline.records.queries.figures import EditionFigures, NoForm, month_figures
from hotline.records.queries.months import months, names
from hotline.records.queries.reference import with_words
from hotline.rules.arrival_times import FIRST_YEAR
from hotline.rules.counting import Figure
from hotline.rules.describing import describe_figure
from hotline.rules.workdays import CHINA

SEES = ("see_figures", "count", "draft_bulletin", "publish_bulletin")
UNREADABLE_MOMENT = "截至时间“{}”看不懂，请写成 2022-05-06T18:00；下面按现在统计。"


@dataclass(frozen=True, slots=True)
class Row:
    """One figure as the table shows it."""

    figure: Figure
    printed: str


@for_staff(*SEES)
@require_safe
def latest(request: StaffRequest) -> HttpResponse:
    """The month that can be counted last."""
    found = months(timezone.localdate())
    return redirect("desk:figures_of", found[1] if len(found) > 1 else found[0])


@for_staff(*SEES)
@require_safe
def figures(request: StaffRequest, month: str) -> HttpResponse:
    """All figures of the month, now or as of a moment."""
    counted, problem = _counted(request, month)
    rows = [Row(figure, figure.printed()) for figure in counted.measured.figures.values()]
    bulletin = bulletin_of(month)
    context = {
        "month": month,
        "months": months(timezone.localdate()),
        "counted": counted,
        "problem": problem,
        "totals": [row for row in rows if not row.figure.name.startswith(("units.", "topics."))],
        "topics": [row for row in rows if row.figure.name.startswith("topics.")],
        "units": counted.measured.units,
        "header": counted.form.units.header if counted.form.units else (),
        "slips": slips(counted, bulletin.printed) if bulletin and counted.live else [],
        "as_of": request.GET.get("as_of", ""),
    }
    return render(request, "desk/figures.html", context)


@for_staff(*SEES)
@require_safe
def behind(request: StaffRequest, month: str, name: str) -> HttpResponse:
    """One figure: its definition, its arithmetic, and the cases behind it."""
    counted, problem = _counted(request, month)
    figure = counted.measured.figures.get(name)
    if figure is None:
        raise Http404
    whole = request.GET.get("whole") == "1"
    live, as_of = counted.live, counted.as_of
    found = identities_behind(figure, counted.window, as_of, live=live, whole=whole)
    numerator, denominator = describe_figure(figure, names())
    context: dict[str, Any] = {
        "month": month,
        "figure": figure,
        "printed": figure.printed(),
        "numerator": numerator,
        "denominator": denominator,
        "whole": whole,
        "as_of": request.GET.get("as_of", ""),
        "problem": problem,
        "counted": counted,
        "found": len(found),
        **_listed(request, figure, found),
    }
    context["hidden"] = len(found) - context["page"].paginator.count
    return render(request, "desk/figure.html", context)


def _listed(request: StaffRequest, figure: Figure, found: list[UUID]) -> dict[str, Any]:
    """One page of the cases (or contacts) behind, as far as this person may see them."""
    now = timezone.now()
    if figure.of_numerator.of == "contacts":
        rows = contacts_for(request.user).filter(pk__in=found).select_related("channel", "case")
        page = Paginator(rows.order_by("arrived_at"), PAGE_SIZE).get_page(request.GET.get("page"))
        return {"contacts": page, "page": page}
    rows = listed(cases_for(request.user).filter(pk__in=found)).order_by("number")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return {
        "cases": [(case, clock_of_row(case, now)) for case in map(with_words, page)],
        "page": page,
    }


def _counted(request: StaffRequest, month: str) -> tuple[EditionFigures, str]:
    """The month as asked for; an unreadable moment is told, and counts as now."""
    now = timezone.now()
    as_of, problem = _moment(request.GET.get("as_of", ""), now)
    try:
        return month_figures(month, now, as_of=as_of), problem
    except (ValueError, NoForm) as error:
        raise Http404(str(error)) from error


def _moment(text: str, now: datetime) -> tuple[datetime | None, str]:
    if not text.strip():
        return None, ""
    try:
        moment = parse_datetime(text.strip())
    except ValueError:
        moment = None
    if moment is None:
        return None, UNREADABLE_MOMENT.format(text[:40])
    if timezone.is_naive(moment):
        moment = moment.replace(tzinfo=CHINA)
    if moment.year < FIRST_YEAR:
        return None, UNREADABLE_MOMENT.format(text[:40])
    return (None, "截至时间晚于现在，下面按现在统计。") if moment > now else (moment, "")
