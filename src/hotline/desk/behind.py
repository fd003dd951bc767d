"""The cases (or contacts) behind a number, a page at a time, as far as a person may see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from hotline.desk.call_lines import call_lines
from hotline.desk.clocks import clock_of_row
from hotline.desk.doors import StaffRequest
from hotline.desk.paging import asked_page
from hotline.records.models import Call
from hotline.records.queries.access import cases_for, contacts_for
from hotline.records.queries.behind import identities_behind
from hotline.records.queries.cases import PAGE_SIZE, listed
from hotline.records.queries.counting import Window
from hotline.records.queries.reference import with_words
from hotline.rules.counting import CALLS, DAYS, Figure

# A list is looked through by a person: so far, and no further.
MOST_PAGES = 200


@dataclass(frozen=True, slots=True)
class Page:
    """Which page of a list is shown, of how many."""

    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Moment:
    """As of when it was counted; `live` is now."""

    as_of: datetime
    live: bool


def number_behind(figure: Figure, *, whole: bool) -> int:
    """How many cases stand behind a number: of an average, those whose days are added up."""
    is_of_denominator = figure.kind == DAYS or whole
    return (figure.denominator if is_of_denominator else figure.numerator) or 0


def page_of_found(request: StaffRequest, found: int) -> Page:
    """The page that is asked for, of so many rows."""
    pages = min(max(-(-found // PAGE_SIZE), 1), MOST_PAGES)
    return Page(asked_page(request, pages), pages)


def rows_behind(
    request: StaffRequest,
    figure: Figure,
    window: Window,
    moment: Moment,
    page: Page,
    *,
    whole: bool,
) -> dict[str, Any]:
    """`cases` (`contacts`, `calls`) of one page, and how many are `hidden` from this person."""
    now, offset = timezone.now(), (page.page - 1) * PAGE_SIZE
    ids = identities_behind(
        figure, window, moment.as_of, live=moment.live,
        whole=whole or figure.kind == DAYS, limit=PAGE_SIZE, offset=offset,
    )  # fmt: skip
    if figure.of_numerator.of == "contacts":
        rows = contacts_for(request.user).filter(pk__in=ids).select_related("channel", "case")
        contacts = list(rows.order_by("arrived_at"))
        return {"contacts": contacts, "hidden": len(ids) - len(contacts)}
    if figure.of_numerator.of == CALLS:
        may = request.user.may("see_calls")
        of_page = call_lines(Call.objects.filter(pk__in=ids)) if may else []
        return {"calls": of_page, "of_calls": True, "hidden": len(ids) - len(of_page)}
    known = {
        case.pk: with_words(case) for case in listed(cases_for(request.user).filter(pk__in=ids))
    }
    cases = [(known[pk], clock_of_row(known[pk], now)) for pk in ids if pk in known]
    return {"cases": cases, "hidden": len(ids) - len(cases)}
