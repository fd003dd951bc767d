"""One article: what it says, its versions and their differences, and what can be done with it."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.forms.following import OpenArticleForm
from hotline.desk.forms.knowledge import CorrectionForm, RenewForm, WhyForm
from hotline.desk.knowledge import answered_case
from hotline.records.models import Article, ArticleVersion
from hotline.records.queries.articles import (
    KEEPING,
    article_for,
    looks_after,
    newest_text,
)
from hotline.rules.articles import (
    ARTICLE_MOVES,
    LABELS,
    Stage,
    Standing,
    link_lines,
    open_article_verbs,
)
from hotline.rules.differences import Change, differences

KNOWS = ("read_articles", *KEEPING)
LONGEST_NUMBER = 6
SHOWN = 100
WITH_REASON = ("send_back", "withdraw")


@for_staff(*KNOWS)
@require_safe
def article(request: StaffRequest, article: str) -> HttpResponse:
    """GET an article; `text` and `against` name versions for those who look after it."""
    return show(request, article_or_404(request, article))


def show(
    request: StaffRequest,
    found: Article,
    *,
    refused: tuple[str, Form] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The article's page; a form that was refused is shown again with everything typed."""
    staff, today = request.user, timezone.localdate()
    keeps = any(staff.may(permit) for permit in KEEPING) and looks_after(staff, found.department)
    shown = _asked_text(request, found, "text") if keeps else None
    shown = shown or found.current or newest_text(found)
    against = _asked_text(request, found, "against") if keeps else None
    in_force = (
        found.standing == Standing.PUBLISHED and found.valid_from <= today <= found.expires_on
    )
    context = {
        "article": found,
        "text": shown,
        "links": link_lines(shown.links),
        "against": against,
        "changes": changes_between(against, shown) if against is not None else [],
        "keeps": keeps,
        "in_force": in_force,
        "versions": found.versions.select_related("by").order_by("-number")[:SHOWN]
        if keeps
        else [],
        "journal": found.journal.select_related("by").order_by("-seq")[:SHOWN] if keeps else [],
        "verbs": _verbs(request, found) if keeps else [],
        "refused": refused[0] if refused else "",
        "case_number": answered_case(request),
        **_forms(refused),
    }
    return render(request, "desk/knowledge/article.html", context, status=status)


def article_or_404(request: StaffRequest, number: str) -> Article:
    """The article called `number`; for one that is not this person's to see there is none."""
    try:
        return article_for(request.user, number, timezone.localdate())
    except Article.DoesNotExist as error:
        raise Http404 from error


def changes_between(old: ArticleVersion, new: Any) -> list[tuple[str, list[Change]]]:
    """What differs, by the name of the part; parts that are alike are left out."""
    pairs = ((LABELS[name], getattr(old, name), getattr(new, name)) for name in LABELS)
    return [(label, differences(was, now)) for label, was, now in pairs if was != now]


def _asked_text(request: StaffRequest, found: Article, name: str) -> ArticleVersion | None:
    given = request.GET.get(name, "")
    if not (given.isascii() and given.isdigit() and len(given) <= LONGEST_NUMBER):
        return None
    texts = found.versions.select_related("department", "by")
    return texts.filter(number=int(given)).first()


def _verbs(request: StaffRequest, found: Article) -> list[str]:
    """The verbs that this person may press now."""
    open_verbs = open_article_verbs(Stage(found.stage), Standing(found.standing))
    moot = "open" if found.is_public else "keep_in"
    return [
        verb for verb in open_verbs if verb != moot and request.user.may(ARTICLE_MOVES[verb].permit)
    ]


def _forms(refused: tuple[str, Form] | None) -> dict[str, Any]:
    """A form of each verb that asks for something, the refused one in its place."""
    forms: dict[str, Any] = {
        "send_back": WhyForm(auto_id="send_back_%s"),
        "withdraw": WhyForm(auto_id="withdraw_%s"),
        "renew": RenewForm(auto_id="renew_%s"),
        "correct": CorrectionForm(auto_id="correct_%s"),
        "open": OpenArticleForm(auto_id="open_%s"),
        **dict([refused] if refused else []),
    }
    return {f"{name}_form": form for name, form in forms.items()}
