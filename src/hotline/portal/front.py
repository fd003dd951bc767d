"""The citizens' front page: what the hotline is, and where to go from here."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from hotline.portal.hotline import hotline


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """GET the front page."""
    return render(request, "portal/front.html", {**hotline(), "bulletins": _bulletins()})


def _bulletins() -> str:
    """The address of the published bulletins; empty while that page is not installed."""
    try:
        return reverse("portal:bulletins")
    except NoReverseMatch:
        return ""
