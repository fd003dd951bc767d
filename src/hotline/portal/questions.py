"""Open questions: what the knowledge base lets everybody read, and whether it helped."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from hotline.channels.whence import client_address
from hotline.portal.bulletins import kept
from hotline.portal.reading import page
from hotline.records.models import Article
from hotline.records.queries.articles import Sought, find_articles, public_articles
from hotline.rules.articles import link_lines
from hotline.rules.finding import excerpt, pieces
from hotline.steps.following.vote import vote

THANKS = "?thanks=1"


@require_safe
@kept
def questions(request: HttpRequest) -> HttpResponse:
    """GET what everybody may read; `q` are words."""
    sought = Sought.from_query({name: request.GET.get(name, "") for name in ("q", "page")})
    found = find_articles(sought, timezone.localdate(), public=True)
    rows = [
        (
            row,
            pieces(row.title, found.words),
            excerpt(row.current.answer if row.current else "", found.words),
        )
        for row in found.rows
    ]
    context = {"sought": sought, "found": found, "rows": rows}
    return page(request, "portal/following/questions.html", context)


@require_safe
@kept
def question(request: HttpRequest, number: str) -> HttpResponse:
    """GET one question with its answer."""
    row = _found(number)
    links = link_lines(row.current.links) if row.current is not None else ()
    context = {"row": row, "links": links, "thanks": "thanks" in request.GET}
    return page(request, "portal/following/question.html", context)


@csrf_exempt  # nobody is signed in, and the page is the same for all, so it can carry no token
@require_POST
def helped(request: HttpRequest, number: str) -> HttpResponse:
    """POST whether the answer helped; it is counted once a day from an address."""
    row = _found(number)
    said = request.POST.get("helped", "")
    if said in ("yes", "no"):
        whence = client_address(request) or ""
        vote(row, helped=said == "yes", whence=whence, at=timezone.now())
    return redirect(reverse("portal:question", args=(row.number,)) + THANKS)


def _found(number: str) -> Article:
    found = public_articles(timezone.localdate()).select_related("department", "current")
    row = found.filter(number=number).first() if number.isprintable() else None
    if row is None:
        raise Http404
    return row
