"""平台来件: a superior's board without interface is copied quickly, one matter after the other."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from hotline.desk.clocks import Clock, clock
from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.errors import INVALID, REFUSALS
from hotline.desk.forms.platform_case import PlatformCaseForm
from hotline.desk.new_case import SENT_LATELY, explained, sent_lately
from hotline.records.models import Case, Contact
from hotline.records.queries.access import cases_for
from hotline.records.queries.choosing import search_topics
from hotline.records.queries.reference import channels
from hotline.records.queries.roads import hand_roads
from hotline.steps.intake import TakenIn
from hotline.steps.roads.take_down import take_down

LATELY = "taken_down"
SHOWN = 8


@dataclass(frozen=True, slots=True)
class TakenDown:
    """One matter that was just copied: our number and theirs, and the superior's clock."""

    case: Case
    clock: Clock


@for_staff("register")
def platform_case(request: StaffRequest) -> HttpResponse:
    """GET the quick form, POST one matter; then the next of the same platform."""
    day = timezone.localdate()
    if request.method != "POST":
        return _form(request, PlatformCaseForm(day=day, road=request.GET.get("road", "")), 200)
    form = PlatformCaseForm(request.POST, day=day)
    if not form.is_valid():
        if "key" in form.errors:
            form.renew()
        return _form(request, form, INVALID)
    if (before := sent_lately(request, form)) is not None:
        form.add_error(None, SENT_LATELY.format(number=before.number))
        return _form(request, form, INVALID)
    now = timezone.now()
    try:
        taken = take_down(
            form.arrival(request.user.pk, now),
            form.matter(),
            form.chosen,
            by=request.user,
            at=now,
        )
    except REFUSALS as error:
        return _form(request, form, explained(form, error))
    _tell(request, taken)
    return redirect(f"{reverse('desk:platform_case')}?road={form.chosen.code}")


def _tell(request: StaffRequest, taken: TakenIn) -> None:
    """Our own number at once, and it stands in the list of this session."""
    number = taken.case.number
    if taken.is_new:
        messages.success(request, f"已登记工单 {number}；请登记下一件。")
    else:
        messages.info(request, f"这张表单已提交过，没有重复登记；见工单 {number}。")
    before = [each for each in request.session.get(LATELY, []) if each != number]
    request.session[LATELY] = [number, *before][:SHOWN]


def _form(request: StaffRequest, form: PlatformCaseForm, status: int) -> HttpResponse:
    parents = {road.channel_id for road in hand_roads().values()}
    context = {
        "form": form,
        "topics": search_topics("", timezone.localdate()),
        "boards": [
            row.aliases[0] if row.aliases else row.name
            for row in channels().values()
            if row.parent_id in parents
        ],
        "may_accept": request.user.may("accept"),
        "lately": _lately(request),
        "has_roads": bool(parents),
    }
    return render(request, "desk/roads/platform_case.html", context, status=status)


def _lately(request: StaffRequest) -> list[TakenDown]:
    """What this person copied in this session, the newest first."""
    numbers = request.session.get(LATELY, [])
    if not numbers:
        return []
    found = {row.number: row for row in cases_for(request.user).filter(number__in=numbers)}
    dues = dict(
        Contact.objects.filter(case__in=[row.pk for row in found.values()]).values_list(
            "case", "external_due_at"
        )
    )
    now = timezone.now()
    return [
        TakenDown(found[number], clock(dues.get(found[number].pk), None, now))
        for number in numbers
        if number in found
    ]
