"""The quarantine: what could not be read, why, and a way to take it in after all."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.errors import INVALID, REFUSALS
from hotline.desk.forms.imports import RetryForm
from hotline.records.models import Quarantined
from hotline.records.queries.cases import PAGE_SIZE
from hotline.steps.quarantine import Correction, cells_of, discard, raw_of, retry

SHOWN_BYTES = 4_000


@for_staff("retry_quarantine")
@require_safe
def quarantine(request: StaffRequest) -> HttpResponse:
    """What is held, oldest first; settled ones on demand."""
    status = request.GET.get("status", "held")
    rows = Quarantined.objects.select_related("channel", "contact__case").defer("raw_sealed")
    rows = rows.filter(status=status).order_by("held_at", "row")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "desk/quarantine.html", {"rows": page, "status": status})


@for_staff("retry_quarantine")
def quarantined(request: StaffRequest, row: UUID) -> HttpResponse:
    """GET one record with its reason, POST its correction."""
    kept = _kept_or_404(row)
    if request.method != "POST":
        encoding = request.GET.get("encoding", "")
        form = RetryForm(header=kept.header, cells=_cells(kept, encoding))
        return _page(request, kept, form, 200)
    form = RetryForm(request.POST, header=kept.header, cells={})
    if not form.is_valid():
        return _page(request, kept, form, INVALID)
    try:
        case = retry(kept, _correction(kept, form), by=request.user, at=timezone.now())
    except REFUSALS as error:
        form.add_error(None, str(error))
        return _page(request, kept, form, INVALID)
    messages.success(request, f"已转为工单 {case.number}；原件仍保留。")
    return redirect("desk:case", case.number)


@for_staff("retry_quarantine")
@require_POST
def drop(request: StaffRequest, row: UUID) -> HttpResponse:
    """Put aside a record that is no arrival."""
    try:
        discard(_kept_or_404(row), by=request.user, at=timezone.now())
    except REFUSALS as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "已标为无效；原件仍保留。")
    return redirect("desk:quarantine")


def _correction(kept: Quarantined, form: RetryForm) -> Correction:
    """What was typed; cells left empty while another encoding was chosen are read anew."""
    cells = form.cells()
    if not any(cells.values()):
        return Correction(encoding=form.cleaned_data["encoding"])
    return Correction(cells=cells)


def _cells(kept: Quarantined, encoding: str) -> dict[str, str]:
    try:
        found = cells_of(kept, encoding)
    except (LookupError, ValueError):
        found = None
    return {name: text.replace("\0", "␀") for name, text in (found or {}).items()}


def _page(request: StaffRequest, kept: Quarantined, form: RetryForm, status: int) -> HttpResponse:
    raw = raw_of(kept)
    shown = raw[:SHOWN_BYTES].decode("utf-8", "backslashreplace").replace("\0", "\\x00")
    context = {
        "kept": kept,
        "form": form,
        "shown": shown,
        "is_cut": len(raw) > SHOWN_BYTES,
        "encodings": ("utf-8", "gb18030", "utf-16-le"),
    }
    return render(request, "desk/quarantined.html", context, status=status)


def _kept_or_404(row: UUID) -> Quarantined:
    try:
        return Quarantined.objects.select_related("channel").get(pk=row)
    except Quarantined.DoesNotExist as error:
        raise Http404 from error
