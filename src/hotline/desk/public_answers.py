"""答复选登: cases told to everybody, written here from what the case says."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hotline.desk.doors import StaffRequest, case_or_404, for_staff
from hotline.desk.errors import INVALID, REFUSALS, put_on
from hotline.desk.forms.following import AnswerForm, WithdrawAnswerForm
from hotline.records.models import Case
from hotline.records.queries.wishes import answers_for, public_answer_of
from hotline.rules.drafting import without_sensitive
from hotline.rules.permits import SEES_CASES
from hotline.steps.following.publish_answer import LIMITS, PERMIT, Told, publish_answer
from hotline.steps.following.withdraw_answer import withdraw_answer

ON_PAGE = 30


@for_staff(PERMIT)
@require_safe
def public_answers(request: StaffRequest) -> HttpResponse:
    """GET what is shown, and what was withdrawn."""
    return _show(request)


@for_staff(*SEES_CASES)
def write(request: StaffRequest, number: str) -> HttpResponse:
    """GET a draft from the case, without anything personal; POST what is to be shown."""
    case = case_or_404(request.user, number)
    if not request.user.may(PERMIT):
        raise PermissionDenied
    if request.method in ("GET", "HEAD"):
        return _form(request, case, AnswerForm(initial=_draft(case)))
    if request.method != "POST":
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    form = AnswerForm(request.POST)
    status = INVALID
    if form.is_valid():
        try:
            told = Told(**form.cleaned_data)
            publish_answer(case, told, by=request.user, at=timezone.now())
        except REFUSALS as error:
            status = put_on(form, error)
        else:
            messages.success(request, "已选登，市民网站上可以看到。")
            return redirect("desk:public_answers")
    return _form(request, case, form, status)


@for_staff(PERMIT)
@require_POST
def withdraw(request: StaffRequest, answer: UUID) -> HttpResponse:
    """POST that it is shown no longer, and why."""
    row = answers_for(request.user).filter(pk=answer, withdrawn_at__isnull=True).first()
    if row is None:
        raise Http404
    form = WithdrawAnswerForm(request.POST, auto_id=f"{row.pk}_%s")
    status = INVALID
    if form.is_valid():
        try:
            withdraw_answer(row, by=request.user, at=timezone.now(), **form.cleaned_data)
        except REFUSALS as error:
            status = put_on(form, error)
        else:
            messages.success(request, "已撤下。")
            return redirect("desk:public_answers")
    return _show(request, refused=(row.pk, form), status=status)


def _show(
    request: StaffRequest, refused: tuple[UUID, Form] | None = None, status: int = 200
) -> HttpResponse:
    page = Paginator(answers_for(request.user), ON_PAGE).get_page(request.GET.get("page"))
    known = dict([refused] if refused else [])
    rows = [
        (row, known.get(row.pk, WithdrawAnswerForm(auto_id=f"{row.pk}_%s")), row.pk in known)
        for row in page
    ]
    context = {"rows": rows, "page": page}
    return render(request, "desk/following/answers.html", context, status=status)


def _form(request: StaffRequest, case: Case, form: AnswerForm, status: int = 200) -> HttpResponse:
    context = {"case": case, "form": form, "shown": public_answer_of(case.pk)}
    return render(request, "desk/following/write_answer.html", context, status=status)


def _draft(case: Case) -> dict[str, str]:
    """The case's own words to begin with: what is personal is left out already."""
    said = {"title": case.title, "question": case.text, "answer": case.answer}
    return {name: without_sensitive(text)[: LIMITS[name]] for name, text in said.items()}
