"""Suspicious patterns (疑点): what was found, the evidence side by side, and the verdicts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.errors import INVALID, REFUSALS, put_on
from hotline.desk.forms.oversight import VerdictForm
from hotline.desk.oversight import PERMIT, TABS
from hotline.records.models import Suspicion, SuspicionRun
from hotline.records.queries.suspicions import (
    Evidence,
    counts_of,
    evidence_of,
    shown,
    suspicions_for,
)
from hotline.rules.masking import mask_text
from hotline.rules.suspicion import RULES, STANDINGS, shared
from hotline.steps.find_suspicions import ask_search, is_going
from hotline.steps.rule_suspicion import rule_suspicion

PAGE_SIZE = 30
COMPARED = ("clones",)
Piece = tuple[Evidence, Sequence[tuple[bool, str]]]


@dataclass(frozen=True, slots=True)
class Choice:
    """One rule in the list beside, with how many of its findings wait."""

    code: str
    name: str
    count: int


@for_staff(PERMIT)
@require_safe
def suspicions(request: StaffRequest) -> HttpResponse:
    """GET what was found, by rule and standing; while a search runs, how far it is."""
    run = SuspicionRun.objects.order_by("-asked_at").first()
    is_running = run is not None and is_going(run, timezone.now())
    if request.htmx:
        if not is_running:
            return HttpResponseClientRefresh()
        return render(request, "desk/oversight/search.html", {"run": run, "running": True})
    standing = _known(request.GET.get("standing", ""), STANDINGS, "open")
    rule = _known(request.GET.get("rule", ""), RULES, "")
    found = suspicions_for(request.user).filter(standing=standing).order_by("-found_at", "pk")
    page = Paginator(found.filter(rule=rule) if rule else found, PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    counts = counts_of(request.user)
    context = {
        "run": run,
        "running": is_running,
        "tabs": TABS,
        "page": page,
        "rows": [shown(row) for row in page.object_list],
        "rules": [Choice(c, r.name, counts.get((c, standing), 0)) for c, r in RULES.items()],
        "standings": [
            Choice(code, name, sum(n for (_, s), n in counts.items() if s == code))
            for code, name in STANDINGS.items()
        ],
        "rule": rule,
        "standing": standing,
    }
    return render(request, "desk/oversight/suspicions.html", context)


@for_staff(PERMIT)
@require_POST
def find(request: StaffRequest) -> HttpResponse:
    """Search now."""
    try:
        ask_search(by=request.user, at=timezone.now())
    except REFUSALS as error:
        messages.error(request, str(error))
    return redirect("desk:suspicions")


@for_staff(PERMIT)
def suspicion(request: StaffRequest, suspicion: UUID) -> HttpResponse:
    """GET one finding with its evidence side by side, POST what a supervisor holds of it."""
    row = suspicions_for(request.user).filter(pk=suspicion).first()
    if row is None:
        raise Http404
    if request.method != "POST":
        return _page(request, row, VerdictForm(), 200)
    form = VerdictForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form, INVALID)
    try:
        rule_suspicion(row, **form.cleaned_data, by=request.user, at=timezone.now())
    except REFUSALS as error:
        return _page(request, row, form, put_on(form, error))
    messages.success(request, f"已认定为“{STANDINGS[row.standing]}”，认定记录已保存。")
    return redirect("desk:suspicions")


def _page(request: StaffRequest, row: Suspicion, form: VerdictForm, status: int) -> HttpResponse:
    found, hidden = evidence_of(request.user, row)
    context: dict[str, Any] = {
        "shown": shown(row),
        "pieces": _compared(row.rule, found),
        "hidden": hidden,
        "rulings": row.rulings.select_related("by").order_by("-at"),
        "form": form,
        "is_compared": row.rule in COMPARED,
    }
    return render(request, "desk/oversight/suspicion.html", context, status=status)


def _compared(rule: str, found: Sequence[Evidence]) -> list[Piece]:
    """Each piece with its text in parts, of which those are marked that the first text has too."""
    texts = [mask_text(one.share.answer) if one.share else "" for one in found]
    if rule not in COMPARED or not texts:
        return [(one, [(False, text)]) for one, text in zip(found, texts, strict=True)]
    return [
        (one, shared(texts[1] if place == 0 and len(texts) > 1 else texts[0], text))
        for place, (one, text) in enumerate(zip(found, texts, strict=True))
    ]


def _known(given: str, names: Any, usual: str) -> str:
    return given if given in names else usual
