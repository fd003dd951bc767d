"""Every verb of a case, by one view: read the verb's form, call its step, say what came of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from hotline.desk import case_page
from hotline.desk.doors import StaffRequest, case_or_404, for_staff
from hotline.desk.errors import INVALID, REFUSALS, put_on
from hotline.desk.forms.moves import FORMS
from hotline.desk.forms.moving import MoveForm
from hotline.records.queries.access import cases_for
from hotline.rules.life import MOVES, STATUS_NAMES, Status
from hotline.steps.verbs import STEPS

SEES = ("see_all_cases", "see_unit_cases")


@for_staff(*SEES)
def move(request: StaffRequest, number: str, verb: str) -> HttpResponse:
    """Do `verb`; what is refused comes back on the page with everything typed."""
    case = case_or_404(request.user, number)
    if request.method != "POST":
        return redirect("desk:case", number)
    now = timezone.now()
    form = FORMS[verb](request.POST, case=case, by=request.user, at=now)
    if not form.is_valid():
        return case_page.show(request, case, form=form, status=INVALID)
    try:
        STEPS[verb](case, by=request.user, at=now, **form.cleaned_data)
    except REFUSALS as error:
        return _refused(request, number, form, error)
    status = STATUS_NAMES[Status(case.status)]
    messages.success(request, f"已{MOVES[verb].name}：工单 {number} 现为“{status}”。")
    return _next_page(request, number)


def _next_page(request: StaffRequest, number: str) -> HttpResponse:
    """The case again, or the list where this very move took it out of the person's sight."""
    at_unit = case_page.page_of(request) == case_page.UNIT
    if cases_for(request.user).filter(number=number).exists():
        return redirect("desk:unit_case" if at_unit else "desk:case", number)
    return redirect("desk:unit" if at_unit else "desk:cases")


def _refused(request: StaffRequest, number: str, form: MoveForm, error: Exception) -> HttpResponse:
    """The case as it stands now, so that the person can look before trying again."""
    status = put_on(form, error)
    case = case_or_404(request.user, number)
    form.data = {**form.data.dict(), "seen": case.version}
    return case_page.show(request, case, form=form, status=status)
