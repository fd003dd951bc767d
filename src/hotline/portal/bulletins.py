"""The published bulletins, for everyone: the list, each as a page, and its files."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from hotline.documents.web import fragment
from hotline.portal.hotline import hotline
from hotline.records.models import Bulletin
from hotline.records.queries.bulletins import printed_page, published
from hotline.records.queries.figures import month_days
from hotline.steps.write_files import FORMATS, NAMES


@require_safe
def bulletins(request: HttpRequest) -> HttpResponse:
    """GET what is out, newest first."""
    rows = [(f"{row.starts_on:%Y-%m}", row) for row in published().defer("page", "printed")]
    return render(request, "portal/bulletins.html", {**_site(), "rows": rows})


@require_safe
def bulletin(request: HttpRequest, month: str) -> HttpResponse:
    """GET one bulletin as it was published."""
    row = _published_or_404(month)
    files = row.files.order_by("format").values_list("format", flat=True)
    context = {
        **_site(),
        "month": month,
        "bulletin": row,
        "page_html": mark_safe(fragment(printed_page(row))),  # noqa: S308 - all escaped there
        "files": [(kind, NAMES[kind]) for kind in files],
    }
    return render(request, "portal/bulletin.html", context)


@require_safe
def file(request: HttpRequest, month: str, kind: str) -> HttpResponse:
    """GET one of its files, to keep."""
    if kind not in FORMATS:
        raise Http404
    kept = _published_or_404(month).files.filter(format=kind).first()
    if kept is None:
        raise Http404
    response = HttpResponse(bytes(kept.content), content_type=FORMATS[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="bulletin-{month}.{kind}"'
    return response


def _site() -> dict[str, str]:
    return {**hotline(), "bulletins": reverse("portal:bulletins")}


def _published_or_404(month: str) -> Bulletin:
    try:
        first, _ = month_days(month)
    except ValueError as error:
        raise Http404 from error
    row = published().filter(starts_on=first).first()
    if row is None:
        raise Http404
    return row
