"""The citizens' front page: what the hotline is, and where to go from here."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hotline.portal.hotline import hotline
from hotline.portal.navigation import places


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """GET the front page."""
    return render(request, "portal/front.html", {**hotline(), "places": places()})
