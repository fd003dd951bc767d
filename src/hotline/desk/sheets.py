"""办理单: the sheet of one case to look at and print, and those of many as one file."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hotline.desk.bulletins import as_download
from hotline.desk.doors import StaffRequest, case_or_404, for_staff
from hotline.desk.errors import INVALID, REFUSALS, STATUS
from hotline.documents.pdf import office_path
from hotline.records.models import Case, SheetRun
from hotline.records.queries.access import knows_caller
from hotline.records.queries.case_pages import cases_called
from hotline.rules.case_sheets import MOST_SHEETS, TITLE
from hotline.steps.sheets.facts import sheet_of
from hotline.steps.sheets.order_sheets import order_sheets
from hotline.steps.sheets.print_sheet import FORMATS, print_sheet
from hotline.steps.sheets.write_sheets import DAYS_KEPT, file_of

SEES = ("see_all_cases", "see_unit_cases")
RUNNING = ("waiting", "running")
SHOWN = 20
NO_OFFICE = "本机没有安装 LibreOffice，不能生成 PDF，只能生成 Word。"


@for_staff(*SEES)
@require_safe
def sheet(request: StaffRequest, number: str) -> HttpResponse:
    """GET the sheet of one case, laid out for the browser's own printing."""
    return _shown(request, case_or_404(request.user, number))


@for_staff(*SEES)
@require_POST
def sheet_file(request: StaffRequest, number: str) -> HttpResponse:
    """POST the kind of file; a whole number only with a reason, which is journaled."""
    case = case_or_404(request.user, number)
    kind = request.POST.get("format", "docx")
    reason, whole = request.POST.get("reason", "").replace("\0", ""), "whole" in request.POST
    try:
        content = print_sheet(
            case, kind, by=request.user, at=timezone.now(), reason=reason, whole=whole
        )
    except REFUSALS as error:
        facts = {"problem": str(error), "reason": reason, "whole": whole}
        return _shown(request, case, STATUS[type(error)], **facts)
    return as_download(content, kind, f"sheet-{case.number}.{kind}")


def _shown(request: StaffRequest, case: Case, status: int = 200, **facts: object) -> HttpResponse:
    staff = request.user
    context = {
        "case": case,
        "sheet": sheet_of(case, staff, timezone.now()),
        "title": TITLE,
        "may_reveal": staff.may("reveal") and knows_caller(staff, case) and case.citizen_id,
        "no_office": "" if office_path() else NO_OFFICE,
        **facts,
    }
    return render(request, "desk/unit/sheet.html", context, status=status)


@for_staff(*SEES)
def sheets(request: StaffRequest) -> HttpResponse:
    """GET one's own orders; POST chosen cases: first the page that asks, then the order."""
    if request.method != "POST":
        runs = SheetRun.objects.filter(by=request.user).defer("file_sealed")
        context = {"runs": runs.order_by("-ordered_at")[:SHOWN], "days": DAYS_KEPT}
        return render(request, "desk/unit/sheet_runs.html", context)
    numbers = [number for one in request.POST.getlist("chosen") if (number := _number(one))]
    if not numbers:
        messages.error(request, "请先在列表中勾选工单。")
        return redirect("desk:sheets")
    if "sure" not in request.POST:
        return _confirm(request, numbers)
    kind = request.POST.get("format", "docx")
    try:
        run = order_sheets(numbers, kind, by=request.user, at=timezone.now())
    except REFUSALS as error:
        return _confirm(request, numbers, str(error))
    return redirect("desk:sheet_run", run.pk)


def _number(chosen: str) -> str:
    """The number of a chosen case, without the version that the list showed beside it."""
    number = chosen.partition(":")[0]
    return number if number.isprintable() else ""


def _confirm(request: StaffRequest, numbers: list[str], problem: str = "") -> HttpResponse:
    """The page that asks once for all, with how many there are and what is kept of it."""
    known = cases_called(request.user, numbers[:MOST_SHEETS])
    cases = [known[number] for number in dict.fromkeys(numbers) if number in known]
    if len(set(numbers)) > MOST_SHEETS and not problem:
        problem = f"一次最多打印 {MOST_SHEETS} 件，只带入了前 {MOST_SHEETS} 件，其余请分次打印。"
    context = {
        "cases": cases,
        "problem": problem,
        "most": MOST_SHEETS,
        "days": DAYS_KEPT,
        "no_office": "" if office_path() else NO_OFFICE,
    }
    return render(request, "desk/unit/sheets.html", context, status=INVALID if problem else 200)


@for_staff(*SEES)
@require_safe
def sheet_run(request: StaffRequest, run: UUID) -> HttpResponse:
    """GET how far an order is; while it runs the page asks again by itself."""
    row = _run_or_404(request, run)
    context = {
        "run": row,
        "running": row.status in RUNNING,
        "total": len(row.numbers),
        "percent": 100 * row.done // max(len(row.numbers), 1),
        "kind": FORMATS[row.format],
        "has_file": row.status == "finished" and row.file_sealed is not None,
        "days": DAYS_KEPT,
    }
    template = "desk/unit/sheet_progress.html" if request.htmx else "desk/unit/sheet_run.html"
    return render(request, template, context)


@for_staff(*SEES)
@require_safe
def sheet_run_file(request: StaffRequest, run: UUID) -> HttpResponse:
    """GET the file of one's own order; that it leaves was journaled when it was ordered."""
    row = _run_or_404(request, run)
    content = file_of(row)
    if not content:
        messages.error(request, "文件还没有生成，或已超过保存期限；请重新打印。")
        return redirect("desk:sheet_run", row.pk)
    name = f"sheets-{timezone.localtime(row.ordered_at):%Y%m%d-%H%M}.{row.format}"
    return as_download(content, row.format, name)


def _run_or_404(request: StaffRequest, run: UUID) -> SheetRun:
    """One's own order; another's does not exist."""
    row = SheetRun.objects.filter(pk=run, by=request.user).first()
    if row is None:
        raise Http404
    return row
