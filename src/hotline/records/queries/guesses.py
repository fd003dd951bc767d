"""What the engines held of cases, for the screens; a case is reached through its own door first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from hotline.records.models import Case, CaseGuess, EngineModel, GuessWeek
from hotline.records.queries.reference import engine_on
from hotline.rules.guessed_fields import ATTENTION, ENGINE, FIELDS

WEEKS_SHOWN = 8
BROUGHT = ("field", "value", "confidence", "reasons", "engine", "doing")


def with_guesses(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Cases that bring their guesses along in one query, for a list with a case beside it."""
    told = JSONObject(**{name: name for name in BROUGHT})
    rows = CaseGuess.objects.filter(case=OuterRef("pk")).values(told=told)
    return cases.annotate(brought_guesses=ArraySubquery(rows))


def guesses_of(case: Case) -> dict[str, CaseGuess]:
    """The guesses of one case by field, of the engines that are on."""
    brought = getattr(case, "brought_guesses", None)
    if brought is None:
        rows = list(CaseGuess.objects.filter(case=case))
    else:
        rows = [CaseGuess(case=case, **facts) for facts in brought]
    return {row.field: row for row in rows if engine_on(row.engine)}


def alarmed(cases: Iterable[Case]) -> set[UUID]:
    """Which of these cases, that brought their guesses, a person should look at."""
    return {case.pk for case in cases if ATTENTION in guesses_of(case)}


def running_rows() -> dict[str, EngineModel]:
    """The model that guesses each field, without its content; a field without one goes by words."""
    rows = EngineModel.objects.filter(engine=ENGINE, state="running")
    return {
        row.field: row for row in rows.defer("content", "known_words").select_related("made_by")
    }


def versions_of(field: str, most: int) -> list[EngineModel]:
    """The newest versions of a field, without their content."""
    rows = EngineModel.objects.filter(engine=ENGINE, field=field).defer("content", "known_words")
    kept = rows.annotate(has_content=Q(content__isnull=False)).select_related("made_by")
    return list(kept.order_by("-made_at")[:most])


def weeks_of(fields: Iterable[str] = FIELDS) -> Mapping[str, list[dict[str, Any]]]:
    """By field how the guesses of the last weeks ended, the latest week first."""
    found: dict[str, list[dict[str, Any]]] = {field: [] for field in fields}
    rows = GuessWeek.objects.filter(field__in=found).order_by("-week")
    for row in rows[: WEEKS_SHOWN * len(found)]:
        found[row.field].append({"week": row.week, **row.facts})
    return found
