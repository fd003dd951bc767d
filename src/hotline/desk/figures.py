"""The figures of a period: every number with numerator, denominator, definition and its cases;
now, as of a moment, or at two moments side by side with each difference explained."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hotline.desk.behind import (
    MOST_PAGES,
    Moment,
    number_behind,
    page_of_found,
    rows_behind,
)
from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.figures_asked import Asked, neighbours, read_asked, ready_moments
from hotline.desk.paging import asked_page
from hotline.records.queries.bulletins import bulletin_of, slips
from hotline.records.queries.cases import PAGE_SIZE
from hotline.records.queries.differences import Asked as Difference
from hotline.records.queries.differences import changed, find_changed
from hotline.records.queries.figures import EditionFigures
from hotline.records.queries.months import months, names
from hotline.records.queries.period_figures import Beside, beside
from hotline.records.queries.reference import departments
from hotline.rules.counting import SECONDS_A_DAY, Figure, rounded
from hotline.rules.describing import describe_figure
from hotline.rules.periods import read_period

SEES = ("see_figures", "count", "draft_bulletin", "publish_bulletin")
MONTHS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Row:
    """One figure as the table shows it."""

    figure: Figure
    printed: str


@for_staff(*SEES)
@require_safe
def latest(request: StaffRequest) -> HttpResponse:
    """The period that was typed, or the month that can be counted last."""
    typed = request.GET.get("period", "").strip()
    if not typed:
        found = months(timezone.localdate())
        return redirect("desk:figures_of", found[1] if len(found) > 1 else found[0])
    try:
        code = read_period(typed).code
    except ValueError as error:
        raise Http404(str(error)) from error
    kept = {
        name: request.GET[name]
        for name in ("family", "unit", "as_of", "with")
        if request.GET.get(name)
    }
    address = redirect("desk:figures_of", code)
    if kept:
        address["Location"] += f"?{urlencode(kept)}"
    return address


@for_staff(*SEES)
@require_safe
def figures(request: StaffRequest, month: str) -> HttpResponse:
    """All figures of the period, at one moment or at two."""
    now = timezone.now()
    asked = read_asked(request, month)
    counted = asked.at(asked.as_of, now)
    context = {**_place(asked, counted, now), **_shown(counted)}
    if asked.compared:
        then, later = asked.moments(now)
        pair = {
            moment: counted if moment == asked.as_of else asked.at(moment, now)
            for moment in {then, later}
        }
        context |= {
            "then": pair[then],
            "later": pair[later],
            "beside": beside(pair[then], pair[later]),
        }
    return render(request, "desk/figures.html", context)


def _place(asked: Asked, counted: EditionFigures, now: datetime) -> dict[str, Any]:
    """What every page of figures says of where it is and where else one may look."""
    ready = ready_moments(asked.period, now)
    return {
        "month": asked.period.code,
        "asked": asked,
        "counted": counted,
        "problem": asked.problem,
        "as_of": asked.text.get("as_of", ""),
        "months": months(timezone.localdate())[:MONTHS_SHOWN],
        "neighbours": neighbours(asked.period),
        "moments": ready,
        "known_with": asked.text.get("with", "") in {moment for _, moment in ready},
        "families": asked.forms,
        "units": sorted(departments().values(), key=lambda row: (row.order, row.code)),
    }


def _shown(counted: EditionFigures) -> dict[str, Any]:
    """The figures in their groups, and where an earlier print says something else."""
    rows = [Row(figure, figure.printed()) for figure in counted.measured.figures.values()]
    bulletin = bulletin_of(counted.period.code) if counted.period.kind == "month" else None
    whole = bulletin is not None and counted.live and not counted.unit
    return {
        "totals": [row for row in rows if not row.figure.name.startswith(("units.", "topics."))],
        "topics": [row for row in rows if row.figure.name.startswith("topics.")],
        "unit_rows": [row for row in counted.measured.units if counted.unit in ("", row.unit.code)],
        "header": counted.form.units.header if counted.form.units else (),
        "slips": slips(counted, bulletin.printed) if bulletin and whole else [],
    }


@for_staff(*SEES)
@require_safe
def behind(request: StaffRequest, month: str, name: str) -> HttpResponse:
    """One figure: its definition, its arithmetic, and the cases behind it."""
    now = timezone.now()
    asked = read_asked(request, month)
    counted = asked.at(asked.as_of, now)
    figure = _figure(counted, name)
    whole = request.GET.get("whole") == "1"
    found, window = number_behind(figure, whole=whole), counted.window_of(figure)
    numerator, denominator = describe_figure(figure, names())
    context: dict[str, Any] = {
        "month": month,
        "asked": asked,
        "figure": figure,
        "printed": figure.printed(),
        "numerator": numerator,
        "denominator": denominator,
        "measure": counted.measured.measures.get(figure.measure),
        "days": rounded(figure.numerator, SECONDS_A_DAY, 1),
        "whole": whole,
        "as_of": asked.text.get("as_of", ""),
        "problem": asked.problem,
        "counted": counted,
        "window": window,
        "found": found,
        "page": page_of_found(request, found),
        "hidden": 0,
    }
    # Behind a number that is none there is nothing to be looked for among millions of rows.
    if found:
        moment = Moment(counted.as_of, counted.live)
        context |= rows_behind(request, figure, window, moment, context["page"], whole=whole)
    return render(request, "desk/figure.html", context)


@for_staff(*SEES)
@require_safe
def changes(request: StaffRequest, month: str, name: str) -> HttpResponse:
    """Why a figure differs between two moments: the cases that came in and went out, and how."""
    now = timezone.now()
    asked = read_asked(request, month)
    first, last = asked.moments(now)
    then, later = asked.at(first, now), asked.at(last, now)
    pair = Beside(then.measured.figures.get(name), later.measured.figures.get(name))
    if pair.then is None and pair.now is None:
        raise Http404
    whole = request.GET.get("whole") == "1" and pair.figure.is_share
    difference = Difference(pair.figure, later.window, first or now, last or now, whole)
    number = asked_page(request, MOST_PAGES)
    found = find_changed(difference, limit=PAGE_SIZE, offset=(number - 1) * PAGE_SIZE)
    is_contacts = pair.figure.of_numerator.of != "cases"
    rows = [] if is_contacts else changed(request.user, difference, found)
    context = {
        **{"month": month, "asked": asked, "problem": asked.problem, "pair": pair},
        **{"then": then, "later": later, "came": found.came, "went": found.went, "whole": whole},
        **{
            "page": page_of_found(request, found.came + found.went),
            "rows": rows,
            "hidden": len(found.identities) - len(rows),
            "is_contacts": is_contacts,
        },
    }
    return render(request, "desk/figure_changes.html", context)


def _figure(counted: EditionFigures, name: str) -> Figure:
    figure = counted.figure(name)
    if figure is None:
        raise Http404
    return figure
