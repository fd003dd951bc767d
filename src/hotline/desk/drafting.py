"""拟稿: title, summary and requests drawn from a text; answers that may be taken over.

All of it is a suggestion beside the form: nothing is filled in unless a person takes it.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hotline.desk.doors import StaffRequest, case_or_404, for_staff
from hotline.engines.drafting.asking import requests_in
from hotline.engines.drafting.weighing import summary_of, title_of
from hotline.records.models import Staff, Topic
from hotline.records.queries.answered_alike import answered_alike, material_for
from hotline.records.queries.arrivals_read import setting_of
from hotline.rules.permits import SEES_CASES

ENGINE = "drafting"
LONGEST = 4_000
SHORTEST = 12


@for_staff("register")
@require_POST
def drafted(request: StaffRequest) -> HttpResponse:
    """POST the form as it stands: what may be its title, and what it asks for."""
    given = {name: request.POST.get(name, "").replace("\0", "") for name in ("title", "text")}
    return render(request, "desk/replies/drafted.html", draft_of(given["title"], given["text"]))


def draft_of(title: str, text: str) -> dict[str, Any]:
    """What is drawn from a text: a title that differs from the one there is, summary, requests."""
    text = text.strip()[:LONGEST]
    if len(text) < SHORTEST or not setting_of(ENGINE).is_on:
        return {"is_drafted": False}
    offered = title_of(text)
    return {
        "is_drafted": True,
        "offered_title": offered if offered != title.strip() else "",
        "summary": summary_of(title, text),
        "requests": [each.words for each in requests_in("", text) if each.start >= 0],
    }


def answered_context(staff: Staff, words: str, topic: Topic | None) -> dict[str, Any]:
    """Answers given before to matters like the one being typed."""
    if len(words.strip()) < SHORTEST or not staff.may("answer"):
        return {"answered": []}
    return {"answered": answered_alike(staff, words, topic)}


@for_staff(*SEES_CASES)
@require_safe
def material(request: StaffRequest, number: str) -> HttpResponse:
    """GET what may be taken over into the answer to a case."""
    case = case_or_404(request.user, number)
    if not (request.user.may("reply") or request.user.may("answer")):
        raise PermissionDenied
    rows = material_for(request.user, case, timezone.now()) if setting_of(ENGINE).is_on else []
    asked = [each.words for each in requests_in(case.title, case.text)]
    part = "desk/replies/material.html" if request.htmx else "desk/replies/material_page.html"
    return render(request, part, {"rows": rows, "asked": asked, "case": case})
