"""The supervisor's desk (督办台): what is late by unit and cause, what is stuck, and acting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hotline.desk.clocks import clock_of_row
from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.paging import asked_page
from hotline.records.models import Case, Department
from hotline.records.queries import lateness
from hotline.records.queries.cases import COUNT_UP_TO, PAGE_SIZE, CasePage, listed
from hotline.records.queries.lateness import CAUSES, COLUMNS, OFFICE, Edges, UnitRow, edges
from hotline.records.queries.reference import departments_by_code, thresholds, with_words
from hotline.records.queries.stuck import SORTS, stuck

PERMIT = "supervise"
TABS = {"oversight": "逾期和临期", "oversight_stuck": "停滞工单", "suspicions": "疑点"}
# What a supervisor does with several cases at once, and with which level a supervision begins.
ACTS = (
    ("urge", "", "催办", "bell"),
    ("supervise", "ordinary", "督办", "eye"),
    ("supervise", "summons", "约谈", "users"),
    ("raise_supervision", "", "督办升级", "chevron-up"),
)
MOST_PAGES = 2000


@dataclass(frozen=True, slots=True)
class Tile:
    """One number of the office with its cases behind it."""

    what: str
    name: str
    count: int


@for_staff(PERMIT)
@require_safe
def oversight(request: StaffRequest) -> HttpResponse:
    """GET what is late or about to be, units down and ways of being late across; and why."""
    at = edges(timezone.now())
    late = lateness.late_by_unit(request.user, at)
    causes = lateness.causes_by_unit(request.user, at)
    met = [code for code in CAUSES if any(code in row.counts for row in causes)]
    office = lateness.late_at_office(request.user, at)
    context = {
        **words(at),
        "late": late,
        "late_totals": _totals(late, list(COLUMNS)),
        "columns": COLUMNS,
        "causes": causes,
        "cause_totals": _totals(causes, met),
        "cause_names": {code: CAUSES[code] for code in met},
        "cause_rows": [(code, CAUSES[code], count) for code, count in _totals(causes, met)],
        "office": [Tile(what, OFFICE[what], count) for what, count in office.items()],
    }
    return render(request, "desk/oversight/late.html", {**context, "tabs": TABS})


@for_staff(PERMIT)
@require_safe
def behind(request: StaffRequest) -> HttpResponse:
    """GET the cases behind one number, with what can be done with several of them."""
    what, code = request.GET.get("what", ""), request.GET.get("unit", "")
    names = {**COLUMNS, **CAUSES, **OFFICE}
    unit = departments_by_code().get(code)
    if what not in names or (code and unit is None):
        raise Http404
    at = edges(timezone.now())
    found = lateness.cases_behind(request.user, what, unit, at)
    context = {
        **page_of(request, found, at),
        "title": _title(names[what], unit),
        "back": "desk:oversight",
        "export": "oversight",
        "back_name": "督办台",
        "acts": [act for act in ACTS if request.user.may(PERMIT)],
    }
    return render(request, "desk/oversight/cases.html", context)


@for_staff(PERMIT)
@require_safe
def stuck_cases(request: StaffRequest) -> HttpResponse:
    """GET the open cases that do not get on, by what keeps them."""
    at = edges(timezone.now())
    sorts = [(code, name, stuck(request.user, code, at)) for code, name in SORTS.items()]
    context = {**words(at), "sorts": sorts, "tabs": TABS, "acts": ACTS}
    return render(request, "desk/oversight/stuck.html", context)


def words(at: Edges) -> dict[str, Any]:
    """What the notes beside the numbers say: from when on something is told."""
    return {"thresholds": thresholds(), "now": at.now, "soon": at.soon, "idle": at.idle}


def page_of(request: StaffRequest, found: QuerySet[Case], at: Edges) -> dict[str, Any]:
    """One page of the cases behind a number, as the list's table shows them."""
    number = asked_page(request, MOST_PAGES)
    total = found.order_by()[:COUNT_UP_TO].count()
    start = (number - 1) * PAGE_SIZE
    rows = listed(found).order_by("due_at", "registered_at", "pk")[start : start + PAGE_SIZE]
    page = CasePage(list(map(with_words, rows)), total, number)
    return {"page": page, "rows": [(row, clock_of_row(row, at.now)) for row in page.rows]}


def _totals(rows: list[UnitRow], names: list[str]) -> list[tuple[str, int]]:
    return [(name, sum(row.counts.get(name, 0) for row in rows)) for name in names]


def _title(name: str, unit: Department | None) -> str:
    return f"{unit.name}：{name}" if unit is not None else name
