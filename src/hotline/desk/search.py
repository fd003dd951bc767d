"""全站查找: from the bar over every page, with results while one types, and a page of its own."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.search_groups import groups
from hotline.records.queries.wanted import LONGEST_KEY
from hotline.records.sealed_words import is_private, open_words, seal_words

LONGEST = 100
SUGGESTED = 8
LISTED = 20


@for_staff()
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: StaffRequest) -> HttpResponse:
    """POST words to get their address, in which a person's number is sealed; GET what is found."""
    given = request.POST if request.method == "POST" else request.GET
    words = _words(given.get("find") or given.get("q", ""))
    if request.method == "POST" or is_private(words):
        return redirect(_address(request, words))
    key = request.GET.get("key", "")[:LONGEST_KEY]
    opened = open_words(request.user, key)
    asked = words or opened
    found = groups(request, asked, limit=LISTED, counted=True) if asked else []
    context = {
        "words": words,
        "is_sealed": bool(opened and not words),
        "is_anothers": bool(key and not opened and not words),
        "groups": found,
        "total": sum(group.total for group in found),
    }
    return render(request, "desk/search.html", context)


@for_staff()
@require_POST
def suggest(request: StaffRequest) -> HttpResponse:
    """POST what has been typed so far, to get a few of each sort."""
    words = _words(request.POST.get("find", ""))
    found = groups(request, words, limit=SUGGESTED, counted=False) if words else []
    return render(request, "desk/suggest.html", {"groups": found, "words": words})


def _words(text: str) -> str:
    return text.replace("\0", "").strip()[:LONGEST]


def _address(request: StaffRequest, words: str) -> str:
    said = {"key": seal_words(request.user, words)} if is_private(words) else {"q": words}
    return f"{reverse('desk:search')}?{urlencode(said)}"
