"""The classifying engine at the desk: thresholds, figures on held-back cases, versions, drift."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.engines import PERMIT
from hotline.desk.errors import INVALID, REFUSALS, put_on
from hotline.desk.forms.engines import ThresholdsForm
from hotline.desk.guesses import choices
from hotline.records.models import EngineModel, LearningRun
from hotline.records.queries.guesses import running_rows, versions_of, weeks_of
from hotline.records.queries.reference import engine_on
from hotline.rules.drift import Drift, drift_of
from hotline.rules.guessed_fields import (
    ENGINE,
    FIELDS,
    NO_CAMPAIGN,
    WrongThreshold,
    is_guessed,
    options_of,
    thresholds_of,
)
from hotline.rules.learning import Measured
from hotline.steps.guessing.guess import options
from hotline.steps.guessing.learn import ask_learning, is_going
from hotline.steps.guessing.let_run import let_run as let_model_run
from hotline.steps.guessing.let_run import let_words_run
from hotline.steps.reading.keep_engine import keep_engine

VERSIONS_SHOWN = 20
STATES = {"running": "在用", "candidate": "候选", "former": "曾用"}


@for_staff(PERMIT)
@require_safe
def classify(request: StaffRequest) -> HttpResponse:
    """GET fields, thresholds, figures and the last learning; while one runs, how far it is."""
    if request.htmx:
        run = _newest_run()
        if run is None or not is_going(run, timezone.now()):
            return HttpResponseClientRefresh()
        return render(request, "desk/engines/learning.html", {"run": run, "is_going": True})
    return _page(request, ThresholdsForm(options=dict(options())), 200)


@for_staff(PERMIT)
@require_POST
def thresholds(request: StaffRequest) -> HttpResponse:
    """POST what is guessed, and from which sureness it is suggested and filled in."""
    form = ThresholdsForm(request.POST, options=dict(options()))
    if not form.is_valid():
        return _page(request, form, INVALID)
    try:
        kept = options_of(form.given())
        keep_engine(
            ENGINE, is_on=engine_on(ENGINE), options=kept, by=request.user, at=timezone.now()
        )
    except WrongThreshold as error:
        form.add_error(None, str(error))
        return _page(request, form, INVALID)
    except REFUSALS as error:
        return _page(request, form, put_on(form, error))
    messages.success(request, "已保存，几秒内处处生效。")
    return redirect("desk:engine_classify")


@for_staff(PERMIT)
@require_POST
def learn(request: StaffRequest) -> HttpResponse:
    """POST: learn now, in the background."""
    try:
        ask_learning(by=request.user, at=timezone.now())
    except REFUSALS as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "已开始学习，可以离开本页；完成后在这里看结果。")
    return redirect("desk:engine_classify")


@for_staff(PERMIT)
@require_safe
def field(request: StaffRequest, field: str) -> HttpResponse:
    """GET one field: its figures, its mistakes, its weeks, its versions."""
    if field not in FIELDS:
        raise Http404
    running = running_rows().get(field)
    versions = versions_of(field, VERSIONS_SHOWN)
    compared = _asked_version(request, versions)
    weeks = weeks_of([field])[field]
    shown = _measured(compared or running)
    limits = thresholds_of(options(), field)
    context = {
        "field": field,
        "name": FIELDS[field],
        "running": running,
        "shown": compared or running,
        "figures": shown,
        "other": Measured.of(compared.against) if compared else None,
        "doing": _doing(shown, limits.fill, limits.suggest),
        "confused": _named(field, shown),
        "versions": [(row, Measured.of(row.figures), STATES[row.state]) for row in versions],
        "weeks": weeks,
        "drift": _drift(running, weeks, limits.suggest),
        "period": _period(compared or running),
    }
    return render(request, "desk/engines/field.html", context)


@for_staff(PERMIT)
@require_POST
def let_run(request: StaffRequest, field: str) -> HttpResponse:
    """POST: have a version guess from now on; without one names and words do."""
    if field not in FIELDS:
        raise Http404
    asked = request.POST.get("version", "")
    try:
        if asked:
            model = get_object_or_404(
                EngineModel.objects.defer("known_words"), pk=_uuid(asked), field=field
            )
            let_model_run(model, by=request.user, at=timezone.now())
            said = f"“{FIELDS[field]}”已改用版本 {model.version[:10]}。"
        else:
            let_words_run(field, by=request.user, at=timezone.now())
            said = f"“{FIELDS[field]}”已改回按名称和关键词推测。"
    except REFUSALS as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{said}要改回，启用原来的版本即可。")
    return redirect("desk:engine_field", field)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error


def _page(request: StaffRequest, form: ThresholdsForm, status: int) -> HttpResponse:
    running, weeks, run = running_rows(), weeks_of(), _newest_run()
    lines = [
        _line(code, name, running.get(code), weeks[code], boxes)
        for code, name, *boxes in form.rows()
    ]
    context = {
        "form": form,
        "lines": lines,
        "run": run,
        "is_going": run is not None and is_going(run, timezone.now()),
        "is_on": engine_on(ENGINE),
        "warnings": [(each["name"], each["drift"]) for each in lines if each["drift"].warnings],
    }
    return render(request, "desk/engines/classify.html", context, status=status)


def _line(
    code: str, name: str, row: EngineModel | None, weeks: list[dict[str, Any]], boxes: list[Any]
) -> dict[str, Any]:
    """A field in the table: what guesses it, how well, and what its thresholds bring."""
    limits, found = thresholds_of(options(), code), _measured(row)
    return {
        "code": code,
        "name": name,
        "boxes": boxes,
        "row": row,
        "figures": found,
        "doing": _doing(found, limits.fill, limits.suggest),
        "is_on": is_guessed(options(), code),
        "drift": _drift(row, weeks, limits.suggest),
        "period": _period(row),
    }


def _doing(found: Measured | None, fill: float, suggest: float) -> dict[str, Any] | None:
    """On the held-back cases: what would be filled in and suggested, and how often rightly."""
    if found is None:
        return None
    return {
        "fill": found.from_sureness(fill),
        "suggest": found.from_sureness(suggest, fill),
    }


def _drift(row: EngineModel | None, weeks: list[dict[str, Any]], suggest: float) -> Drift:
    told = row.trained_on if row else {}
    found = _measured(row)
    held = found.from_sureness(suggest)[1] if found else None
    return drift_of(weeks, held, told.get("mix", {}), told.get("unknown", (0, 0)))


def _measured(row: EngineModel | None) -> Measured | None:
    return Measured.of(row.figures) if row is not None else None


def _period(row: EngineModel | None) -> dict[str, Any]:
    """From when until when the cases were closed that a version learned from."""
    told = row.trained_on if row is not None else {}
    ends = {end: parse_datetime(told.get(end) or "") for end in ("from", "until")}
    return {"first": ends["from"], "last": ends["until"], **told}


def _newest_run() -> LearningRun | None:
    runs = LearningRun.objects.filter(engine=ENGINE).select_related("asked_by")
    return runs.order_by("-asked_at").first()


def _asked_version(request: StaffRequest, versions: list[EngineModel]) -> EngineModel | None:
    asked = request.GET.get("version", "")
    return next((row for row in versions if str(row.pk) == asked), None)


def _named(field: str, found: Measured | None) -> list[tuple[str, str, int]]:
    """The commonest mistakes in the words of the city."""
    known = choices(field, timezone.localdate())
    names = {code: name for code, (_, name) in known.items()} | {NO_CAMPAIGN: "不属于专题"}
    confused = found.confused if found else ()
    return [(names.get(a, a), names.get(b, b) or "没有推测", number) for a, b, number in confused]
