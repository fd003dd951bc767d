"""A table of reference data as a file, and a file as a table: looked at first, then written whole.

Between the look and the writing nothing is kept on the server: the page carries what was read,
signed, and the file is compared anew when it is written.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.errors import INVALID, REFUSALS, STATUS
from hotline.desk.forms.reference import FileForm
from hotline.desk.reference import PERMIT, day_asked, shape_or_404
from hotline.documents.csv_written import csv_written
from hotline.documents.tables import UnreadableFile, read_table
from hotline.documents.workbook_written import workbook_written
from hotline.records.queries.reference_rows import ENDED, Row, known, rows_on
from hotline.rules.reference.comparing import (
    MOST_ROWS,
    Comparison,
    cells_of,
    compare,
    differences,
)
from hotline.rules.reference.shapes import Known, Shape
from hotline.rules.reference.tables import RULES
from hotline.steps.moving import Refused
from hotline.steps.reference.import_rows import import_rows
from hotline.steps.write_dispatch_rule import PERMIT as RULES_PERMIT

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SALT = "hotline.reference.import"
SHOWN = 200
STALE = "预览已过期，或在预览后有人改过这张表；下面是新的预览，请核对后再写入。"
Cells = Sequence[tuple[int, Mapping[str, str] | None]]


@for_staff(PERMIT)
@require_safe
def file(request: StaffRequest, table: str, form: str) -> HttpResponse:
    """The rows that hold on a day, as CSV or as a workbook; what is exported can be imported."""
    shape, today = shape_or_404(table), timezone.localdate()
    day, names = day_asked(request, today), known(date.min)
    header = [column.label for column in shape.columns]
    rows = [cells_of(shape, row.facts, names) for row in _held(shape, day, today)]
    is_book = form == "xlsx"
    content = workbook_written(shape.name, header, rows) if is_book else csv_written(header, rows)
    answer = HttpResponse(content, content_type=XLSX if is_book else "text/csv; charset=utf-8")
    ending = "xlsx" if is_book else "csv"
    answer["Content-Disposition"] = f'attachment; filename="{shape.code}-{day}.{ending}"'
    return answer


@for_staff(PERMIT)
def import_file(request: StaffRequest, table: str) -> HttpResponse:
    """GET the form, POST a file: what it would change, before anything is written."""
    return _import(request, shape_or_404(table))


@for_staff(RULES_PERMIT)
def import_rules(request: StaffRequest) -> HttpResponse:
    """The same for the dispatch catalogue, which others keep."""
    return _import(request, RULES)


def _import(request: StaffRequest, shape: Shape) -> HttpResponse:
    today = timezone.localdate()
    if request.method != "POST":
        return _form_page(request, shape, FileForm(today=today), 200)
    form = FileForm(request.POST, request.FILES, today=today)
    if not form.is_valid():
        return _form_page(request, shape, form, INVALID)
    given = form.cleaned_data
    if not given["reason"].strip():
        form.add_error("reason", "请写明理由，例如依据的文件。")
        return _form_page(request, shape, form, INVALID)
    try:
        cells = _read(shape, given["file"])
    except UnreadableFile as problem:
        form.add_error("file", str(problem))
        return _form_page(request, shape, form, INVALID)
    said = {
        "table": shape.code,
        "begins": given["begins"].isoformat(),
        "reason": given["reason"],
        "ends_missing": given["ends_missing"],
        "cells": cells,
    }
    return _preview(request, shape, said)


@for_staff(PERMIT)
@require_POST
def import_apply(request: StaffRequest, table: str) -> HttpResponse:
    """Write what the preview showed, all or nothing; who looked at an older table looks again."""
    return _apply(request, shape_or_404(table))


@for_staff(RULES_PERMIT)
@require_POST
def import_rules_apply(request: StaffRequest) -> HttpResponse:
    """The same for the dispatch catalogue."""
    return _apply(request, RULES)


def _apply(request: StaffRequest, shape: Shape) -> HttpResponse:
    today = timezone.localdate()
    try:
        said = signing.loads(request.POST.get("said", ""), salt=SALT, max_age=86_400)
    except signing.BadSignature:
        said = {}
    if said.get("table") != shape.code:
        form = FileForm({"begins": today}, today=today)
        form.add_error(None, "预览已过期；没有写入任何内容，请重新选择文件。")
        return _form_page(request, shape, form, INVALID)
    found = _compared(shape, said, today)
    if said["print"] != _print_of(found):
        return _preview(request, shape, said, STALE, STATUS[Refused])
    try:
        number = import_rows(
            shape, found, reason=said["reason"], begins=date.fromisoformat(said["begins"]),
            by=request.user, at=timezone.now(),
        )  # fmt: skip
    except REFUSALS as error:
        return _preview(request, shape, said, str(error), STATUS[type(error)])
    messages.success(request, f"已写入 {number} 条，自 {said['begins']} 起生效。")
    return redirect(_addresses(shape)["list"])


def _addresses(shape: Shape) -> dict[str, str]:
    """Where the pages of a table's files lead."""
    if shape is RULES:
        return {
            "list": reverse("desk:dispatch_rules"),
            "file": reverse("desk:dispatch_rules_file"),
            "import": reverse("desk:dispatch_rules_import"),
            "apply": reverse("desk:dispatch_rules_apply"),
        }
    return {
        "list": reverse("desk:reference_rows", args=[shape.code]),
        "file": reverse("desk:reference_file", args=[shape.code, "xlsx"]),
        "import": reverse("desk:reference_import", args=[shape.code]),
        "apply": reverse("desk:reference_import_apply", args=[shape.code]),
    }


