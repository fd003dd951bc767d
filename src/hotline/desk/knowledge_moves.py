"""What is done with an article, one view a verb: read the form, call the step, say what came."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from hotline.desk.bulletins import seen_in
from hotline.desk.doors import StaffRequest, case_or_404, for_staff
from hotline.desk.errors import INVALID, REFUSALS, put_on
from hotline.desk.forms.following import OpenArticleForm
from hotline.desk.forms.knowledge import CorrectionForm, RenewForm, SettleForm, WhyForm
from hotline.desk.knowledge import case_number, show_corrections
from hotline.desk.knowledge_article import article_or_404, show
from hotline.records.queries.articles import corrections_for
from hotline.steps.knowledge.ask_correction import ask_correction
from hotline.steps.knowledge.drop import drop_revision
from hotline.steps.knowledge.open_to_all import close_article, open_article
from hotline.steps.knowledge.publish import publish_article
from hotline.steps.knowledge.renew import renew_article
from hotline.steps.knowledge.review import review_article
from hotline.steps.knowledge.send_back import send_back_article
from hotline.steps.knowledge.settle_correction import settle_correction
from hotline.steps.knowledge.submit import submit_article
from hotline.steps.knowledge.use import use_article
from hotline.steps.knowledge.withdraw import withdraw_article

Step = Callable[..., object]
ANSWER_FROM = "answer_from"  # the parameter of a case's page that names the article used


@for_staff("write_article")
@require_POST
def submit(request: StaffRequest, article: str) -> HttpResponse:
    """送审."""
    return _moved(request, article, submit_article, "已送审。")


@for_staff("write_article")
@require_POST
def drop(request: StaffRequest, article: str) -> HttpResponse:
    """放弃修改稿."""
    return _moved(request, article, drop_revision, "已放弃修改稿；各稿仍在版本记录中。")


@for_staff("review_article")
@require_POST
def review(request: StaffRequest, article: str) -> HttpResponse:
    """审核通过."""
    return _moved(request, article, review_article, "审核通过，等待发布。")


@for_staff("publish_article")
@require_POST
def publish(request: StaffRequest, article: str) -> HttpResponse:
    """发布."""
    return _moved(request, article, publish_article, "已发布，可用于答复。")


@for_staff("review_article")
@require_POST
def send_back(request: StaffRequest, article: str) -> HttpResponse:
    """退回修改."""
    form = WhyForm(request.POST, auto_id="send_back_%s")
    return _moved(request, article, send_back_article, "已退回修改。", ("send_back", form))


@for_staff("publish_article")
@require_POST
def withdraw(request: StaffRequest, article: str) -> HttpResponse:
    """撤回."""
    form = WhyForm(request.POST, auto_id="withdraw_%s")
    return _moved(request, article, withdraw_article, "已撤回，不再用于答复。", ("withdraw", form))


@for_staff("publish_article")
@require_POST
def renew(request: StaffRequest, article: str) -> HttpResponse:
    """延长有效期."""
    form = RenewForm(request.POST, auto_id="renew_%s")
    if form.is_valid() and form.cleaned_data["expires_on"] is None:
        form.add_error("expires_on", "请填写新的截止日。")
    return _moved(request, article, renew_article, "已延长有效期。", ("renew", form))


@for_staff("publish_article")
@require_POST
def open_to_all(request: StaffRequest, article: str) -> HttpResponse:
    """向社会公开."""
    form = OpenArticleForm(request.POST, auto_id="open_%s")
    return _moved(request, article, open_article, "已向社会公开。", ("open", form))


@for_staff("publish_article")
@require_POST
def keep_in(request: StaffRequest, article: str) -> HttpResponse:
    """停止公开."""
    form = OpenArticleForm(request.POST, auto_id="open_%s")
    return _moved(request, article, close_article, "已停止公开。", ("open", form))


@for_staff("read_articles")
@require_POST
def use(request: StaffRequest, article: str) -> HttpResponse:
    """采用: note the use, and go back to the case, which takes the words from the article."""
    found = article_or_404(request, article)
    number = case_number(request)
    case = case_or_404(request.user, number) if number else None
    try:
        use_article(found, case=case, by=request.user, at=timezone.now())
    except REFUSALS as error:
        messages.error(request, str(error))
        return redirect("desk:article", found.number)
    if case is None:
        messages.success(request, "已记录采用一次。")
        return redirect("desk:article", found.number)
    back = reverse("desk:case", args=[case.number])
    return redirect(f"{back}?{urlencode({ANSWER_FROM: found.number})}")


@for_staff("ask_correction")
@require_POST
def correct(request: StaffRequest, article: str) -> HttpResponse:
    """提出纠错."""
    found = article_or_404(request, article)
    form = CorrectionForm(request.POST, auto_id="correct_%s")
    status = INVALID
    if form.is_valid():
        try:
            ask_correction(found, by=request.user, at=timezone.now(), **form.cleaned_data)
        except REFUSALS as error:
            status = put_on(form, error)
        else:
            messages.success(request, f"已转给{found.department.name}处理，谢谢。")
            return redirect("desk:article", found.number)
    return show(request, found, refused=("correct", form), status=status)


@for_staff("settle_correction")
@require_POST
def settle(request: StaffRequest, correction: UUID) -> HttpResponse:
    """处理纠错."""
    row = corrections_for(request.user).filter(pk=correction).first()
    if row is None:
        raise Http404
    form = SettleForm(request.POST, auto_id=f"{row.pk}_%s")
    status = INVALID
    if form.is_valid():
        try:
            settle_correction(row, by=request.user, at=timezone.now(), **form.cleaned_data)
        except REFUSALS as error:
            status = put_on(form, error)
        else:
            messages.success(request, "已处理。采纳的，请接着修订这篇知识。")
            return redirect("desk:article_corrections")
    return show_corrections(request, refused=row, form=form, status=status)


def _moved(
    request: StaffRequest,
    number: str,
    step: Step,
    done: str,
    refusable: tuple[str, forms.Form] | None = None,
) -> HttpResponse:
    """Do one verb; what is refused comes back on the page with everything typed."""
    found = article_or_404(request, number)
    form = refusable[1] if refusable is not None else None
    status = INVALID
    if form is None or form.is_valid():
        facts: Mapping[str, Any] = form.cleaned_data if form is not None else {}
        try:
            step(found, by=request.user, at=timezone.now(), seen=seen_in(request), **facts)
        except REFUSALS as error:
            if form is None:
                messages.error(request, str(error))
            else:
                status = put_on(form, error)
        else:
            messages.success(request, done)
            return redirect("desk:article", found.number)
    return show(request, article_or_404(request, number), refused=refusable, status=status)
