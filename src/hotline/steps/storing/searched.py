"""Keeping what a case is found by, in the transaction that stores the case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hotline.records.models import Case, CaseWords
from hotline.rules.finding import folded
from hotline.rules.sounds import BREAK, sounds_of
from hotline.rules.workdays import CHINA

# The facts of a case that are searched, and whose search finds them.
SEARCHED = ("title", "text", "place", "answer", "seen_by")
# So much of each text is searched; what nobody reads through need not be found by its end.
LONGEST_SEARCHED = 10_000


def words_of_case(case: Case) -> CaseWords:
    """What a case is found by, as its texts stand now."""
    return CaseWords(
        case_id=case.pk, registered_at=case.registered_at, day=_day(case), **_found_by(case)
    )


def keep_words(case: Case, *, is_new: bool) -> None:
    """Store what a case is found by."""
    row = words_of_case(case)
    if is_new:
        row.save(force_insert=True)
    else:
        CaseWords.objects.filter(pk=case.pk).update(**_found_by(case))


def tells_other_words(case: Case, facts: Mapping[str, Any]) -> bool:
    """Whether these facts change what a case is found by."""
    return any(name in facts and facts[name] != getattr(case, name) for name in SEARCHED)


def _found_by(case: Case) -> dict[str, Any]:
    shown = f"{sounds_of(case.title)} {BREAK} {sounds_of(case.place)}"
    return {
        "title": folded(case.title),
        "place": folded(case.place),
        "words": folded(case.text[:LONGEST_SEARCHED]),
        "answer": folded(case.answer[:LONGEST_SEARCHED]),
        "sounds": shown,
        "units": case.seen_by,
    }


def _day(case: Case) -> Any:
    return case.registered_at.astimezone(CHINA).date()
