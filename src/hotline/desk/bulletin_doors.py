"""Finding the bulletin of an address, its items, and the version that a person looked at."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from hotline.desk.doors import StaffRequest
from hotline.records.models import Bulletin, BulletinItem
from hotline.records.queries.bulletins import bulletin_of, editions_of
from hotline.rules.editions import MONTHLY
from hotline.rules.forms import FormBroken, read_form

LONGEST_VERSION = 9
SEES = (
    *("draft_bulletin", "submit_bulletin", "approve_bulletin"),
    *("publish_bulletin", "withdraw_bulletin"),
)


def bulletin_or_404(at: str, edition: str = "") -> Bulletin:
    """The newest live edition at an address, or the one that is asked for by its number."""
    try:
        row = _edition(at, edition) if edition else bulletin_of(at)
        read_form(row.form.body) if row is not None else None
    except (ValueError, FormBroken) as error:
        raise Http404 from error
    if row is None:
        raise Http404
    return row


def _edition(at: str, edition: str) -> Bulletin | None:
    number = int(edition) if edition.isascii() and edition.isdigit() and len(edition) < 4 else 0  # noqa: PLR2004
    return editions_of(at).exclude(status="withdrawn").filter(edition=number).first()


def item_or_404(at: str, item: UUID) -> tuple[Bulletin, BulletinItem]:
    """The bulletin and one of its items."""
    row = bulletin_or_404(at)
    try:
        return row, row.items.select_related("bulletin__form").get(pk=item)
    except BulletinItem.DoesNotExist as error:
        raise Http404 from error


def seen_in(request: StaffRequest) -> int | None:
    """The version that the person looked at, of the bulletin or of an item."""
    text = request.POST.get("seen", "")
    is_version = text.isascii() and text.isdigit() and len(text) <= LONGEST_VERSION
    return int(text) if is_version else None


def back_to(at: str, tab: str = "") -> HttpResponse:
    """To the bulletin's page, with one of its tabs open."""
    address = reverse("desk:bulletin", args=(at,))
    return redirect(f"{address}?{urlencode({'tab': tab})}" if tab else address)


def figure_link(row: Bulletin) -> Callable[[str], str]:
    """From a figure's name to the screen that explains it."""
    given = {"family": row.family} if row.family != MONTHLY else {}
    if row.unit is not None:
        given["unit"] = row.unit.code
    if row.as_of is not None:
        given["as_of"] = row.as_of.isoformat()
    query, period = f"?{urlencode(given)}" if given else "", row.period.code
    return lambda name: reverse("desk:figure", args=(period, name)) + query
