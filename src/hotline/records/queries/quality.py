"""The quality samples as they are listed and looked at."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Avg, Count, Q, QuerySet

from hotline.records.models import Case, QualityCheck, QualitySample, QualityScore, Staff
from hotline.records.queries.access import cases_for
from hotline.records.queries.reference import with_words


def samples_listed() -> QuerySet[QualitySample]:
    """Every sample, the newest first, with how many of its cases are scored and their average."""
    along = QualitySample.objects.select_related("unit", "agent", "kind", "drawn_by")
    counted = along.annotate(
        drawn=Count("checks"),
        scored=Count("checks", filter=Q(checks__score__isnull=False)),
        average=Avg("checks__score"),
    )
    return counted.order_by("-drawn_at", "-pk")


def checks_of(sample: QualitySample, staff: Staff) -> Sequence[tuple[QualityCheck, Case | None]]:
    """The drawn cases in the order of the draw; None for one that `staff` may not see."""
    checks = list(sample.checks.select_related("scored_by").order_by("place"))
    rows = cases_for(staff).filter(pk__in=[check.case_id for check in checks])
    seen: dict[UUID, Case] = {row.pk: with_words(row) for row in rows.defer("text", "answer")}
    return [(check, seen.get(check.case_id)) for check in checks]


def scores_of(check: QualityCheck) -> Sequence[QualityScore]:
    """Every sheet that was filled for a drawn case, the one that holds first."""
    return list(check.scores.select_related("by").order_by("-at", "-pk"))
