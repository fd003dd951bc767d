"""The editor's items: pick, rewrite, order, drop, compare and bring back paragraphs of a draft."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hotline.desk.bulletin_doors import SEES, back_to, bulletin_or_404, item_or_404, seen_in
from hotline.desk.bulletins import show
from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.errors import INVALID, REFUSALS, put_on
from hotline.desk.forms.bulletins import ItemForm, RewriteForm
from hotline.records.models import Bulletin, BulletinItem
from hotline.records.queries.access import cases_for
from hotline.records.queries.bulletin_checks import in_item
from hotline.records.queries.handled import handled
from hotline.rules.differences import differences
from hotline.rules.drafting import well_handled
from hotline.rules.forms import read_form
from hotline.steps import draft as drafting
from hotline.steps.storing.book import LostRace
from hotline.steps.studio.bring_back import bring_back as brought_back
from hotline.steps.studio.tell_here import tell_here

CONFLICT = 409
ACTS = {
    "pick": "加入",
    "rewrite": "改写",
    "replace": "按规则隐去",
    "bring_back": "恢复",
    "drop": "删去",
}


@for_staff("draft_bulletin")
@require_POST
def pick(request: StaffRequest, at: str) -> HttpResponse:
    """Add an item; what is refused comes back with everything typed."""
    row = bulletin_or_404(at)
    form = ItemForm(request.POST, sections=read_form(row.form.body).sections, staff=request.user)
    if not form.is_valid():
        return show(request, row, status=INVALID, tab="items", item_form=form)
    try:
        drafting.pick(row, by=request.user, at=timezone.now(), **form.cleaned_data)
    except REFUSALS as error:
        status = put_on(form, error)
        return show(request, bulletin_or_404(at), status=status, tab="items", item_form=form)
    messages.success(request, "已加入条目。")
    return back_to(at)


@for_staff("draft_bulletin")
def rewrite(request: StaffRequest, at: str, item: UUID) -> HttpResponse:
    """GET the item beside its cases, POST its new words; over another's version both are shown."""
    row, found = item_or_404(at, item)
    if request.method != "POST":
        given = {"text": found.text, "group": found.group}
        return _rewriting(request, row, found, RewriteForm(initial=given), found.version)
    form = RewriteForm(request.POST)
    seen = seen_in(request)
    if not form.is_valid():
        known = found.version if seen is None else seen
        return _rewriting(request, row, found, form, known, status=INVALID)
    try:
        facts = {**form.cleaned_data, "seen": seen}
        drafting.rewrite(found, by=request.user, at=timezone.now(), **facts)
    except LostRace as error:
        return _conflict(request, row, item, form, error)
    except REFUSALS as error:
        status = put_on(form, error)
        return _rewriting(request, row, found, form, found.version, status=status)
    messages.success(request, "已修改条目。")
    return back_to(at)


def _conflict(
    request: StaffRequest, row: Bulletin, item: UUID, form: RewriteForm, error: LostRace
) -> HttpResponse:
    """Both texts with their differences; saving again saves what the person made of them."""
    found = row.items.select_related("bulletin__form").filter(pk=item).first()
    if found is None:
        raise Http404 from error
    theirs = row.texts.filter(item=found.pk).select_related("by").order_by("-number").first()
    mine = " ".join(form.cleaned_data["text"].split())
    context = {"theirs": theirs, "conflict": differences(found.text, mine)}
    return _rewriting(request, row, found, form, found.version, status=CONFLICT, **context)


def _rewriting(
    request: StaffRequest,
    row: Bulletin,
    item: BulletinItem,
    form: RewriteForm,
    seen: int,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    spoken_of = cases_for(request.user).filter(pk__in=item.cases.values("pk"))
    cases = list(spoken_of.select_related("lead", "topic", "citizen", "channel").order_by("number"))
    open_cases = [c for c in cases if not (c.confidential or c.accused or c.stepped_aside)]
    context = {
        "bulletin": row,
        "at": row.at,
        "item": item,
        "form": form,
        "seen": seen,
        "cases": cases,
        "drafted": [(c, well_handled(handled(c))) for c in open_cases if len(cases) == 1],
        "found": in_item(item),
        "texts": row.texts.filter(item=item.pk).select_related("by").order_by("-number")[:10],
        "acts": ACTS,
        **more,
    }
    return render(request, "desk/bulletin/rewrite.html", context, status=status)


@for_staff("draft_bulletin")
@require_POST
def here(request: StaffRequest, at: str, item: UUID) -> HttpResponse:
    """Tell the others that this person has the item open."""
    _, found = item_or_404(at, item)
    tell_here(found, by=request.user)
    return HttpResponse(status=204)


@for_staff(*SEES)
@require_safe
def versions(request: StaffRequest, at: str, item: UUID) -> HttpResponse:
    """Every text that an item had, and the difference between any two."""
    row = bulletin_or_404(at)
    texts = list(row.texts.filter(item=item).select_related("by").order_by("-number"))
    if not texts:
        raise Http404
    numbers = {text.number: text for text in texts}
    newer = numbers.get(_number(request, "b"), texts[0])
    older = numbers.get(_number(request, "a"), texts[min(1, len(texts) - 1)])
    context = {
        "bulletin": row,
        "at": row.at,
        "texts": texts,
        "older": older,
        "newer": newer,
        "pieces": differences(older.text, newer.text),
        "current": row.items.filter(pk=item).first(),
        "may_edit": row.status == "draft" and request.user.may("draft_bulletin"),
        "acts": ACTS,
    }
    return render(request, "desk/bulletin/versions.html", context)


def _number(request: StaffRequest, name: str) -> int:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0  # noqa: PLR2004


@for_staff("draft_bulletin")
@require_POST
def bring_back(request: StaffRequest, at: str) -> HttpResponse:
    """Bring back an earlier text, or an item that was dropped."""
    row = bulletin_or_404(at)
    try:
        kept = row.texts.filter(pk=UUID(request.POST.get("text", ""))).first()
    except ValueError:
        kept = None
    if kept is None:
        messages.error(request, "没有这一版文字，请刷新后再看。")
        return back_to(at)
    try:
        brought_back(kept, by=request.user, at=timezone.now(), seen=seen_in(request))
    except REFUSALS as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "已恢复。")
    return back_to(at)


@for_staff("draft_bulletin")
@require_POST
def shift(request: StaffRequest, at: str, item: UUID) -> HttpResponse:
    """Move an item one place up or down."""
    _, found = item_or_404(at, item)
    places = -1 if request.POST.get("to") == "up" else 1
    try:
        drafting.shift(found, places, by=request.user, at=timezone.now())
    except REFUSALS as error:
        messages.error(request, str(error))
    return back_to(at)


@for_staff("draft_bulletin")
@require_POST
def drop(request: StaffRequest, at: str, item: UUID) -> HttpResponse:
    """Take an item out."""
    _, found = item_or_404(at, item)
    try:
        drafting.drop(found, by=request.user, at=timezone.now(), seen=seen_in(request))
    except REFUSALS as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "已删去条目；在条目下面的“删去的条目”里可以恢复。")
    return back_to(at)
