"""Registering: the call-taker's form, and what becomes of it when it is sent."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.errors import INVALID, REFUSALS, put_on
from hotline.desk.forms.new_case import NewCaseForm
from hotline.desk.guesses import any_engine_on
from hotline.records.models import Case, Contact
from hotline.records.queries.choosing import search_topics
from hotline.records.queries.roads import hand_road_of
from hotline.records.queries.same_again import same_lately
from hotline.rules.life import STATUS_NAMES, Status
from hotline.steps.intake import TakenIn, take_in
from hotline.steps.roads.take_down import take_down

SENT_BEFORE = (
    "这张表单已经登记过一件工单，而这次的内容与那次不同。如确需再登记一件，请核对后重新提交；"
    "如要修改已登记的工单，请到“全部工单”中查找。"
)

SENT_LATELY = (
    "您几分钟前已把同样的内容登记为工单 {number}，没有重复登记；"
    "如确需再登记一件，请改动诉求内容后提交。"
)


@for_staff("register")
def new_case(request: StaffRequest) -> HttpResponse:
    """GET the empty form, POST the filled one."""
    day = timezone.localdate()
    if request.method != "POST":
        return _form(request, NewCaseForm(day=day), 200)
    form = NewCaseForm(request.POST, day=day)
    if not form.is_valid():
        if "key" in form.errors:
            form.renew()
        return _form(request, form, INVALID)
    if (before := sent_lately(request, form)) is not None:
        form.add_error(None, SENT_LATELY.format(number=before.number))
        return _form(request, form, INVALID)
    try:
        taken = _taken_in(request, form)
    except REFUSALS as error:
        return _form(request, form, explained(form, error))
    tell(request, taken)
    return redirect("desk:case", taken.case.number)


def sent_lately(request: StaffRequest, form: NewCaseForm) -> Case | None:
    """The case of this very matter that another form of this person made minutes ago."""
    arrival = form.arrival(request.user.pk, timezone.now())
    if Contact.objects.filter(key=arrival.key).exists():
        return None
    return same_lately(request.user, arrival.text, arrival.sender_phone, timezone.now())


def _taken_in(request: StaffRequest, form: NewCaseForm) -> TakenIn:
    """Take it in; what is copied from a superior's board owes its answer there."""
    now, channel = timezone.now(), form.cleaned_data["channel"]
    arrival, facts = form.arrival(request.user.pk, now), form.matter()
    road = hand_road_of(channel) if arrival.external_number else None
    if road is not None:
        return take_down(arrival, facts, road, channel=channel, by=request.user, at=now)
    return take_in(arrival, facts, channel=channel, by=request.user, at=now)


def explained(form: NewCaseForm, error: Exception) -> int:
    """The refusal on the form; a key used before gets a new one and plain words."""
    if getattr(error, "field", "") != "key":
        return put_on(form, error)
    form.renew()
    form.add_error(None, SENT_BEFORE)
    return INVALID


def tell(request: StaffRequest, taken: TakenIn) -> None:
    """Say under which number it is kept, and whether it was before."""
    number, status = taken.case.number, STATUS_NAMES[Status(taken.case.status)]
    if taken.is_new:
        messages.success(request, f"已登记工单 {number}，现为“{status}”。")
    else:
        messages.info(request, f"这张表单已提交过，没有重复登记；工单 {number} 现为“{status}”。")


def _form(request: StaffRequest, form: NewCaseForm, status: int) -> HttpResponse:
    staff = request.user
    context = {
        "form": form,
        "topics": search_topics("", timezone.localdate()),
        "guesses_on": any_engine_on(),
        "may_accept": staff.may("accept"),
        "may_answer": staff.may("answer"),
    }
    return render(request, "desk/new_case.html", context, status=status)
