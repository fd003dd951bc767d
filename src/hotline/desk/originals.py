"""Originals that came by a road and are held: looked at, corrected, run again, put aside."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hotline.channels.adapters import ADAPTERS
from hotline.channels.shape import Shows
from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.errors import INVALID, REFUSALS, put_on
from hotline.desk.forms.originals import LookForm, TypedForm
from hotline.desk.paging import asked_page
from hotline.desk.quarantine import SHOWN, readable
from hotline.documents.download import download_headers
from hotline.records.models import Inbound
from hotline.records.queries.roads import PAGE_SIZE, original, originals_in
from hotline.steps.roads.hear import HELD, RELEASED, WAITING, Read, hear_again, raw_of
from hotline.steps.roads.held import (
    DISCARDED,
    discard_original,
    look_at_original,
    take_as_typed,
)

PERMIT = "retry_quarantine"
MOST_PAGES = 200
OPEN = (HELD, WAITING)


@for_staff(PERMIT)
@require_safe
def originals(request: StaffRequest) -> HttpResponse:
    """GET what is held or waits, oldest first; settled ones on demand."""
    asked = request.GET.get("status", HELD)
    status = asked if asked in (HELD, RELEASED, DISCARDED) else HELD
    page = asked_page(request, MOST_PAGES)
    rows = originals_in(OPEN if status == HELD else (status,), page)
    context = {
        "rows": rows[:PAGE_SIZE],
        "status": status,
        "page": page,
        "has_next": len(rows) > PAGE_SIZE and page < MOST_PAGES,
    }
    return render(request, "desk/roads/originals.html", context)


@for_staff(PERMIT)
def one_original(request: StaffRequest, row: UUID) -> HttpResponse:
    """GET one original, masked, with its reason; POST what a person reads in it."""
    kept = _kept_or_404(row)
    if request.method != "POST":
        return _page(request, kept, look_form=LookForm())
    form = TypedForm(request.POST)
    if not form.is_valid():
        return _page(request, kept, form=form, status=INVALID)
    try:
        take_as_typed(kept, form.typed(), by=request.user, at=timezone.now(), others=_reader(kept))
    except REFUSALS as error:
        return _page(request, kept, form=form, status=put_on(form, error))
    return _taken(request, kept)


@for_staff(PERMIT)
@require_POST
def original_open(request: StaffRequest, row: UUID) -> HttpResponse:
    """POST a reason: the original in full, with a form for what it says; or as a download."""
    kept = _kept_or_404(row)
    form = LookForm(request.POST)
    if not form.is_valid():
        return _page(request, kept, look_form=form, status=INVALID)
    try:
        raw = look_at_original(kept, by=request.user, at=timezone.now(), **form.cleaned_data)
    except REFUSALS as error:
        return _page(request, kept, look_form=form, status=put_on(form, error))
    if "download" in request.POST:
        return HttpResponse(raw, headers=download_headers(f"original-{kept.pk}.bin"))
    first = {"kind": kept.kind or "new", "about": kept.about, "arrived_at": kept.received_at}
    return _page(request, kept, form=TypedForm(initial=first), whole=raw)


@for_staff(PERMIT)
@require_POST
def original_again(request: StaffRequest, row: UUID) -> HttpResponse:
    """POST: read it once more, as when it came."""
    kept = _kept_or_404(row)
    reader = _reader(kept)
    try:
        if reader is None:
            messages.error(request, "本程序没有这条线路的对接方式，请更正后收下。")
            return redirect("desk:original", row)
        hear_again(kept, reader, by=request.user, at=timezone.now())
    except REFUSALS as error:
        messages.error(request, f"仍不能收下：{error}")
        return redirect("desk:original", row)
    return _taken(request, kept)


@for_staff(PERMIT)
@require_POST
def original_drop(request: StaffRequest, row: UUID) -> HttpResponse:
    """POST: it means nothing to us."""
    try:
        discard_original(_kept_or_404(row), by=request.user, at=timezone.now())
    except REFUSALS as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "已作废；原件仍保留。")
    return redirect("desk:originals")


def _taken(request: StaffRequest, kept: Inbound) -> HttpResponse:
    number = kept.case.number if kept.case is not None else ""
    messages.success(request, f"已收下，见工单 {number}；原件仍保留。")
    if number and request.user.may("see_all_cases"):
        return redirect("desk:case", number)
    return redirect("desk:originals")


def _page(
    request: StaffRequest,
    kept: Inbound,
    *,
    form: TypedForm | None = None,
    look_form: LookForm | None = None,
    whole: bytes | None = None,
    status: int = 200,
) -> HttpResponse:
    raw = whole if whole is not None else raw_of(kept)
    shown = _shown(kept, raw, is_whole=whole is not None)
    context = {
        "kept": kept,
        "form": form,
        "look_form": look_form or LookForm(),
        "is_open": kept.state in OPEN,
        "is_whole": whole is not None,
        "shown": shown if whole is not None else shown[:SHOWN],
        "is_cut": whole is None and len(shown) > SHOWN,
    }
    return render(request, "desk/roads/original.html", context, status=status)


def _shown(kept: Inbound, raw: bytes, *, is_whole: bool) -> str:
    """The original as its adapter reads it to a person, else its bytes."""
    adapter = ADAPTERS.get(kept.road.adapter)
    said = adapter.in_words(kept.road, raw, is_whole=is_whole) if isinstance(adapter, Shows) else ""
    return said or (_words(raw) if is_whole else readable(raw))


def _words(raw: bytes) -> str:
    return raw.replace(b"\0", b"").decode("utf-8", "backslashreplace")


def _reader(kept: Inbound) -> Read | None:
    adapter = ADAPTERS.get(kept.road.adapter)
    return partial(adapter.read, kept.road) if adapter is not None else None


def _kept_or_404(row: UUID) -> Inbound:
    found = original(row)
    if found is None:
        raise Http404
    return found
