"""审计: who did what and when in the whole office, for who audits it and sees no case."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.errors import INVALID
from hotline.desk.forms.audit import AuditForm
from hotline.desk.forms.fields import YEARS
from hotline.documents.csv_written import csv_written
from hotline.records.queries.audit import PAGE_SIZE, Entry, Place, entries
from hotline.rules.permits import SEES_CASES
from hotline.steps.exporting.journal_lines import JOURNAL_NAMES, Line, line_of
from hotline.steps.setup.keep_export import keep_export

PERMIT = "see_journal"
MOST_LINES = 10_000
HIGHEST_KEY = 2**63
BETWEEN = "~"
HEADER = ("时间", "记录", "事项", "经手人", "对象", "说明")


@for_staff(PERMIT, unless=SEES_CASES)
@require_safe
def audit(request: StaffRequest) -> HttpResponse:
    """GET the entries that fit the filters in the address, older than `before`."""
    form = AuditForm(request.GET)
    if not form.is_valid():
        return _page(request, form, status=INVALID)
    found = entries(form.asked(), before=_place(request.GET), limit=PAGE_SIZE + 1)
    shown = found[:PAGE_SIZE]
    older = _mark(shown[-1]) if len(found) > PAGE_SIZE else ""
    return _page(request, form, lines=[line_of(entry) for entry in shown], older=older)


@for_staff(PERMIT, unless=SEES_CASES)
@require_POST
def file(request: StaffRequest) -> HttpResponse:
    """POST the same filters; answers with the newest entries as CSV, once that is journaled."""
    form = AuditForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=INVALID)
    now = timezone.now()
    lines = [line_of(entry) for entry in entries(form.asked(), limit=MOST_LINES)]
    keep_export(form.told(), rows=len(lines), by=request.user, at=now)
    content = csv_written(HEADER, (_cells(line) for line in lines))
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    name = f"audit-{timezone.localtime(now):%Y%m%d-%H%M%S}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _page(
    request: StaffRequest, form: AuditForm, *, status: int = 200, **facts: Any
) -> HttpResponse:
    context = {"filter": form, "journals": JOURNAL_NAMES, "most": MOST_LINES, **facts}
    return render(request, "desk/audit.html", context, status=status)


def _cells(line: Line) -> list[str]:
    at = timezone.localtime(line.at)
    return [f"{at:%Y-%m-%d %H:%M:%S}", line.journal, line.verb, line.who, line.about, line.told]


def _mark(entry: Entry) -> str:
    """Where a page ends, for the address of the next one."""
    return BETWEEN.join((entry.moment.isoformat(), entry.journal, str(entry.key)))


def _place(query: Any) -> Place | None:
    """Where the page begins; a mark that we did not make leads nowhere."""
    mark = query.get("before", "")
    if not mark:
        return None
    try:
        moment, journal, key = mark.split(BETWEEN)
        place = Place(datetime.fromisoformat(moment), journal, int(key))
    except ValueError as error:
        raise Http404 from error
    sound = place.moment.tzinfo is not None and place.moment.year in YEARS
    if not sound or journal not in JOURNAL_NAMES or not 0 <= place.key < HIGHEST_KEY:
        raise Http404
    return place
