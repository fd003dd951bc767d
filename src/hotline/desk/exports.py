"""导出: order a list as a file, see how far it is, fetch it; everybody their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseNotAllowed, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hotline.channels.whence import client_address
from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.errors import INVALID, REFUSALS, STATUS
from hotline.desk.exported_lists import PAGES, told_of
from hotline.documents.download import download_headers
from hotline.records.models import Export, Staff
from hotline.records.queries.saved_filters import own_lists
from hotline.steps.exporting.cancel_export import cancel_export
from hotline.steps.exporting.fetch_export import fetch_export
from hotline.steps.exporting.listing import Asked, Column, Listing
from hotline.steps.exporting.lists import ANY_PERMIT, LISTS, NoList, list_called
from hotline.steps.exporting.order_export import FORMATS, LONGEST_PURPOSE, Order, order_export

SHOWN = 20
ASKING = ("GET", "HEAD", "POST")
COUNT_UP_TO = 10_000
STATES = {
    "waiting": "排队中",
    "running": "正在导出",
    "finished": "已完成",
    "failed": "没有成功",
    "cancelled": "已取消",
}
BY_LIST = ("cases", "oversight", "leader", "figure", "unit_figure")


@dataclass(frozen=True, slots=True)
class Line:
    """One order as the page shows it; `ahead` are those that are written before it."""

    row: Export
    name: str
    state: str
    percent: int | None
    ahead: int
    kept_until: datetime | None
    back: str

    @property
    def has_file(self) -> bool:
        """Whether there is a file to fetch."""
        return self.row.status == "finished" and self.row.parts > 0


@for_staff(*ANY_PERMIT)
@require_safe
def exports(request: StaffRequest) -> HttpResponse:
    """GET one's own orders, the newest first; while one is written the page asks again itself."""
    rows = list(Export.objects.filter(by=request.user).order_by("-ordered_at")[:SHOWN])
    is_running = any(row.finished_at is None for row in rows)
    queue = _queue() if is_running else []
    context = {
        "lines": [_line(row, queue) for row in rows],
        "is_running": is_running,
        "days": settings.HOTLINE_EXPORT_DAYS,
    }
    return render(request, "desk/exports/list.html", context)


def _queue() -> list[UUID]:
    """The orders of everybody that are not ended, in the order of being written."""
    waiting = Export.objects.filter(finished_at=None).order_by("ordered_at")
    return list(waiting.values_list("pk", flat=True)[:100])


def _line(row: Export, queue: list[UUID]) -> Line:
    listing = LISTS.get(row.list)
    kept = timedelta(days=settings.HOTLINE_EXPORT_DAYS)
    return Line(
        row=row,
        name=listing.name if listing else row.list,
        state=STATES.get(row.status, row.status),
        percent=min(100 * row.done // row.expected, 100) if row.expected else None,
        ahead=queue.index(row.pk) if row.pk in queue else 0,
        kept_until=row.finished_at + kept if row.finished_at and row.parts else None,
        back=PAGES[row.list].address(row.asked) if row.list in PAGES else "",
    )


@for_staff(*ANY_PERMIT)
def new_export(request: StaffRequest, list: str) -> HttpResponse:
    """GET what can be taken out of the list in the address, POST columns, format and purpose."""
    staff = request.user
    try:
        listing = list_called(list)
    except NoList as error:
        raise Http404 from error
    if not listing.is_for(staff):
        raise PermissionDenied
    if request.method not in ASKING:
        return HttpResponseNotAllowed(ASKING)
    asked = PAGES[list].asked(staff, request.GET.dict())
    if request.method != "POST":
        return _ask(request, listing, asked)
    order = Order(
        asked=asked,
        told=told_of(list, staff, asked),
        columns=request.POST.getlist("columns"),
        format=request.POST.get("format", ""),
        purpose=request.POST.get("purpose", "").replace("\0", ""),
    )
    try:
        order_export(listing, order, by=staff, at=timezone.now())
    except REFUSALS as error:
        return _ask(request, listing, asked, order, error)
    messages.success(request, "已开始导出，可以离开本页；完成后会提示。")
    return redirect("desk:exports")


def _ask(
    request: StaffRequest,
    listing: Listing,
    asked: Asked,
    order: Order | None = None,
    error: Exception | None = None,
) -> HttpResponse:
    """The page that asks; after a refusal with what was chosen and what is wrong."""
    staff, now = request.user, timezone.now()
    try:
        total = listing.source.count(staff, asked, now, COUNT_UP_TO)
    except NoList as gone:
        raise Http404 from gone
    ticked = [*order.columns] if order else _usual(staff, listing)
    chosen = listing.chosen(ticked)
    columns = [*chosen, *(column for column in listing.columns if column not in chosen)]
    context: dict[str, Any] = {
        "listing": listing,
        "told": [part for part in PAGES[listing.code].told(staff, asked) if part],
        "back": PAGES[listing.code].address(asked),
        "total": total,
        "is_counted": total < COUNT_UP_TO,
        "most": settings.HOTLINE_EXPORT_ROWS,
        "days": settings.HOTLINE_EXPORT_DAYS,
        "plain": _ticks(columns, ticked, personal=False),
        "personal": _ticks(columns, ticked, personal=True),
        "formats": FORMATS,
        "format": order.format if order else "xlsx",
        "purpose": order.purpose if order else "",
        "longest": LONGEST_PURPOSE,
        "problem": str(error) if error else "",
        "field": getattr(error, "field", ""),
    }
    status = STATUS.get(type(error), INVALID) if error else 200
    return render(request, "desk/exports/new.html", context, status=status)


def _usual(staff: Staff, listing: Listing) -> list[str]:
    """The columns that are ticked at first: those of the person's own list, where it has any; what
    tells of a citizen is ticked by hand."""
    own = own_lists(staff).columns if listing.code in BY_LIST else ()
    codes = ["number", "title", *own] if own else [*listing.usual]
    personal = {column.code for column in listing.columns if column.is_personal}
    return [code for code in codes if code not in personal]


def _ticks(columns: list[Column], ticked: list[str], *, personal: bool) -> list[tuple[Any, bool]]:
    return [(each, each.code in ticked) for each in columns if each.is_personal == personal]


@for_staff(*ANY_PERMIT)
@require_POST
def export_file(request: StaffRequest, run: UUID) -> HttpResponse | StreamingHttpResponse:
    """POST to get the file; that it leaves is journaled first."""
    row = _own_or_404(request, run)
    address = client_address(request) or ""
    try:
        pieces = fetch_export(row, by=request.user, at=timezone.now(), address=address)
    except REFUSALS as error:
        messages.error(request, str(error))
        return redirect("desk:exports")
    name = f"{LISTS[row.list].name}-{row.number}.{row.format}"
    headers = {**download_headers(name), "Content-Length": str(row.size)}
    return StreamingHttpResponse(pieces, headers=headers)


@for_staff(*ANY_PERMIT)
@require_POST
def export_cancel(request: StaffRequest, run: UUID) -> HttpResponse:
    """POST that it is not wanted any more."""
    try:
        cancel_export(_own_or_404(request, run), by=request.user, at=timezone.now())
    except REFUSALS as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "已取消导出。")
    return redirect("desk:exports")


def _own_or_404(request: StaffRequest, run: UUID) -> Export:
    """One's own order; another's does not exist."""
    row = Export.objects.filter(pk=run, by=request.user).first()
    if row is None:
        raise Http404
    return row
