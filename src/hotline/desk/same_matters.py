"""疑似重复: pairs of matters that came apart and may be one, joined or kept apart."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.errors import REFUSALS
from hotline.desk.paging import asked_page
from hotline.records.models import Case, SameMatter
from hotline.records.queries.reference import with_words
from hotline.records.queries.same_matter import offers, page_of_offers, same_is_on
from hotline.rules.life import ACCEPTED, Status
from hotline.rules.masking import mask_text
from hotline.rules.same_matter import KINDS, SameKind, marked
from hotline.steps.joining.join import ANSWERED, join
from hotline.steps.joining.keep_apart import keep_apart

PERMIT = "join"
PAGE_SIZE = 20
MOST_PAGES = 50
# Of a long letter so much is shown beside the other.
SHOWN_OF_TEXT = 160
ALL = "all"


@for_staff(PERMIT)
@require_safe
def same_matters(request: StaffRequest) -> HttpResponse:
    """GET the pairs that wait, the newest first."""
    page = asked_page(request, MOST_PAGES)
    first = (page - 1) * PAGE_SIZE
    kind = request.GET.get("kind", ALL)
    rows = page_of_offers(request.user, kind, first, PAGE_SIZE + 1)
    context = {
        "pairs": [_shown(row) for row in rows[:PAGE_SIZE]],
        "kinds": [(ALL, "全部"), *((each.value, name) for each, name in KINDS.items())],
        "kind": kind if kind in KINDS else ALL,
        "page": page,
        "more": len(rows) > PAGE_SIZE and page < MOST_PAGES,
        "is_on": same_is_on(),
    }
    return render(request, "desk/same_matters.html", context)


def _shown(row: SameMatter) -> dict[str, Any]:
    """One pair with what its two texts share marked in both."""
    later, earlier = _words(row.case), _words(row.other)
    whole = ["\n".join(words) for words in (later, earlier)]
    return {
        "row": row,
        "kind": KINDS[SameKind(row.kind)],
        "leads": can_lead(row.other),
        "later": [marked(words, whole[1]) for words in later],
        "earlier": [marked(words, whole[0]) for words in earlier],
    }


def _words(case: Case) -> tuple[str, str]:
    """Title and the beginning of the text, as they may be shown."""
    text = mask_text(case.text)
    cut = f"{text[:SHOWN_OF_TEXT]}…" if len(text) > SHOWN_OF_TEXT else text
    return mask_text(case.title), cut


def can_lead(case: Case) -> bool:
    """Whether another case can still be joined to this one."""
    return Status(case.status) in ACCEPTED - ANSWERED


@for_staff(PERMIT)
@require_POST
def join_pair(request: StaffRequest, pair: UUID) -> HttpResponse:
    """POST: the later one is handled with the earlier; each road is answered for itself."""
    row = _pair(request, pair)
    try:
        join(with_words(row.case), main=with_words(row.other), by=request.user, at=timezone.now())
    except REFUSALS as error:
        messages.error(request, str(error))
    else:
        told = f"工单 {row.case.number} 已并入 {row.other.number}，各来件渠道仍分别答复。"
        messages.success(request, told)
    return redirect("desk:same_matters")


@for_staff(PERMIT)
@require_POST
def apart(request: StaffRequest, pair: UUID) -> HttpResponse:
    """POST: they are not the same; it is not asked again."""
    row = _pair(request, pair)
    try:
        keep_apart(row, by=request.user, at=timezone.now())
    except REFUSALS as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "已记住这两件不是同一事项，不再提示。")
    return redirect("desk:same_matters")


def _pair(request: StaffRequest, pair: UUID) -> SameMatter:
    row = offers(request.user).filter(pk=pair).first()
    if row is None:
        raise Http404
    return row
