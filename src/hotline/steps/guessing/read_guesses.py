"""Read guesses: every new case gets the engine's guesses, kept beside it for whoever sorts it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from hotline.records.models import Case, CaseGuess
from hotline.rules.guessing import Text
from hotline.rules.workdays import CHINA
from hotline.steps.guessing.guess import Guessed, alarm, guess

MOST_REASONS = 6


def read(cases: Sequence[Case], at: datetime) -> int:
    """Guess kind, topic, urgency and campaign of new cases; says how many guesses were kept."""
    found: list[CaseGuess] = []
    days = {case.registered_at.astimezone(CHINA).date() for case in cases}
    for day in days:
        of_day = [c for c in cases if c.registered_at.astimezone(CHINA).date() == day]
        guesses = guess([text_of(case) for case in of_day], day)
        for case, fields in zip(of_day, guesses, strict=True):
            found.extend(_row(case, each, at) for each in fields.values())
    return _keep(found)


def read_attention(cases: Sequence[Case], at: datetime) -> int:
    """Find the new cases that a person should look at once."""
    alarms = alarm([text_of(case) for case in cases])
    pairs = zip(cases, alarms, strict=True)
    return _keep(_row(case, each, at) for case, each in pairs if each is not None)


def text_of(case: Case) -> Text:
    """What an engine reads of a case."""
    return Text(case.title, case.text)


def _row(case: Case, guessed: Guessed, at: datetime) -> CaseGuess:
    reasons = list(guessed.guess.reasons)[:MOST_REASONS]
    return CaseGuess(
        case=case,
        field=guessed.field,
        value=guessed.guess.value,
        confidence=round(guessed.guess.confidence, 4),
        reasons=[[each.words, round(each.weight, 3), each.start] for each in reasons],
        engine=guessed.engine,
        version=guessed.version,
        at=at,
        doing=guessed.doing.value,
    )


def _keep(rows: Iterable[CaseGuess]) -> int:
    """Keep guesses; one that a case has already stays as it was."""
    return len(CaseGuess.objects.bulk_create(rows, ignore_conflicts=True))
