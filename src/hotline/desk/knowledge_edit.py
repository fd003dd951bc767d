"""The editor of an article. Whatever was typed comes back, also when somebody else was quicker."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from hotline.desk.bulletins import seen_in
from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.errors import INVALID, REFUSALS, put_on
from hotline.desk.forms.knowledge import PLAIN, ArticleForm, initial_of
from hotline.desk.knowledge_article import article_or_404
from hotline.records.models import Article
from hotline.records.queries.articles import newest_text
from hotline.records.queries.choosing import unit_label, units_on
from hotline.rules.articles import LABELS
from hotline.rules.differences import differences
from hotline.steps.knowledge.write import edit_article, write_article
from hotline.steps.storing.book import LostRace

USUAL_DAYS = 365


@for_staff("write_article")
def new_article(request: StaffRequest) -> HttpResponse:
    """GET an empty form, POST the first text."""
    today = timezone.localdate()
    if request.method != "POST":
        unit = request.user.department
        first = {
            "valid_from": today,
            "expires_on": today + timedelta(days=USUAL_DAYS),
            "department": unit_label(unit) if unit else "",
        }
        return _form(request, ArticleForm(day=today, initial=first))
    form = ArticleForm(request.POST, day=today)
    if not form.is_valid():
        return _form(request, form, status=INVALID)
    try:
        made = write_article(
            form.article_text(),
            department=form.cleaned_data["department"],
            by=request.user,
            at=timezone.now(),
        )
    except REFUSALS as error:
        return _form(request, form, status=put_on(form, error))
    messages.success(request, f"已保存草稿 {made.number}，核对后请送审。")
    return redirect("desk:article", made.number)


@for_staff("write_article")
def edit(request: StaffRequest, article: str) -> HttpResponse:
    """GET the newest text, POST the next one."""
    found, today = article_or_404(request, article), timezone.localdate()
    if request.method != "POST":
        given = initial_of(newest_text(found), found.version, today)
        return _form(request, ArticleForm(day=today, initial=given), found)
    form = ArticleForm(request.POST, day=today)
    if not form.is_valid():
        return _form(request, form, found, status=INVALID)
    try:
        edit_article(
            found,
            form.article_text(),
            department=form.cleaned_data["department"],
            by=request.user,
            at=timezone.now(),
            seen=seen_in(request),
        )
    except REFUSALS as error:
        status = put_on(form, error)
        fresh = article_or_404(request, article)
        if isinstance(error, LostRace):
            form.data = {**form.data.dict(), "seen": fresh.version}
        return _form(request, form, fresh, status=status, beside=isinstance(error, LostRace))
    messages.success(request, "已保存为新的一稿。")
    return redirect("desk:article", found.number)


def _form(
    request: StaffRequest,
    form: ArticleForm,
    found: Article | None = None,
    *,
    status: int = 200,
    beside: bool = False,
) -> HttpResponse:
    """The form; `beside` shows how what was typed differs from what somebody else has stored."""
    context = {
        "form": form,
        "article": found,
        "units": [unit_label(unit) for unit in units_on(timezone.localdate())],
        "changes": _differing(found, form) if beside and found is not None else [],
    }
    return render(request, "desk/knowledge/edit.html", context, status=status)


def _differing(found: Article, form: ArticleForm) -> list[tuple[str, object]]:
    stored, typed = newest_text(found), form.article_text()
    pairs = ((LABELS[name], getattr(stored, name), getattr(typed, name)) for name in PLAIN)
    return [(label, differences(was, now)) for label, was, now in pairs if was != now]
