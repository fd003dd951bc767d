"""本单位统计: this month and the last of one's own unit, by those below and by topic."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from hotline.desk.clocks import clock_of_row
from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.paging import asked_page
from hotline.records.queries.figures import month_days
from hotline.records.queries.reference import departments, topics
from hotline.records.queries.unit_figures import (
    NO_TOPIC,
    PAGE_SIZE,
    Asked,
    Cell,
    cases_behind,
    count_unit,
    own_units,
)
from hotline.rules.unit_measures import MEASURES, Value, values_of

MOST_PAGES = 1000


@dataclass(frozen=True, slots=True)
class Number:
    """A value with the address of its cases, and of those of its denominator."""

    value: Value
    cases: str
    whole: str


@dataclass(frozen=True, slots=True)
class Line:
    """One unit or one topic with its numbers."""

    name: str
    numbers: Sequence[Number]
    is_below: bool = False


@for_staff("see_unit_cases")
@require_safe
def unit_figures(request: StaffRequest) -> HttpResponse:
    """GET the figures of a month and of the one before it; without a month, of this one."""
    now = timezone.now()
    month = request.GET.get("month", "") or f"{timezone.localdate(now):%Y-%m}"
    first = _first_day(month)
    before = f"{first - timedelta(days=1):%Y-%m}"
    cells = count_unit(request.user, [before, month], now)
    own = [cell for cell in cells if cell.month == month]
    context = {
        "unit": request.user.department,
        "month": month,
        "before": before,
        "after": _month_after(month) if month < f"{timezone.localdate(now):%Y-%m}" else "",
        "measures": MEASURES.values(),
        "pairs": list(
            zip(
                _numbers(month, own),
                _numbers(before, [cell for cell in cells if cell.month == before]),
                strict=True,
            )
        ),
        "units": _by_unit(request.user.department_id, own_units(request.user), month, own),
        "topics": _by_topic(month, own),
        "as_of": now,
    }
    return render(request, "desk/unit/figures.html", context)


@for_staff("see_unit_cases")
@require_safe
def unit_figure_cases(request: StaffRequest) -> HttpResponse:
    """GET the cases behind one number."""
    query, now = request.GET, timezone.now()
    month = query.get("month", "")
    _first_day(month)
    measure = MEASURES.get(query.get("measure", "received"))
    if measure is None:
        raise Http404
    unit = next((u for u in departments().values() if u.code == query.get("unit")), None)
    if query.get("unit") and (unit is None or unit.pk not in own_units(request.user)):
        raise Http404
    page = asked_page(request, MOST_PAGES)
    asked = Asked(
        month=month,
        measure=measure.code,
        unit=unit.pk if unit else None,
        topic=query.get("topic", "").replace("\0", ""),
        whole=query.get("whole") == "1",
        page=page,
    )
    cases, more = cases_behind(request.user, asked, now)
    context = {
        "month": month,
        "measure": measure,
        "asked": asked,
        "of_unit": unit or request.user.department,
        "of_topic": _topic_name(asked.topic),
        "rows": [(case, clock_of_row(case, now)) for case in cases],
        "first": (page - 1) * PAGE_SIZE + 1,
        "page": page,
        "more": more,
        "other": _address(
            month, measure.code, unit.code if unit else "", asked.topic, not asked.whole
        ),
    }
    return render(request, "desk/unit/figure_cases.html", context)


def _first_day(month: str) -> date:
    """The first day of a month that the address names; 404 for what is none."""
    try:
        return month_days(month)[0]
    except ValueError as error:
        raise Http404 from error


def _month_after(month: str) -> str:
    return f"{month_days(month)[1] + timedelta(days=1):%Y-%m}"


def _numbers(month: str, cells: Iterable[Cell], *, unit: str = "", topic: str = "") -> list[Number]:
    """Every measure over these cells."""
    return [
        Number(
            value,
            _address(month, value.measure.code, unit, topic, whole=False),
            _address(month, value.measure.code, unit, topic, whole=True),
        )
        for value in values_of(_summed(cells))
    ]


def _summed(cells: Iterable[Cell]) -> dict[str, tuple[int, int]]:
    found = dict.fromkeys(MEASURES, (0, 0))
    for cell in cells:
        for code, (above, below) in cell.counts.items():
            found[code] = (found[code][0] + above, found[code][1] + below)
    return found


def _by_unit(
    own: int | None, units: Sequence[int], month: str, cells: Sequence[Cell]
) -> list[Line]:
    """One's own unit and those below it that led a case; nothing where only one's own did."""
    grouped: dict[int, list[Cell]] = {}
    for cell in cells:
        grouped.setdefault(cell.unit, []).append(cell)
    known = departments()
    return [
        Line(
            known[pk].name + ("（本级）" if pk == own else ""),
            _numbers(month, grouped[pk], unit=known[pk].code),
            is_below=pk != own,
        )
        for pk in units
        if pk in grouped and len(units) > 1
    ]


def _by_topic(month: str, cells: Sequence[Cell]) -> list[Line]:
    """The branches of the tree of topics, the largest first."""
    grouped: dict[str, list[Cell]] = {}
    for cell in cells:
        topic = topics().get(cell.topic) if cell.topic else None
        grouped.setdefault(topic.path[0] if topic else NO_TOPIC, []).append(cell)
    lines = [
        Line(_topic_name(code), _numbers(month, rows, topic=code)) for code, rows in grouped.items()
    ]
    return sorted(lines, key=lambda line: -line.numbers[0].value.numerator)


def _topic_name(code: str) -> str:
    if code == NO_TOPIC:
        return "未分类"
    return next((topic.name for topic in topics().values() if code and topic.code == code), "")


def _address(month: str, measure: str, unit: str, topic: str, whole: bool) -> str:
    asked: Mapping[str, str] = {
        "month": month,
        "measure": measure,
        **({"unit": unit} if unit else {}),
        **({"topic": topic} if topic else {}),
        **({"whole": "1"} if whole else {}),
    }
    return f"{reverse('desk:unit_figure_cases')}?{urlencode(asked)}"
