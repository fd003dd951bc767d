"""基础数据: every table of reference data as one list, one page a row, by its description."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_POST, require_safe

from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.errors import INVALID, REFUSALS, put_on
from hotline.desk.forms.reference import EndForm, RowForm, UndoForm
from hotline.desk.reference_preview import preview_of
from hotline.records.models import CalendarDay
from hotline.records.queries.reference import calendar
from hotline.records.queries.reference_rows import (
    ENDED,
    IN_FORCE,
    Row,
    history_of,
    known,
    last_entry,
    offered,
    row_now,
    rows_on,
    versions_of,
)
from hotline.records.queries.reference_uses import last_changes, row_counts, uses_of
from hotline.rules.reference.comparing import differences
from hotline.rules.reference.shapes import Known, Shape, shown
from hotline.rules.reference.tables import OFFICE, SHAPES, TOPICS
from hotline.rules.reference.years import year_of
from hotline.steps.reference.end_row import NEVER_ENDED, end_row
from hotline.steps.reference.undo import undo_last
from hotline.steps.reference.write_row import write_row

PERMIT = "manage_reference"
PAGE_SIZE = 100
VERBS = {
    "created": "写入",
    "changed": "修改",
    "ended": "停用",
    "resumed": "恢复",
    "undone": "撤销待生效的改动",
}


@for_staff(PERMIT)
@require_safe
def reference(request: StaffRequest) -> HttpResponse:
    """What each table is for, how many rows it has and when it was last changed."""
    counts, changes = row_counts(timezone.localdate()), last_changes()
    tables = [(shape, counts[shape.code], changes.get(shape.code)) for shape in SHAPES.values()]
    others = [
        (TOPICS, reverse("desk:topic_trees"), counts["topics"], changes.get("topics")),
        (OFFICE, reverse("desk:office"), 0, changes.get("office")),
    ]
    context = {"tables": tables, "others": others}
    return render(request, "desk/reference/index.html", context)


@for_staff(PERMIT)
@require_safe
def rows(request: StaffRequest, table: str) -> HttpResponse:
    """The rows of one table as of a day, searched by `q`; with `ended` those that are over."""
    shape, today = shape_or_404(table), timezone.localdate()
    day, words = day_asked(request, today), request.GET.get("q", "").strip()[:50]
    ended, names = "ended" in request.GET, known(date.min)
    asked = (row for row in rows_on(shape, day, today) if ended == (row.state == ENDED))
    told = ((row, _cells(shape, row, names)) for row in asked)
    found = [(row, cells) for row, cells in told if _mentions(row, cells, words)]
    context: dict[str, Any] = {
        "shape": shape,
        "columns": [column for column in shape.columns if column.is_listed],
        "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
        "day": day,
        "today": today,
        "q": words,
        "ended": ended,
    }
    if shape.code == "limits":
        context |= preview_of(request, today)
    if shape.code == "days":
        context |= _year(request, today)
    return render(request, "desk/reference/rows.html", context)


@for_staff(PERMIT)
def new(request: StaffRequest, table: str) -> HttpResponse:
    """GET an empty row, POST it."""
    shape, today = shape_or_404(table), timezone.localdate()
    names = known(today)
    if request.method != "POST":
        form = RowForm(shape=shape, names=names, today=today)
        form.initial |= {name: request.GET[name] for name in shape.keys if name in request.GET}
        return _new_page(request, shape, form, names)
    form = RowForm(request.POST, shape=shape, names=names, today=today)
    if not form.is_valid():
        return _new_page(request, shape, form, names, INVALID)
    given = form.cleaned_data
    try:
        entry = write_row(
            shape, form.facts, reason=given["reason"], begins=given["begins"], by=request.user,
            at=timezone.now(),
        )  # fmt: skip
    except REFUSALS as error:
        return _new_page(request, shape, form, names, put_on(form, error))
    messages.success(request, f"已写入，自 {entry.begins} 起生效。")
    return redirect("desk:reference_row", shape.code, entry.key)


@for_staff(PERMIT)
def row(request: StaffRequest, table: str, key: str) -> HttpResponse:
    """GET a row with its history, POST what it shall say from a day on."""
    shape, today = shape_or_404(table), timezone.localdate()
    stored = row_or_404(shape, key, today)
    if request.method != "POST":
        return _row_page(request, shape, stored, 200)
    form = RowForm(request.POST, shape=shape, names=known(today), today=today, facts=stored.facts)
    if not form.is_valid():
        return _row_page(request, shape, stored, INVALID, change=form)
    given = form.cleaned_data
    try:
        entry = write_row(
            shape, form.facts, key=key, reason=given["reason"], begins=given["begins"],
            by=request.user, at=timezone.now(), seen=request.POST.get("seen"),
        )  # fmt: skip
    except REFUSALS as error:
        return _row_page(request, shape, stored, put_on(form, error), change=form)
    messages.success(request, f"已修改，自 {entry.begins} 起生效；原来的内容保留在历史中。")
    return redirect("desk:reference_row", shape.code, key)


@for_staff(PERMIT)
@require_POST
def end(request: StaffRequest, table: str, key: str) -> HttpResponse:
    """End a row from a day on."""
    shape, today = shape_or_404(table), timezone.localdate()
    stored = row_or_404(shape, key, today)
    form = EndForm(request.POST, shape=shape, names=known(today), today=today)
    if not form.is_valid():
        return _row_page(request, shape, stored, INVALID, end=form)
    given = form.cleaned_data
    try:
        end_row(shape, key, **given, by=request.user, at=timezone.now(), seen=_seen(request))
    except REFUSALS as error:
        return _row_page(request, shape, stored, put_on(form, error), end=form)
    messages.success(request, f"自 {given['begins']} 起停用；内容保留，可以撤销。")
    return redirect("desk:reference_row", shape.code, key)


@for_staff(PERMIT)
@require_POST
def undo(request: StaffRequest, table: str, key: str) -> HttpResponse:
    """Take the last change of a row back."""
    shape, today = shape_or_404(table), timezone.localdate()
    stored, form = row_or_404(shape, key, today), UndoForm(request.POST)
    if not form.is_valid():
        return _row_page(request, shape, stored, INVALID, undo=form)
    given = form.cleaned_data
    try:
        undo_last(
            shape, key, **given, by=request.user, at=timezone.now(), today=today,
            seen=_seen(request),
        )  # fmt: skip
    except REFUSALS as error:
        return _row_page(request, shape, stored, put_on(form, error), undo=form)
    messages.success(request, "已撤销最近一次改动；撤销本身也记在历史中。")
    return redirect("desk:reference_row", shape.code, key)


def shape_or_404(table: str) -> Shape:
    """The description of a table."""
    if table not in SHAPES:
        raise Http404
    return SHAPES[table]


def row_or_404(shape: Shape, key: str, today: date) -> Row:
    """The row as it stands today."""
    found = row_now(shape, key, today) if "\0" not in key else None
    if found is None:
        raise Http404
    return found


def day_asked(request: StaffRequest, today: date) -> date:
    """The day that the list shall show; today, where none is told or it is none."""
    try:
        return parse_date(request.GET.get("day", "")) or today
    except ValueError:
        return today


def _seen(request: StaffRequest) -> str | None:
    return request.POST.get("seen")


def _cells(shape: Shape, row: Row, names: Known) -> list[str]:
    listed = (column for column in shape.columns if column.is_listed)
    return [shown(column, row.facts[column.name], names) for column in listed]


def _year(request: StaffRequest, today: date) -> dict[str, Any]:
    """The months of the year that is asked for, and whether its notice is published."""
    asked = request.GET.get("year", "")
    year = int(asked) if re.fullmatch(r"20\d\d", asked) else today.year
    held = calendar()
    ours = dict(CalendarDay.objects.filter(day__year=year).values_list("day", "reason"))
    return {
        "year": year,
        "months": year_of(year, held, ours, today),
        "is_published": year in held.published,
    }


def _mentions(row: Row, cells: list[str], words: str) -> bool:
    """Whether a cell or a fact that the list does not show has these words."""
    hidden = (value for value in row.facts.values() if isinstance(value, str))
    return any(words in text for text in (*cells, *hidden))


def _new_page(
    request: StaffRequest, shape: Shape, form: RowForm, names: Known, status: int = 200
) -> HttpResponse:
    context = {"shape": shape, "form": form, "offered": offered(names)}
    return render(request, "desk/reference/new.html", context, status=status)


def _row_page(
    request: StaffRequest, shape: Shape, row: Row, status: int, **filled: Form
) -> HttpResponse:
    """A row with its forms; `filled` takes the place of an empty one of the same name."""
    today = timezone.localdate()
    row = row_now(shape, row.key, today) or row  # somebody else may have changed it meanwhile
    names = known(today)
    past = known(date.min)
    history = [
        (entry, VERBS[entry.verb], _told(shape, entry.before, entry.after, past))
        for entry in history_of(shape, row.key)
    ]
    forms = {
        "change": RowForm(shape=shape, names=names, today=today, facts=row.facts),
        "end": EndForm(shape=shape, names=names, today=today),
        "undo": UndoForm(),
        **filled,
    }
    context = {
        "shape": shape,
        "row": row,
        "title": shape.title_of(row.facts, past),
        "facts": [(column.label, shown(column, row.facts[column.name], past))
                  for column in shape.columns],
        "history": history,
        "versions": _versions(shape, row.key, today, past) if shape.is_dated else [],
        "uses": uses_of(shape, row, today),
        "seen": last_entry(shape, row.key),
        "forms": forms,
        "offered": offered(names),
        "is_open": row.state != ENDED,
        "is_in_force": row.state == IN_FORCE,
        "can_end": shape.code not in NEVER_ENDED,
        "failed": next(iter(filled), ""),
    }  # fmt: skip
    return render(request, "desk/reference/row.html", context, status=status)


def _versions(shape: Shape, key: str, today: date, names: Known) -> list[tuple[Row, str]]:
    """Every version of a row with what it says in short."""
    short = [c for c in shape.columns if c.is_listed and c.name not in shape.keys]
    return [
        (each, "，".join(shown(c, each.facts[c.name], names) for c in short))
        for each in versions_of(shape, key, today)
    ]


def _told(
    shape: Shape, before: dict[str, Any], after: dict[str, Any], names: Known
) -> list[tuple[str, str, str]]:
    """What a change changed; a new row or an ended one says no cells."""
    if not before or not after or shape.columns[0].name not in after:
        successor = after.get("successor")
        return [("承接单位", "—", names["units"].get(successor, successor))] if successor else []
    return differences(shape, before, after, names)
