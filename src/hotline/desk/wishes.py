"""网上申请: what citizens asked for by their own hand and the office decides."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.errors import INVALID, REFUSALS, put_on
from hotline.desk.forms.following import WishForm
from hotline.records.models import CitizenWish
from hotline.records.queries.wishes import settled_wishes, waiting_wishes, wishes_for
from hotline.steps.following.settle_wish import settle_wish


@for_staff("reopen")
@require_safe
def wishes(request: StaffRequest) -> HttpResponse:
    """GET what waits, and what was settled last."""
    return _show(request)


@for_staff("reopen")
@require_POST
def settle(request: StaffRequest, wish: UUID) -> HttpResponse:
    """POST that the office agrees, or why it does not."""
    row = wishes_for(request.user).filter(pk=wish).first()
    if row is None:
        raise Http404
    form = WishForm(request.POST, auto_id=f"{row.pk}_%s")
    agrees = request.POST.get("agrees") == "yes"
    status = INVALID
    if form.is_valid():
        try:
            answer = form.cleaned_data["answer"]
            settle_wish(row, agrees=agrees, answer=answer, by=request.user, at=timezone.now())
        except REFUSALS as error:
            status = put_on(form, error)
        else:
            done = "已同意，工单重新打开。" if agrees else "已答复诉求人。"
            messages.success(request, done)
            return redirect("desk:wishes")
    return _show(request, refused=(row, form), status=status)


def _show(
    request: StaffRequest,
    refused: tuple[CitizenWish, WishForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    def form_of(row: CitizenWish) -> WishForm:
        if refused is not None and refused[0].pk == row.pk:
            return refused[1]
        return WishForm(auto_id=f"{row.pk}_%s")

    rows = [(row, form_of(row)) for row in waiting_wishes(request.user)]
    context = {"rows": rows, "settled": settled_wishes(request.user)}
    return render(request, "desk/following/wishes.html", context, status=status)
