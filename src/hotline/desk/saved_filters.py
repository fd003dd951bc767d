"""常用筛选: kept under a name, renamed, deleted and put back, and which one comes first."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hotline.desk.chips import list_address
from hotline.desk.doors import StaffRequest, for_staff
from hotline.records.models import SavedFilter
from hotline.records.queries.saved_filters import SHARED, filters_of, own_lists
from hotline.records.queries.wanted import Wanted
from hotline.steps.lists.arrange_list import begin_with
from hotline.steps.lists.save_filter import (
    delete_filter,
    rename_filter,
    restore_filter,
    save_filter,
)
from hotline.steps.moving import Refused

SEES = ("see_all_cases", "see_unit_cases")


@for_staff(*SEES)
@require_POST
def save(request: StaffRequest) -> HttpResponse:
    """POST a name for what the list is narrowed to; the list says what came of it."""
    wanted = Wanted.from_query(request.POST.dict())
    name, shared = request.POST.get("name", "")[:200], request.POST.get("shared", "me")
    try:
        row = save_filter(wanted, name=name, shared=shared, by=request.user, at=timezone.now())
        if request.POST.get("first") == "1":
            begin_with(row, by=request.user)
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"已保存筛选“{row.name}”，在列表上方可随时打开。")
    return redirect(list_address(wanted))


@for_staff(*SEES)
@require_safe
def filters(request: StaffRequest) -> HttpResponse:
    """GET the filters that one may use, to rename, delete or begin with one."""
    deleted = SavedFilter.objects.filter(owner=request.user, deleted_at__isnull=False)
    context = {
        "lists": own_lists(request.user),
        "deleted": deleted.order_by("-deleted_at")[:10],
        "shared": SHARED,
    }
    return render(request, "desk/saved_filters.html", context)


@for_staff(*SEES)
@require_POST
def rename(request: StaffRequest, row: UUID) -> HttpResponse:
    """POST another name."""
    name = request.POST.get("name", "")[:200]
    return _done(
        request, row, lambda found: rename_filter(found, name=name, by=request.user), "已改名。"
    )


@for_staff(*SEES)
@require_POST
def delete(request: StaffRequest, row: UUID) -> HttpResponse:
    """POST that it is not wanted any more."""
    at = timezone.now()
    said = "已删除；可在本页下方恢复。"
    return _done(request, row, lambda found: delete_filter(found, by=request.user, at=at), said)


@for_staff(*SEES)
@require_POST
def restore(request: StaffRequest, row: UUID) -> HttpResponse:
    """POST that it is wanted again."""
    return _done(request, row, lambda found: restore_filter(found, by=request.user), "已恢复。")


@for_staff(*SEES)
@require_POST
def first(request: StaffRequest, row: UUID) -> HttpResponse:
    """POST that the list begins with it, or with none if it did already."""
    is_first = own_lists(request.user).begins_with == row
    said = "打开列表时不再先用筛选。" if is_first else "以后打开列表时先用这个筛选。"
    return _done(
        request,
        row,
        lambda found: begin_with(None if is_first else found, by=request.user),
        said,
    )


def _done(
    request: StaffRequest, identity: UUID, act: Callable[[SavedFilter], object], said: str
) -> HttpResponse:
    """Act on a filter that the person may use or deleted; another's does not exist for them."""
    own = SavedFilter.objects.filter(pk=identity, owner=request.user).first()
    row = own or filters_of(request.user).filter(pk=identity).first()
    if row is None:
        raise Http404
    try:
        act(row)
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    return redirect("desk:filters")
