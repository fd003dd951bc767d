"""Watch: how guesses ended, week by week, and whether what arrives is still what was learned.

Counted by night for the last weeks, so that the page reads a few rows.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count

from hotline.engines.known_words import unknown_share
from hotline.records.models import CaseGuess, EngineModel, GuessWeek
from hotline.rules.guessed_fields import ENGINE, FIELDS
from hotline.rules.guessing import Doing
from hotline.rules.workdays import CHINA

RECOUNTED = 3
SAMPLE = 300


def count_weeks(*, at: datetime, weeks: int = RECOUNTED) -> int:
    """Count the last weeks anew; says how many rows were kept."""
    today = at.astimezone(CHINA).date()
    monday = today - timedelta(days=today.weekday())
    kept = 0
    for back in range(weeks):
        week = monday - timedelta(weeks=back)
        for field in FIELDS:
            facts = _facts(field, week)
            if facts["guessed"]:
                GuessWeek.objects.update_or_create(
                    field=field, week=week, defaults={"facts": facts}
                )
                kept += 1
    return kept


def _facts(field: str, week: date) -> dict[str, Any]:
    start = datetime.combine(week, time.min, CHINA)
    found = CaseGuess.objects.filter(at__gte=start, at__lt=start + timedelta(weeks=1), field=field)
    ended: Counter[str] = Counter()
    by_doing: dict[str, Counter[str]] = {}
    mix: Counter[str] = Counter()
    counted = found.values_list("doing", "outcome", "value").annotate(number=Count("pk"))
    for doing, outcome, value, number in counted.order_by():
        mix[value] += number
        if doing != Doing.SILENT:  # what nobody saw, nobody kept or changed
            ended[outcome] += number
        by_doing.setdefault(doing, Counter())[outcome] += number
    return {
        "guessed": sum(mix.values()),
        "kept": ended["kept"],
        "changed": ended["changed"],
        "by_doing": {doing: dict(counts) for doing, counts in by_doing.items()},
        "mix": dict(mix),
        "unknown": _unknown(field, week, start),
    }


def _unknown(field: str, week: date, start: datetime) -> list[int]:
    """Pairs of characters that the running model never met, of all pairs in some of the texts."""
    rows = EngineModel.objects.filter(engine=ENGINE, field=field, state="running")
    known = rows.values_list("known_words", flat=True).first()
    if known is None:
        return [0, 0]
    found = CaseGuess.objects.filter(at__gte=start, at__lt=start + timedelta(weeks=1), field=field)
    texts = found.order_by("pk").values_list("case__text", flat=True)[:SAMPLE]
    return list(unknown_share(bytes(known), texts))