def _held(shape: Shape, day: date, today: date) -> list[Row]:
    """The rows of a day, each once: of several versions the one that holds."""
    return [row for row in rows_on(shape, day, today) if row.state != ENDED]


def _read(shape: Shape, given: Any) -> Cells:
    """The file's rows under the table's own labels; raises UnreadableFile."""
    with read_table(given, given.name) as table:
        missing = [
            column.label
            for column in shape.columns
            if column.label not in table.header and (column.needed or column.name in shape.keys)
        ]
        if missing:
            raise UnreadableFile(
                f"缺少列“{'、'.join(missing)}”；请先导出这张表，在导出的文件上修改。"
            )
        cells = [(record.number, record.cells) for record in table]
    if len(cells) > MOST_ROWS:
        raise UnreadableFile(f"超过 {MOST_ROWS} 行；请拆成几个文件。")
    return cells


def _compared(shape: Shape, said: Mapping[str, Any], today: date) -> Comparison:
    present = {row.key: row.facts for row in _held(shape, today, today)}
    return compare(shape, said["cells"], present, known(today), ends_missing=said["ends_missing"])


def _print_of(found: Comparison) -> str:
    """What tells one preview from another."""
    told = [found.new, found.changed, found.ended, found.unreadable]
    return sha256(json.dumps(told).encode()).hexdigest()


def _form_page(request: StaffRequest, shape: Shape, form: FileForm, status: int) -> HttpResponse:
    context = {"shape": shape, "form": form, "to": _addresses(shape)}
    return render(request, "desk/reference/import.html", context, status=status)


def _preview(
    request: StaffRequest,
    shape: Shape,
    said: Mapping[str, Any],
    trouble: str = "",
    status: int = 200,
) -> HttpResponse:
    found, names = _compared(shape, said, timezone.localdate()), known(date.min)
    kept = signing.dumps({**said, "print": _print_of(found)}, salt=SALT, compress=True)
    context = {
        "shape": shape,
        "to": _addresses(shape),
        "found": found,
        "said": said,
        "kept": kept,
        "trouble": trouble,
        "new": [_titled(shape, facts, names) for facts in found.new[:SHOWN]],
        "changed": [
            (_titled(shape, after, names), differences(shape, before, after, names))
            for before, after in found.changed[:SHOWN]
        ],
        "ended": [_titled(shape, facts, names) for facts in found.ended[:SHOWN]],
        "unreadable": found.unreadable[:SHOWN],
        "most": SHOWN,
        "may_write": not (found.is_empty or found.unreadable),
    }
    if found.unreadable and not trouble:
        status = INVALID
    return render(request, "desk/reference/preview.html", context, status=status)


def _titled(shape: Shape, facts: dict[str, Any], names: Known) -> str:
    key = shape.key_of(facts)
    title = shape.title_of(facts, names)
    return title if shape.keys != ("code",) else f"{title}（{key}）"
