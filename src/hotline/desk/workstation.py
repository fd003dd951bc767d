"""坐席工作台: one page from the first ring to the end of the after-call work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.errors import INVALID, REFUSALS
from hotline.desk.finders import place_names
from hotline.desk.forms.workstation import AGAIN, WorkstationForm
from hotline.desk.guesses import any_engine_on
from hotline.desk.new_case import SENT_LATELY, explained, sent_lately, tell
from hotline.desk.softphone import telephone_of
from hotline.desk.workstation_beside import caller_context, scripts_for
from hotline.desk.workstation_calls import bar_context
from hotline.records.models import Call, Case, Staff
from hotline.records.queries.access import case_for
from hotline.records.queries.articles import in_force
from hotline.records.queries.calls import call_in_hand, registered_in
from hotline.records.queries.choosing import search_topics
from hotline.records.queries.reference import kinds
from hotline.steps.intake import TakenIn, take_in
from hotline.steps.joining.take_in_again import take_in_again
from hotline.steps.knowledge.use import use_article
from hotline.steps.moving import Refused

SAVED = "saved"
KEYED_KINDS = 5


@for_staff("register")
def workstation(request: StaffRequest) -> HttpResponse:
    """GET the page as the call in hand has it; POST what was written down."""
    now = timezone.now()
    day, call = timezone.localdate(now), call_in_hand(request.user)
    if request.method != "POST":
        form = WorkstationForm(day=day, staff=request.user, call=call)
        return _page(request, form, call, now, 200)
    form = WorkstationForm(request.POST, day=day, staff=request.user, call=call)
    if not form.is_valid():
        if "key" in form.errors:
            form.renew()
        return _page(request, form, call, now, INVALID)
    if not form.is_again and (before := sent_lately(request, form)) is not None:
        form.add_error(None, SENT_LATELY.format(number=before.number))
        return _page(request, form, call, now, INVALID)
    try:
        taken = _taken_in(request.user, form, now)
    except REFUSALS as error:
        return _page(request, form, call, now, explained(form, error))
    tell(request, taken)
    return redirect(f"{reverse('desk:workstation')}?{SAVED}={taken.case.number}")


def _taken_in(staff: Staff, form: WorkstationForm, now: datetime) -> TakenIn:
    """The request as a case: one of its own, or one more word on a matter that is known."""
    arrival, facts = form.arrival(staff.pk, now), form.matter()
    channel = form.cleaned_data["channel"]
    if form.is_again:
        earlier = _earlier(staff, form.data[AGAIN])
        return take_in_again(arrival, facts, earlier=earlier, channel=channel, by=staff, at=now)
    taken = take_in(arrival, facts, channel=channel, by=staff, at=now)
    if taken.is_new and facts.answer:
        _note_articles(staff, form.articles_used(), taken.case, now)
    return taken


def _earlier(staff: Staff, number: str) -> Case:
    """The known matter by its number, if this person may see it."""
    try:
        return case_for(staff, number.strip().upper())
    except Case.DoesNotExist as error:
        raise Refused("earlier", f"没有查到工单“{number}”；请另行登记。") from error


def _note_articles(staff: Staff, numbers: Sequence[str], case: Case, now: datetime) -> None:
    """Count what was answered from; that one has run out meanwhile keeps nobody from saving."""
    if not numbers or not staff.may("read_articles"):
        return
    day = timezone.localdate(now)
    for article in in_force(day).filter(number__in=numbers):
        use_article(article, case=case, by=staff, at=now)


def _page(
    request: StaffRequest,
    form: WorkstationForm,
    call: Call | None,
    now: datetime,
    status: int,
) -> HttpResponse:
    staff = request.user
    saved = _saved(request, call)
    context: dict[str, Any] = {
        "form": form,
        "kinds": _keyed(form),
        "topics": search_topics("", timezone.localdate(now)),
        "places": place_names(timezone.localdate(now)),
        "saved": saved,
        "guesses_on": any_engine_on(),
        "may_accept": staff.may("accept"),
        "may_answer": staff.may("answer"),
        "softphone": telephone_of(staff),
        **bar_context(staff, call, saved, now),
        **caller_context(staff, call, form["sender_phone"].value() or "", now),
        "scripts": scripts_for(None, timezone.localdate(now)),
    }
    return render(request, "desk/workstation/page.html", context, status=status)


def _saved(request: StaffRequest, call: Call | None) -> Sequence[Case]:
    """What was registered in this call; without a call, what was registered just now."""
    if call is not None:
        return registered_in(request.user, call)
    number = request.GET.get(SAVED, "")
    if not number:
        return []
    try:
        return [case_for(request.user, number)]
    except Case.DoesNotExist:
        messages.info(request, "刚才登记的工单您无权再查看。")
        return []


def _keyed(form: WorkstationForm) -> list[dict[str, Any]]:
    """The kinds as buttons side by side, the first few with a key of their own."""
    chosen = form["kind"].value()
    return [
        {
            "code": code,
            "name": str(kind),
            "key": str(place) if place <= KEYED_KINDS else "",
            "is_chosen": code == chosen,
        }
        for place, (code, kind) in enumerate(kinds().items(), start=1)
    ]
