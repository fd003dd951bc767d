"""The editor's items: pick, rewrite, order and drop paragraphs of a draft."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hotline.desk.bulletins import bulletin_or_404, seen_in, show
from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.errors import INVALID, REFUSALS, put_on
from hotline.desk.forms.bulletins import ItemForm, RewriteForm
from hotline.records.models import Bulletin, BulletinItem
from hotline.records.queries.access import cases_for
from hotline.records.queries.candidates import candidates
from hotline.rules.forms import read_form
from hotline.steps import draft as drafting


@for_staff("draft_bulletin")
@require_safe
def found(request: StaffRequest, month: str) -> HttpResponse:
    """Cases of the month that fit some words, to be picked for an item."""
    row = bulletin_or_404(month)
    words = request.GET.get("q", "").replace("\0", "").strip()[:100]
    section = request.GET.get("section", "")
    rows = candidates(request.user, row, words, section)
    context = {"rows": rows, "words": words, "month": month, "section": section}
    return render(request, "desk/candidates.html", context)


@for_staff("draft_bulletin")
@require_POST
def pick(request: StaffRequest, month: str) -> HttpResponse:
    """Add an item; what is refused comes back with everything typed."""
    row = bulletin_or_404(month)
    form = ItemForm(request.POST, sections=read_form(row.form.body).sections, staff=request.user)
    if not form.is_valid():
        return show(request, row, status=INVALID, item_form=form)
    try:
        drafting.pick(row, by=request.user, at=timezone.now(), **form.cleaned_data)
    except REFUSALS as error:
        return show(request, bulletin_or_404(month), status=put_on(form, error), item_form=form)
    messages.success(request, "已加入条目。")
    return redirect("desk:bulletin", month)


@for_staff("draft_bulletin")
def rewrite(request: StaffRequest, month: str, item: UUID) -> HttpResponse:
    """GET the item beside its cases, POST its new words."""
    row, found_item = _item_or_404(month, item)
    given = {"text": found_item.text, "group": found_item.group}
    form = RewriteForm(request.POST if request.method == "POST" else None, initial=given)
    seen = row.version if seen_in(request) is None else seen_in(request)
    context = {"bulletin": row, "month": month, "item": found_item, "form": form, "seen": seen}
    spoken_of = cases_for(request.user).filter(pk__in=found_item.cases.values("pk"))
    context["cases"] = spoken_of.select_related("lead", "topic").order_by("number")
    if request.method != "POST":
        return render(request, "desk/bulletin_item.html", context)
    status = INVALID
    if form.is_valid():
        try:
            facts = {**form.cleaned_data, "seen": seen_in(request)}
            drafting.rewrite(found_item, by=request.user, at=timezone.now(), **facts)
        except REFUSALS as error:
            status = put_on(form, error)
        else:
            messages.success(request, "已修改条目。")
            return redirect("desk:bulletin", month)
    return render(request, "desk/bulletin_item.html", context, status=status)


@for_staff("draft_bulletin")
@require_POST
def shift(request: StaffRequest, month: str, item: UUID) -> HttpResponse:
    """Move an item one place up or down."""
    _, found_item = _item_or_404(month, item)
    places = -1 if request.POST.get("to") == "up" else 1
    try:
        seen = seen_in(request)
        drafting.shift(found_item, places, by=request.user, at=timezone.now(), seen=seen)
    except REFUSALS as error:
        messages.error(request, str(error))
    return redirect("desk:bulletin", month)


@for_staff("draft_bulletin")
@require_POST
def drop(request: StaffRequest, month: str, item: UUID) -> HttpResponse:
    """Take an item out."""
    _, found_item = _item_or_404(month, item)
    try:
        drafting.drop(found_item, by=request.user, at=timezone.now(), seen=seen_in(request))
    except REFUSALS as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "已删去条目；原文留在流转记录中。")
    return redirect("desk:bulletin", month)


def _item_or_404(month: str, item: UUID) -> tuple[Bulletin, BulletinItem]:
    row = bulletin_or_404(month)
    try:
        return row, row.items.select_related("bulletin").get(pk=item)
    except BulletinItem.DoesNotExist as error:
        raise Http404 from error
