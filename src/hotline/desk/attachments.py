"""Files of a case: added, fetched, withdrawn; all of it only through the door of the case."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hotline.desk import case_page
from hotline.desk.doors import StaffRequest, case_or_404, for_staff
from hotline.desk.errors import INVALID, REFUSALS, STATUS, put_on
from hotline.desk.forms.attachments import AttachForm, DetachForm
from hotline.documents.download import download_headers, small_picture_headers
from hotline.records.attachment_content import content_of, small_of
from hotline.records.models import Attachment, Case
from hotline.records.queries.attachments import attachment_of
from hotline.rules.attachments import SERVED, WHY_NOT
from hotline.steps.attach import Given, Origin, Outcome
from hotline.steps.attach import attach as attaching
from hotline.steps.detach import detach as detaching
from hotline.steps.reading.recognise import ask_to_recognise

SEES = ("see_all_cases", "see_unit_cases")
CONFLICT = 409


@for_staff(*SEES)
def attach(request: StaffRequest, number: str) -> HttpResponse:
    """添加附件: the good files are kept, each bad one is told with its reason."""
    case = case_or_404(request.user, number)
    if request.method != "POST":
        return redirect("desk:case", number)
    form = AttachForm(request.POST, request.FILES)
    if not form.is_valid():
        return case_page.show(request, case, attach_form=form, status=INVALID)
    given = [Given(file.name or "", file) for file in form.cleaned_data["files"]]
    origin = Origin(belongs_to=form.cleaned_data["belongs_to"])
    try:
        outcomes = attaching(case, given, origin=origin, by=request.user, at=timezone.now())
    except REFUSALS as error:
        return case_page.show(request, case, attach_form=form, status=put_on(form, error))
    return _told(request, case, outcomes)


@for_staff(*SEES)
@require_safe
def attachment(request: StaffRequest, number: str, attachment: UUID) -> HttpResponse:
    """GET a file, as a download."""
    row = _row_or_404(case_or_404(request.user, number), attachment)
    if row.state not in SERVED:
        facts = {"title": "附件不能下载", "advice": WHY_NOT[row.state], "home": "/desk/"}
        return render(request, "site/error.html", facts, status=CONFLICT)
    return HttpResponse(content_of(row), headers=download_headers(row.name))


@for_staff(*SEES)
@require_safe
def small_picture(request: StaffRequest, number: str, attachment: UUID) -> HttpResponse:
    """GET the small picture of a picture, which we drew ourselves."""
    row = _row_or_404(case_or_404(request.user, number), attachment)
    if row.state not in SERVED or not row.small_key:
        raise Http404
    return HttpResponse(small_of(row), headers=small_picture_headers())


@for_staff(*SEES)
def detach(request: StaffRequest, number: str, attachment: UUID) -> HttpResponse:
    """撤下附件, with a reason."""
    case = case_or_404(request.user, number)
    if request.method != "POST":
        return redirect("desk:case", number)
    row = _row_or_404(case, attachment)
    form = DetachForm(request.POST)
    if not form.is_valid():
        why = [each for errors in form.errors.values() for each in errors]
        return _not_withdrawn(request, case, row, why, INVALID)
    try:
        detaching(row, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
    except REFUSALS as error:
        return _not_withdrawn(request, case, row, [str(error)], STATUS[type(error)])
    messages.success(request, f"已撤下附件：{row.name}。")
    return redirect("desk:case", number)


@for_staff(*SEES)
@require_POST
def recognise(request: StaffRequest, number: str, attachment: UUID) -> HttpResponse:
    """POST: have the words of a picture or a recording read by the worker."""
    row = _row_or_404(case_or_404(request.user, number), attachment)
    try:
        ask_to_recognise(row, by=request.user, at=timezone.now())
    except REFUSALS as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"已开始识别：{row.name}，稍后刷新查看。")
    return redirect("desk:case", number)


def _row_or_404(case: Case, attachment: UUID) -> Attachment:
    """The attachment, if it is one of this case."""
    try:
        return attachment_of(case, attachment)
    except Attachment.DoesNotExist as error:
        raise Http404 from error


def _told(request: StaffRequest, case: Case, outcomes: Sequence[Outcome]) -> HttpResponse:
    """What became of the files; with a refused one among them, on the page itself."""
    new = sum(outcome.is_new for outcome in outcomes)
    refused = [(outcome.name, outcome.refusal) for outcome in outcomes if outcome.refusal]
    if request.accepts("application/json") and not request.accepts("text/html"):
        return _told_to_script(outcomes)
    again = len(outcomes) - new - len(refused)
    if new:
        messages.success(request, f"已添加 {new} 个附件。")
    if again:
        messages.info(request, f"{again} 个文件与已有附件相同，没有重复添加。")
    if refused:
        return case_page.show(request, case, refused_files=refused, status=INVALID)
    at_unit = case_page.page_of(request) == case_page.UNIT
    return redirect("desk:unit_case" if at_unit else "desk:case", case.number)


def _told_to_script(outcomes: Sequence[Outcome]) -> HttpResponse:
    """The same for a page that uploads by itself, file by file, and shows how far each is."""
    files = [{"name": each.name, "refusal": each.refusal} for each in outcomes]
    bad = any(each.refusal for each in outcomes)
    return JsonResponse({"files": files}, status=INVALID if bad else 200)


def _not_withdrawn(
    request: StaffRequest, case: Case, row: Attachment, why: Sequence[str], status: int
) -> HttpResponse:
    return case_page.show(
        request, case, refused_files=[(row.name, each) for each in why], status=status
    )
