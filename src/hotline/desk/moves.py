"""The verbs of a case, one view each: read the form, call the step, say what came of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from hotline.desk import case_page
from hotline.desk.doors import StaffRequest, case_or_404, for_staff
from hotline.desk.errors import INVALID, REFUSALS, put_on
from hotline.desk.forms import moves as forms
from hotline.records.models import Case
from hotline.records.queries.case_story import superior_due_of
from hotline.rules.life import MOVES, STATUS_NAMES, Status
from hotline.steps import accept as accepting
from hotline.steps import answer as answering
from hotline.steps import call_back as calling_back
from hotline.steps import classify as classifying
from hotline.steps import close as closing
from hotline.steps import dispatch as dispatching
from hotline.steps import handle_again as handling_again
from hotline.steps import reply as replying
from hotline.steps import review as reviewing
from hotline.steps import send_back as sending_back
from hotline.steps import sign as signing

Step = Callable[..., Case]
SEES = ("see_all_cases", "see_unit_cases")


@for_staff(*SEES)
def classify(request: StaffRequest, number: str) -> HttpResponse:
    """分类."""
    return _moved(request, number, forms.ClassifyForm, classifying.classify)


@for_staff(*SEES)
def answer(request: StaffRequest, number: str) -> HttpResponse:
    """直接解答."""
    return _moved(request, number, forms.AnswerForm, answering.answer)


@for_staff(*SEES)
def accept(request: StaffRequest, number: str) -> HttpResponse:
    """受理."""
    return _moved(request, number, forms.AcceptForm, accepting.accept)


@for_staff(*SEES)
def dispatch(request: StaffRequest, number: str) -> HttpResponse:
    """派单; a superior's own deadline is passed on to the step."""

    def step(case: Case, **facts: Any) -> Case:
        return dispatching.dispatch(case, superior_due=superior_due_of(case), **facts)

    return _moved(request, number, forms.DispatchForm, step)


@for_staff(*SEES)
def sign(request: StaffRequest, number: str) -> HttpResponse:
    """签收."""
    return _moved(request, number, forms.SignForm, signing.sign)


@for_staff(*SEES)
def reply(request: StaffRequest, number: str) -> HttpResponse:
    """反馈."""
    return _moved(request, number, forms.ReplyForm, replying.reply)


@for_staff(*SEES)
def review(request: StaffRequest, number: str) -> HttpResponse:
    """审核通过."""
    return _moved(request, number, forms.ReviewForm, reviewing.review)


@for_staff(*SEES)
def send_back(request: StaffRequest, number: str) -> HttpResponse:
    """退回补正."""
    return _moved(request, number, forms.SendBackForm, sending_back.send_back)


@for_staff(*SEES)
def call_back(request: StaffRequest, number: str) -> HttpResponse:
    """回访, reached or not."""
    return _moved(request, number, forms.CallBackForm, calling_back.call_back)


@for_staff(*SEES)
def handle_again(request: StaffRequest, number: str) -> HttpResponse:
    """重办."""
    return _moved(request, number, forms.HandleAgainForm, handling_again.handle_again)


@for_staff(*SEES)
def close(request: StaffRequest, number: str) -> HttpResponse:
    """办结."""
    return _moved(request, number, forms.CloseForm, closing.close)


def _moved(
    request: StaffRequest, number: str, form_class: type[forms.MoveForm], step: Step
) -> HttpResponse:
    """Do one verb by its step; what is refused comes back on the page with everything typed."""
    case = case_or_404(request.user, number)
    if request.method != "POST":
        return redirect("desk:case", number)
    now = timezone.now()
    form = form_class(request.POST, case=case, at=now)
    if not form.is_valid():
        return case_page.show(request, case, form=form, status=INVALID)
    try:
        step(case, by=request.user, at=now, **form.cleaned_data)
    except REFUSALS as error:
        return _refused(request, number, form, error)
    status = STATUS_NAMES[Status(case.status)]
    messages.success(request, f"已{MOVES[form.verb].name}：工单 {number} 现为“{status}”。")
    return redirect("desk:case", number)


def _refused(
    request: StaffRequest, number: str, form: forms.MoveForm, error: Exception
) -> HttpResponse:
    """The case as it stands now, so that the person can look before trying again."""
    status = put_on(form, error)
    case = case_or_404(request.user, number)
    form.data = {**form.data.dict(), "seen": case.version}
    return case_page.show(request, case, form=form, status=status)
