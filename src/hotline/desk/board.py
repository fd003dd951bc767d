"""The board (看板): a day, week or month at a glance; every number leads to its cases."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hotline.desk.behind import Moment, number_behind, page_of_found, rows_behind
from hotline.desk.clocks import clock_of_row
from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.hot_issues import hot_block
from hotline.desk.oversight import page_of
from hotline.records.queries import board as boards
from hotline.records.queries.lateness import edges
from hotline.records.queries.months import names
from hotline.rules.board import CALL_MEASURES, MEASURES, Group
from hotline.rules.counting import COUNT, Figure
from hotline.rules.describing import describe_figure
from hotline.rules.district_map import WIDTH, DistrictMap, Shape, drawn, shades
from hotline.rules.periods import Period, period_of, read_period
from hotline.rules.workdays import CHINA

SEES = ("see_figures", "instruct")
KINDS = ("day", "week", "month")
KIND_NAMES = {"day": "今天", "week": "本周", "month": "本月"}
THOSE_BEFORE = {"day": "前一日", "week": "上周", "month": "上月"}
TILES = ("count", "closed", "open", "overdue", "on_time_rate", "solved_rate", "satisfied_rate")
EDGE = 8  # around the map, so that its borders are whole
RISK = "at-risk"


@dataclass(frozen=True, slots=True)
class Tile:
    """One large number beside the one of the period before at the same time."""

    measure: str
    name: str
    figure: Figure
    before: Figure
    change: str

    @property
    def is_worse(self) -> bool:
        """Whether it is a number that should be none."""
        return self.measure == "overdue" and bool(self.figure.numerator)


@dataclass(frozen=True, slots=True)
class Place:
    """A district on the map."""

    shape: Shape
    group: Group
    shade: int


@for_staff(*SEES)
@require_safe
def board(request: StaffRequest, period: str = "") -> HttpResponse:
    """GET the board of a period; of today without one."""
    asked = asked_period(period)
    context = {
        **board_context(asked),
        "days": boards.by_day(asked) if asked.kind != "day" else [],
        "risky": [
            (row, clock_of_row(row, timezone.now()))
            for row in boards.risky(request.user, timezone.now())
        ],
        "at_risk": boards.at_risk(request.user, timezone.now()).count(),
        "hot_block": hot_block(request.user),
        "kinds": _kinds(asked),
        "next": _next(asked),
    }
    return render(request, "desk/board/board.html", context)


@for_staff(*SEES)
@require_safe
def latest(request: StaffRequest) -> HttpResponse:
    """GET the address without a period, or with one typed into its field."""
    asked = request.GET.get("period", "").strip()
    if not asked:
        return board(request)
    return redirect("desk:board_of", asked_period(asked).code)


@for_staff(*SEES)
@require_safe
def behind(request: StaffRequest, period: str, name: str) -> HttpResponse:
    """GET one number: its definition, its arithmetic and the cases behind it."""
    asked = asked_period(period)
    if name == RISK:
        return _at_risk(request, asked)
    now = timezone.now()
    figure = boards.figure_called(asked, name, now)
    if figure is None:
        raise Http404
    whole = request.GET.get("whole") == "1" and figure.is_share
    found = number_behind(figure, whole=whole)
    numerator, denominator = describe_figure(figure, names())
    page = page_of_found(request, found)
    context = {
        "period": asked,
        "label": figure.label,
        "figure": figure,
        "printed": figure.printed(),
        "numerator": numerator,
        "denominator": denominator,
        "whole": whole,
        "found": found,
        "page": page,
    }
    if found:
        window, moment = boards.window_of(asked), Moment(now, live=True)
        context |= rows_behind(request, figure, window, moment, page, whole=whole)
    return render(request, "desk/board/behind.html", context)


def _at_risk(request: StaffRequest, period: Period) -> HttpResponse:
    """The cases whose deadline comes within a day."""
    now = timezone.now()
    found = page_of(request, boards.at_risk(request.user, now), edges(now))
    context = {
        "period": period,
        "label": "24 小时内到期",
        "found": found["page"].total,
        "page": found["page"],
        "cases": found["rows"],
    }
    return render(request, "desk/board/behind.html", context)


def asked_period(code: str) -> Period:
    """The day, week or month that an address names; today without one."""
    today = timezone.now().astimezone(CHINA).date()
    if not code:
        return period_of("day", today)
    try:
        period = period_of(code, today) if code in KINDS else read_period(code)
    except ValueError as error:
        raise Http404(str(error)) from error
    if period.kind not in KINDS or period.starts_on > today:
        raise Http404
    return period


def board_context(period: Period) -> dict[str, Any]:
    """What a board shows besides single cases: on the desk and on a wall alike."""
    shown = boards.shown(period, timezone.now())
    city = boards.city_map()
    places, height = _places(shown, city)
    return {
        "shown": shown,
        "period": period,
        "before_name": THOSE_BEFORE[period.kind],
        "tiles": _tiles(shown),
        "measures": MEASURES,
        "channels": shown.now.channels,
        "topics": shown.now.topics,
        "units": shown.now.units,
        "districts": shown.now.districts,
        "places": places,
        "map": city,
        "map_width": int(WIDTH) + 2 * EDGE,
        "map_height": height + 2 * EDGE,
    }


def _places(shown: boards.Shown, city: DistrictMap) -> tuple[list[Place], int]:
    groups = {group.code: group for group in shown.now.districts}
    dark = shades({code: group.received for code, group in groups.items()})
    districts = [row for row in city.districts if row.unit in groups]
    shapes, height = drawn(districts)
    return [Place(shape, groups[shape.unit], dark[shape.unit]) for shape in shapes], height


def _tiles(shown: boards.Shown) -> list[Tile]:
    now, before = shown.now.all.figures, shown.before.all.figures
    names = {name: MEASURES[name] for name in TILES}
    for name, label in CALL_MEASURES.items():
        if name in now and now[name].denominator:  # no rate of a line that tells nothing
            names[name] = label
    return [
        Tile(name, label, now[name], before[name], _change(now[name], before[name]))
        for name, label in names.items()
        if name in now and name in before
    ]


def _change(now: Figure, before: Figure) -> str:
    """The difference in words: cases for a number, percentage points for a rate, never mixed."""
    if now.kind == COUNT:
        return _signed(now.numerator - before.numerator, "件")
    change = replace(now, since=before).change
    return _signed(change, now.change_unit) if change is not None else ""


def _signed(number: int | Decimal, unit: str) -> str:
    return f"{number:+} {unit}" if number else "持平"


def _kinds(period: Period) -> list[tuple[str, str, bool]]:
    today = timezone.now().astimezone(CHINA).date()
    return [(kind, KIND_NAMES[kind], period == period_of(kind, today)) for kind in KINDS]


def _next(period: Period) -> Period | None:
    today = timezone.now().astimezone(CHINA).date()
    later = period_of(period.kind, period.ends_on + boards.DAY)
    return later if later.starts_on <= today else None
