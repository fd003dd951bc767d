"""全站查找: from the bar over every page, with results while one types, and a page of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.forms.case_filter import FilterForm
from hotline.desk.search_groups import Answer, find
from hotline.records.queries.choosing import unit_label, units_on
from hotline.records.queries.wanted import Wanted, kept_private, words_of
from hotline.records.sealed_words import is_private

LONGEST = 100
LONGEST_PLACE = 80
SUGGESTED = 8
LISTED = 20
BY_DATE = "date"
# What narrows the cases of a search, of all that narrows a list of cases.
FIRST = ("status", "kind", "channel")
FURTHER = ("topic", "unit", "place", "since", "until")


@for_staff()
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: StaffRequest) -> HttpResponse:
    """POST words to get their address, in which a person's number is sealed; GET what is found."""
    given = request.POST if request.method == "POST" else request.GET
    wanted = _wanted(given)
    by_date = given.get("by") == BY_DATE
    if request.method == "POST" or is_private(wanted.words) or is_private(wanted.place):
        return redirect(_address(kept_private(request.user, wanted), by_date=by_date))
    asked = words_of(request.user, wanted)
    after = request.GET.get("after", "")[:LONGEST_PLACE]
    found = (
        find(request, asked, limit=LISTED, wanted=wanted, by_date=by_date, after=after)
        if asked
        else Answer()
    )
    form = FilterForm(wanted.query())
    context = {
        "words": wanted.words,
        "key": wanted.key,
        "is_sealed": bool(asked and not wanted.words),
        "is_anothers": bool(wanted.key and not asked),
        "found": found,
        "groups": found.groups,
        "total": sum(group.total for group in found.groups),
        "first": [form[name] for name in FIRST],
        "further": [form[name] for name in FURTHER],
        "is_further": any(getattr(wanted, name) for name in FURTHER),
        "is_narrowed": any(getattr(wanted, name) for name in (*FIRST, *FURTHER)),
        "by_date": by_date,
        "next_page": _address(wanted, by_date=by_date, after=found.page.after),
        "unnarrowed": _address(wanted.without(*FIRST, *FURTHER), by_date=by_date),
        "in_list": f"{reverse('desk:cases')}?{wanted.address()}",
        "meant": [
            (word, _address(replace(wanted, words=word, key=""), by_date=by_date))
            for word in found.meant
        ],
        "units": map(unit_label, units_on(timezone.localdate())),
        "is_later_page": bool(after),
    }
    return render(request, "desk/search.html", context)


@for_staff()
@require_POST
def suggest(request: StaffRequest) -> HttpResponse:
    """POST what has been typed so far, to get a few of each sort."""
    words = _wanted(request.POST).words
    found = find(request, words, limit=SUGGESTED) if words else Answer()
    return render(request, "desk/suggest.html", {"groups": found.groups, "words": words})


def _wanted(given: Mapping[str, str]) -> Wanted:
    """What is looked for and in what: only what this page offers."""
    asked = Wanted.from_query({**{name: given.get(name, "") for name in (*FIRST, *FURTHER)},
                               "q": given.get("find") or given.get("q", ""),
                               "key": given.get("key", "")})  # fmt: skip
    return replace(asked, key="") if asked.words else asked


def _address(wanted: Wanted, *, by_date: bool, after: str = "") -> str:
    further = {"by": BY_DATE} if by_date else {}
    if after:
        further["after"] = after
    said = [part for part in (wanted.address(), urlencode(further)) if part]
    return f"{reverse('desk:search')}?{'&'.join(said)}"
