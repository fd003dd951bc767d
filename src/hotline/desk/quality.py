"""Quality samples (质检抽查): drawn by lot, scored by the city's sheet, shown with averages."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.errors import INVALID, REFUSALS, put_on
from hotline.desk.forms.quality import DrawForm, ScoreForm
from hotline.records.models import Case, QualityCheck, QualitySample
from hotline.records.queries.access import cases_for
from hotline.records.queries.case_story import story_of
from hotline.records.queries.choosing import topic_label, unit_label, units_on
from hotline.records.queries.quality import checks_of, samples_listed, scores_of
from hotline.records.queries.reference import with_words
from hotline.steps.quality.draw_sample import Among, draw_sample
from hotline.steps.quality.score_check import score_check

PAGE_SIZE = 20


@for_staff("sample_quality")
@require_safe
def samples(request: StaffRequest) -> HttpResponse:
    """GET the samples with their averages, and the form that draws another."""
    return _samples(request, DrawForm(at=timezone.now()))


def _samples(request: StaffRequest, form: DrawForm, status: int = 200) -> HttpResponse:
    page = Paginator(samples_listed(), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": [(row, full_marks(row)) for row in page],
        "units": [unit_label(unit) for unit in units_on(timezone.localdate())],
    }
    return render(request, "desk/desks/quality.html", context, status=status)


def full_marks(sample: QualitySample) -> int:
    """The most that a case of the sample can get."""
    return sum(item["points"] for item in sample.sheet)


@for_staff("sample_quality")
@require_POST
def draw(request: StaffRequest) -> HttpResponse:
    """POST what to draw from; the sample that came of it is shown."""
    now = timezone.now()
    form = DrawForm(request.POST, at=now)
    if not form.is_valid():
        return _samples(request, form, INVALID)
    given = form.cleaned_data
    for name in ("starts_on", "ends_on", "size"):
        if given[name] is None:
            form.add_error(name, "请填写这一项。")
    if form.errors:
        return _samples(request, form, INVALID)
    size, note = given.pop("size"), given.pop("note")
    try:
        made = draw_sample(Among(**given), size=size, note=note, by=request.user, at=now)
    except REFUSALS as error:
        return _samples(request, form, put_on(form, error))
    messages.success(request, "已抽样：按种子随机抽取，可复核。")
    return redirect("desk:quality_sample", made.pk)


@for_staff("sample_quality")
@require_safe
def sample(request: StaffRequest, sample: UUID) -> HttpResponse:
    """GET one sample: how it was drawn, and its cases with their scores."""
    found = samples_listed().filter(pk=sample).first()
    if found is None:
        raise Http404
    context = {"sample": found, "full": full_marks(found), "rows": checks_of(found, request.user)}
    return render(request, "desk/desks/quality_sample.html", context)


@for_staff("sample_quality")
def score(request: StaffRequest, sample: UUID, place: int) -> HttpResponse:
    """GET the sheet of one drawn case beside the case, or POST it filled."""
    checks = QualityCheck.objects.select_related("sample")
    check = checks.filter(sample=sample, place=min(place, 10_000)).first()
    case = cases_for(request.user).filter(pk=check.case_id).first() if check else None
    if check is None or case is None:
        raise Http404
    scores = scores_of(check)
    last = scores[0] if scores else None
    if request.method != "POST":
        return _sheet(request, check, case, ScoreForm(check=check, last=last))
    form = ScoreForm(request.POST, check=check, last=last)
    if not form.is_valid():
        return _sheet(request, check, case, form, INVALID)
    try:
        score_check(
            check,
            points=form.points,
            **form.texts,
            seen=form.cleaned_data["seen"],
            by=request.user,
            at=timezone.now(),
        )
    except REFUSALS as error:
        return _sheet(request, check, case, form, put_on(form, error))
    messages.success(request, f"已评分：第 {place} 件。")
    if QualityCheck.objects.filter(sample=sample, place=place + 1).exists():
        return redirect("desk:quality_check", sample, place + 1)
    return redirect("desk:quality_sample", sample)


def _sheet(
    request: StaffRequest, check: QualityCheck, case: Case, form: ScoreForm, status: int = 200
) -> HttpResponse:
    """The case at the left, its sheet at the right."""
    with_words(case)
    story = story_of(request.user, case)
    context: dict[str, Any] = {
        "check": check,
        "case": case,
        "topic": topic_label(case.topic) if case.topic else "",
        "story": story,
        "form": form,
        "scores": scores_of(check),
        "full": full_marks(check.sample),
        "is_own": any(entry.by_id == request.user.pk for entry in story.journal),
    }
    return render(request, "desk/desks/quality_check.html", context, status=status)
