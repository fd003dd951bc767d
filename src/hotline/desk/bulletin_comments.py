"""What editors and approvers say to each other about a bulletin."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from hotline.desk.bulletin_doors import SEES, back_to, bulletin_or_404
from hotline.desk.bulletins import show
from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.errors import INVALID, REFUSALS, put_on
from hotline.desk.forms.bulletins import CommentForm
from hotline.records.models import BulletinComment
from hotline.records.queries.bulletins import items_of
from hotline.steps.studio.comment_bulletin import comment_bulletin, settle_comment


@for_staff(*SEES)
@require_POST
def comment(request: StaffRequest, at: str) -> HttpResponse:
    """留言; what is refused comes back with what was typed."""
    row = bulletin_or_404(at)
    form = CommentForm(request.POST, items=items_of(row))
    if not form.is_valid():
        return show(request, row, status=INVALID, tab="comments", comment_form=form)
    try:
        comment_bulletin(row, by=request.user, at=timezone.now(), **form.cleaned_data)
    except REFUSALS as error:
        status = put_on(form, error)
        return show(request, row, status=status, tab="comments", comment_form=form)
    messages.success(request, "留言已发出。")
    return back_to(at, "comments")


@for_staff(*SEES)
@require_POST
def settle(request: StaffRequest, at: str) -> HttpResponse:
    """已处理."""
    row = bulletin_or_404(at)
    try:
        said = row.comments.select_related("bulletin").get(pk=UUID(request.POST.get("comment", "")))
    except (ValueError, BulletinComment.DoesNotExist):
        messages.error(request, "没有这条留言，请刷新后再看。")
        return back_to(at, "comments")
    settle_comment(said, by=request.user, at=timezone.now())
    return back_to(at, "comments")
