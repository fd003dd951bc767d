"""新地名: names that cases tell as places and the gazetteer does not know, settled one by one."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.errors import INVALID, REFUSALS, put_on
from hotline.desk.forms.places import AliasForm, TakeInForm
from hotline.desk.paging import asked_page
from hotline.records.models import UnknownPlace
from hotline.records.queries.places import OPEN, SETTLED, Unknown, page_of_unknown
from hotline.rules.places import LEVELS
from hotline.steps.reading.settle_place import STATES, dismiss, take_as_alias, take_in, undo

PERMIT = "keep_places"
PAGE_SIZE = 20
MOST_PAGES = 50
FORMS: dict[str, type[forms.Form]] = {"take": TakeInForm, "alias": AliasForm}
DONE = {
    "take": "已收入地名库",
    "alias": "已作为别名",
    "dismiss": "已记住不是地名，不再提示",
    "undo": "已撤销，重新待审核",
}


@for_staff(PERMIT)
@require_safe
def places(request: StaffRequest) -> HttpResponse:
    """GET the names that wait, or those that were settled."""
    return show(request)


def show(
    request: StaffRequest,
    *,
    refused: UUID | None = None,
    form: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; a refused `form` of the name `refused` is shown again, opened."""
    asked = request.POST or request.GET
    state = SETTLED if asked.get("tab") == SETTLED else OPEN
    page = asked_page(request, MOST_PAGES)
    first = (page - 1) * PAGE_SIZE
    rows = page_of_unknown(request.user, state, first, PAGE_SIZE + 1)
    context = {
        "rows": [_line(row, refused, form) for row in rows[:PAGE_SIZE]],
        "tab": state,
        "tabs": [(OPEN, "待审核"), (SETTLED, "已处理")],
        "page": page,
        "more": len(rows) > PAGE_SIZE and page < MOST_PAGES,
    }
    return render(request, "desk/places.html", context, status=status)


def _line(unknown: Unknown, refused: UUID | None, form: forms.Form | None) -> dict[str, Any]:
    """One name with its forms; what is known of where it lies is filled in."""
    row = unknown.row
    given = {"name": row.name, "level": row.level, "parent": next(iter(unknown.around), "")}
    made = {
        "take": TakeInForm(initial=given, auto_id=f"take_{row.pk}_%s"),
        "alias": AliasForm(auto_id=f"alias_{row.pk}_%s"),
    }
    failed = ""
    if form is not None and row.pk == refused:
        failed = next(verb for verb, kind in FORMS.items() if isinstance(form, kind))
        made[failed] = form
    return {
        "row": row,
        "level": LEVELS[row.level],
        "around": unknown.around[:3],
        "cases": unknown.cases,
        "hidden": len(row.examples) - len(unknown.cases),
        "forms": made,
        "failed": failed,
        "state": STATES.get(row.state, ""),
    }


@for_staff(PERMIT)
@require_POST
def settle(request: StaffRequest, row: UUID, verb: str) -> HttpResponse:
    """POST what becomes of a name."""
    name = UnknownPlace.objects.select_related("place__parent").filter(pk=row).first()
    if name is None or verb not in DONE:
        raise Http404
    now = timezone.now()
    form = FORMS[verb](request.POST, auto_id=f"{verb}_{name.pk}_%s") if verb in FORMS else None
    if form is not None and not form.is_valid():
        return show(request, refused=name.pk, form=form, status=INVALID)
    try:
        _do(name, verb, form, request, now)
    except REFUSALS as error:
        if form is not None:
            return show(request, refused=name.pk, form=form, status=put_on(form, error))
        messages.error(request, str(error))
    else:
        messages.success(request, f"“{name.name}”：{DONE[verb]}。")
    tab = {"tab": SETTLED} if verb == "undo" else {}
    return redirect(f"{reverse('desk:places')}?{urlencode(tab)}" if tab else "desk:places")


def _do(
    row: UnknownPlace, verb: str, form: forms.Form | None, request: StaffRequest, now: datetime
) -> None:
    given = form.cleaned_data if form is not None else {}
    if verb == "take":
        take_in(row, **given, by=request.user, at=now)
    elif verb == "alias":
        take_as_alias(row, **given, by=request.user, at=now)
    elif verb == "dismiss":
        dismiss(row, by=request.user, at=now)
    else:
        undo(row, by=request.user, at=now)
