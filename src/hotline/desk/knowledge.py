"""The knowledge base: searching it, and the lists of those who look after articles."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.forms.knowledge import SearchForm, SettleForm
from hotline.records.models import Correction
from hotline.records.queries.access import cases_for
from hotline.records.queries.articles import (
    KEEPING,
    LISTED,
    PAGE_SIZE,
    Sought,
    corrections_for,
    expiring,
    find_articles,
    in_work,
)
from hotline.records.queries.choosing import unit_label, units_on
from hotline.rules.articles import REMIND_DAYS
from hotline.rules.finding import excerpt, pieces

NUMBER_LENGTH = 30


@for_staff("read_articles")
@require_safe
def articles(request: StaffRequest) -> HttpResponse:
    """GET what is in force and holds the words; `case` is the case that is being answered."""
    today = timezone.localdate()
    query = {name: text.replace("\0", "") for name, text in request.GET.items()}
    page = find_articles(Sought.from_query(query), today)
    rows = [
        {
            "article": row,
            "title": pieces(row.title, page.words),
            "excerpt": excerpt(row.current.answer if row.current else "", page.words),
        }
        for row in page.rows
    ]
    first = (page.page - 1) * PAGE_SIZE
    context = {
        "page": page,
        "rows": rows,
        "first": first + 1,
        "last": first + len(rows),
        "filter": SearchForm(query),
        "case_number": answered_case(request),
        "units": [unit_label(unit) for unit in units_on(today)],
        "keeps": any(request.user.may(permit) for permit in KEEPING),
    }
    return render(request, "desk/knowledge/articles.html", context)


@for_staff(*KEEPING)
@require_safe
def work(request: StaffRequest) -> HttpResponse:
    """GET the texts that wait to be reviewed, published or finished."""
    context = {"rows": in_work(request.user)}
    return render(request, "desk/knowledge/work.html", context)


@for_staff(*KEEPING)
@require_safe
def soon(request: StaffRequest) -> HttpResponse:
    """GET the articles that end within the days of reminding, or have ended."""
    today = timezone.localdate()
    context = {
        "rows": expiring(request.user, today)[:LISTED],
        "today": today,
        "days": REMIND_DAYS,
    }
    return render(request, "desk/knowledge/expiring.html", context)


@for_staff(*KEEPING)
@require_safe
def corrections(request: StaffRequest) -> HttpResponse:
    """GET what was found wrong, what waits first."""
    return show_corrections(request)


def show_corrections(
    request: StaffRequest,
    *,
    refused: Correction | None = None,
    form: SettleForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The list; a form that was refused stands with its correction, everything typed in it."""
    rows = [
        (row, _form_of(row, form if refused is not None and row.pk == refused.pk else None))
        for row in corrections_for(request.user)[:LISTED]
    ]
    context = {"rows": rows, "may_settle": request.user.may("settle_correction")}
    return render(request, "desk/knowledge/corrections.html", context, status=status)


def _form_of(row: Correction, form: SettleForm | None) -> SettleForm | None:
    """The form of a correction that waits; a form that came too late is shown all the same."""
    if form is not None or row.settled_at is not None:
        return form
    return SettleForm(auto_id=f"{row.pk}_%s")


def answered_case(request: StaffRequest) -> str:
    """The number of the case that is being answered, if this person may see it."""
    number = case_number(request)
    if not number or not cases_for(request.user).filter(number=number).exists():
        return ""
    return number


def case_number(request: StaffRequest) -> str:
    """The number of a case as somebody gave it; it may be anything."""
    given = request.POST.get("case") or request.GET.get("case", "")
    return given.replace("\0", "").strip()[:NUMBER_LENGTH]
