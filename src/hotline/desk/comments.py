"""留言: what people say to each other about a case, and whom they call by an @."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from hotline.desk import case_page
from hotline.desk.doors import StaffRequest, case_or_404, for_staff
from hotline.desk.errors import INVALID, REFUSALS, put_on
from hotline.desk.forms.comments import CommentForm, RewriteForm
from hotline.records.models import Case, Comment
from hotline.records.queries.comments import own_comment
from hotline.records.queries.mentionable import mentionable as whom
from hotline.steps.talking.comment import comment as commenting
from hotline.steps.talking.rewrite_comment import rewrite_comment
from hotline.steps.talking.withdraw_comment import withdraw_comment

SEES = ("see_all_cases", "see_unit_cases")


@for_staff(*SEES)
def comment(request: StaffRequest, number: str) -> HttpResponse:
    """POST a comment; what is refused comes back with everything typed."""
    case = case_or_404(request.user, number)
    if request.method != "POST":
        return redirect("desk:case", number)
    form = CommentForm(request.POST, by=request.user)
    if not form.is_valid():
        return case_page.show(request, case, comment_form=form, status=INVALID)
    try:
        said = commenting(case, by=request.user, at=timezone.now(), **form.cleaned_data)
    except REFUSALS as error:
        status = put_on(form, error)
        return case_page.show(request, case, comment_form=form, status=status)
    return _back(case, said.comment_id)


@for_staff(*SEES)
def rewrite(request: StaffRequest, number: str, comment: UUID) -> HttpResponse:
    """POST better words for one's own comment."""
    case = case_or_404(request.user, number)
    if request.method != "POST":
        return redirect("desk:case", number)
    said = _own_or_404(request, case, comment)
    form = RewriteForm(request.POST)
    refused: dict[str, Any] = {"rewritten": comment, "rewrite_form": form}
    if not form.is_valid():
        return case_page.show(request, case, status=INVALID, **refused)
    try:
        rewrite_comment(said, by=request.user, at=timezone.now(), **form.cleaned_data)
    except REFUSALS as error:
        return case_page.show(request, case, status=put_on(form, error), **refused)
    return _back(case, comment)


@for_staff(*SEES)
def withdraw(request: StaffRequest, number: str, comment: UUID) -> HttpResponse:
    """POST that one takes back one's own comment."""
    case = case_or_404(request.user, number)
    if request.method != "POST":
        return redirect("desk:case", number)
    said = _own_or_404(request, case, comment)
    try:
        withdraw_comment(said, by=request.user, at=timezone.now())
    except REFUSALS as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "已撤回这条留言；提到的人不再收到提醒。")
    return _back(case, comment)


@for_staff(*SEES)
@require_safe
def mentionable(request: StaffRequest, number: str) -> HttpResponse:
    """GET the list behind the @: whoever may see this case, and nobody else."""
    case = case_or_404(request.user, number)
    found = [
        row for row in whom(case).values() if row.pk != request.user.pk or row.kind != "person"
    ]
    return render(request, "desk/mentionable.html", {"called": found})


def _own_or_404(request: StaffRequest, case: Case, comment: UUID) -> Comment:
    try:
        return own_comment(case, request.user, comment)
    except Comment.DoesNotExist as error:
        raise Http404 from error


def _back(case: Case, comment: object) -> HttpResponse:
    """To the comment on the case's page."""
    return redirect(f"{reverse('desk:case', args=[case.number])}#comment-{comment}")
