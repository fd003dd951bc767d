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
from hotline.desk.errors import INVALID, REFUSALS, put_on
from hotline.desk.forms.imports import LookForm, RetryForm
from hotline.records.models import Quarantined
from hotline.records.queries.cases import PAGE_SIZE
from hotline.rules.masking import mask_text
from hotline.steps.quarantine import (
    DISCARDED,
    HELD,
    RELEASED,
    Correction,
    discard,
    look,
    raw_of,
    retry,
)

SHOWN = 4_000


@for_staff("retry_quarantine")
@require_safe
def quarantine(request: StaffRequest) -> HttpResponse:
    """What is held, oldest first; settled ones on demand."""
    asked = request.GET.get("status", HELD)
    status = asked if asked in (HELD, RELEASED, DISCARDED) else HELD
    rows = Quarantined.objects.select_related("channel", "contact__case").defer("raw_sealed")
    rows = rows.filter(status=status).order_by("held_at", "row")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "desk/quarantine.html", {"rows": page, "status": status})


@for_staff("retry_quarantine")
def quarantined(request: StaffRequest, row: UUID) -> HttpResponse:
    """GET one record, masked, with its reason; POST its correction."""
    kept = _kept_or_404(row)
    if request.method != "POST":
        return _page(request, kept, 200, look_form=LookForm())
    form = RetryForm(request.POST, header=kept.header, cells={})
    if not form.is_valid():
        return _page(request, kept, INVALID, form=form)
    try:
        correction = Correction(cells=form.cells())
        case = retry(kept, correction, by=request.user, at=timezone.now())
    except REFUSALS as error:
        form.add_error(None, str(error))
        return _page(request, kept, INVALID, form=form)
    messages.success(request, f"已转为工单 {case.number}；原件仍保留。")
    return redirect("desk:case", case.number)


@for_staff("retry_quarantine")
@require_POST
def opened(request: StaffRequest, row: UUID) -> HttpResponse:
    """The record in full, to be mended, after its reason has been journaled."""
    kept = _kept_or_404(row)
    look_form = LookForm(request.POST)
    if not look_form.is_valid():
        return _page(request, kept, INVALID, look_form=look_form)
    try:
        cells = look(kept, by=request.user, at=timezone.now(), **look_form.cleaned_data)
    except REFUSALS as error:
        return _page(request, kept, put_on(look_form, error), look_form=look_form)
    if cells is None:
        look_form.add_error("encoding", "用这种编码仍读不出来，请换一种，或在下面逐列填写。")
    shown = {name: text.replace("\0", "␀") for name, text in (cells or {}).items()}
    form = RetryForm(header=kept.header, cells=shown)
    return _page(request, kept, 200, form=form, look_form=look_form if cells is None else None)


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


def _page(
    request: StaffRequest,
    kept: Quarantined,
    status: int,
    *,
    form: RetryForm | None = None,
    look_form: LookForm | None = None,
) -> HttpResponse:
    shown = readable(raw_of(kept))
    context = {
        "kept": kept,
        "form": form,
        "look_form": look_form,
        "shown": shown[:SHOWN],
        "is_cut": len(shown) > SHOWN,
    }
    return render(request, "desk/quarantined.html", context, status=status)


def readable(raw: bytes) -> str:
    """The record's bytes for a screen, numbers of persons masked wherever they stand.

    NULs are dropped and the text is cut only afterwards: in UTF-16 they stand between the digits,
    and half a number would pass unmasked.
    """
    return mask_text(raw.replace(b"\0", b"").decode("utf-8", "backslashreplace"))


def _kept_or_404(row: UUID) -> Quarantined:
    try:
        return Quarantined.objects.select_related("channel").get(pk=row)
    except Quarantined.DoesNotExist as error:
        raise Http404 from error
