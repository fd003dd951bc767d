"""代班: who stands in for whom, arranged by oneself, or for others in one's unit or the office."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.errors import INVALID, REFUSALS, put_on
from hotline.desk.forms.account import LendForm
from hotline.records.models import Delegation, Staff
from hotline.records.queries.accounts import delegations_about, same_house
from hotline.rules.delegation import lendable
from hotline.rules.permits import PERMITS
from hotline.steps.access.lend import ARRANGE, end_lending, lend

MOST_SHOWN = 50
MOST_PEOPLE = 500


@for_staff()
def delegations(request: StaffRequest) -> HttpResponse:
    """GET who stands in for whom and the form, POST a new one."""
    people = list(same_house(request.user)[:MOST_PEOPLE])
    lender = _lender(request, people)
    sent = request.POST if request.method == "POST" else None
    form = LendForm(sent, lender=lender, people=people, permits=lendable(lender.own_permits))
    if request.method != "POST":
        return _page(request, form, lender, people)
    if not form.is_valid():
        return _page(request, form, lender, people, INVALID)
    try:
        made = lend(lender, **form.cleaned_data, by=request.user, at=timezone.now())
    except REFUSALS as error:
        return _page(request, form, lender, people, put_on(form, error))
    messages.success(request, f"已安排 {made.deputy.name} 为 {lender.name} 代班。")
    return redirect("desk:delegations")


@for_staff()
@require_POST
def end(request: StaffRequest, delegation: int) -> HttpResponse:
    """POST that it ends now."""
    try:
        row = _shown(request).get(pk=delegation)
    except Delegation.DoesNotExist as error:
        raise Http404 from error
    try:
        end_lending(row, by=request.user, at=timezone.now())
    except REFUSALS as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{row.deputy.name} 不再为 {row.lender.name} 代班。")
    return redirect("desk:delegations")


def _arranges(person: Staff) -> bool:
    return ARRANGE in person.own_permits


def _lender(request: StaffRequest, people: list[Staff]) -> Staff:
    """Who is away: oneself, or for who arranges it the one named in the address."""
    named = request.GET.get("for", "")
    if not (named and _arranges(request.user)):
        return request.user
    found = next((person for person in people if str(person.pk) == named), None)
    if found is None:
        raise Http404
    return found


def _shown(request: StaffRequest) -> QuerySet[Delegation]:
    person = request.user
    return delegations_about(person, arranges=_arranges(person), today=timezone.localdate())


def _page(
    request: StaffRequest,
    form: LendForm,
    lender: Staff,
    people: list[Staff],
    status: int = 200,
) -> HttpResponse:
    today = timezone.localdate()
    rows = [
        (row, [PERMITS.get(permit, permit) for permit in row.permits], row.starts_on <= today)
        for row in _shown(request)[:MOST_SHOWN]
    ]
    context: dict[str, Any] = {
        "form": form,
        "rows": rows,
        "lender": lender,
        "is_own": lender.pk == request.user.pk,
        "people": people if _arranges(request.user) else [],
        "can_lend": bool(lendable(lender.own_permits)),
        "alone": len(people) < 2,  # noqa: PLR2004 - there is nobody beside oneself
    }
    return render(request, "desk/delegations.html", context, status=status)
