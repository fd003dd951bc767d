"""Answered cases that the office shows: a list to search, each one, and a feed."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from hotline.portal.bulletins import GONE, kept
from hotline.portal.feed import Entry, feed_of
from hotline.portal.hotline import hotline
from hotline.portal.reading import marked, page
from hotline.records.queries.public_answers import (
    IN_FEED,
    Asked,
    answer_shown,
    find_answers,
    shown_answers,
    topics_shown,
    withdrawal_of,
)
from hotline.rules.finding import excerpt, pieces


@require_safe
@kept
def answered(request: HttpRequest) -> HttpResponse:
    """GET what is shown; `q` are words, `topic` the code of a topic."""
    asked = Asked.from_query(request.GET)
    found = find_answers(asked)
    rows = [
        (row, pieces(row.title, found.words), excerpt(row.answer, found.words))
        for row in found.rows
    ]
    context = {"asked": asked, "found": found, "rows": rows, "topics": topics_shown()}
    return page(request, "portal/following/answered.html", context)


@require_safe
@kept
def answer(request: HttpRequest, answer: UUID) -> HttpResponse:
    """GET one; of a withdrawn one, when and why."""
    row = answer_shown(answer)
    if row is not None:
        return page(request, "portal/following/answer.html", {"row": row})
    gone = withdrawal_of(answer)
    if gone is None:
        raise Http404
    context = {**hotline(), "gone": gone}
    return render(request, "portal/following/answer_gone.html", context, status=GONE)


@require_safe
@kept
def feed(request: HttpRequest) -> HttpResponse:
    """GET the newest as an Atom feed."""
    where = request.build_absolute_uri
    entries = [
        Entry(
            f"urn:uuid:{row.pk}",
            row.title,
            where(reverse("portal:public_answer", args=(row.pk,))),
            row.published_at,
            row.answer,
        )
        for row in shown_answers()[:IN_FEED]
    ]
    title = f"{hotline()['city']}{hotline()['hotline_name']} {gettext('办理答复')}"
    whole = where(reverse("portal:answered"))
    xml = feed_of(title, whole, where(reverse("portal:answered_atom")), entries)
    return marked(HttpResponse(xml, content_type="application/atom+xml"))
