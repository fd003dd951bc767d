"""What the engine holds, shown as a guess while a person types or sorts: 建议 82 %, 因为“停水”."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from hotline.desk.doors import StaffRequest, for_staff
from hotline.engines.classifying.alarms import KINDS
from hotline.records.models import Case, CaseGuess, Staff
from hotline.records.queries.choosing import campaigns_on, topic_label, topics_on
from hotline.records.queries.guesses import guesses_of
from hotline.records.queries.reference import engine_on, kinds
from hotline.rules.deadlines import URGENCIES
from hotline.rules.guessed_fields import (
    ATTENTION,
    ATTENTION_ENGINE,
    CAMPAIGN,
    ENGINE,
    FIELDS,
    KIND,
    SAYS_NOTHING,
    TOPIC,
    URGENCY,
)
from hotline.rules.guessing import Doing, Guess, Reason, Text
from hotline.rules.workdays import CHINA
from hotline.steps.guessing.guess import Guessed, alarm, guess

LONGEST, FEWEST_CHARACTERS = 5_000, 6
SHOWN_REASONS, SHOWN_ALARM_WORDS = 3, 6
PERCENT = 100


@dataclass(frozen=True, slots=True)
class Shown:
    """One guess as a form shows it: `value` is what the form's field would hold."""

    field: str
    label: str
    value: str
    name: str
    percent: int
    doing: str
    words: Sequence[str]


@dataclass(frozen=True, slots=True)
class Alarm:
    """Why a person should look at once: what it is about, and the words that say so."""

    name: str
    words: Sequence[str]


def any_engine_on() -> bool:
    """Whether a form has anything to ask for."""
    return engine_on(ENGINE) or engine_on(ATTENTION_ENGINE)


@for_staff("register", "classify")
@require_POST
def live(request: StaffRequest) -> HttpResponse:
    """POST title and text as typed so far: the guesses for the form, and the alarm over it."""
    if not any_engine_on():
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    typed = [request.POST.get(name, "").replace("\0", "")[:LONGEST] for name in ("title", "text")]
    text, day = Text(typed[0].strip(), typed[1].strip()), timezone.localdate()
    if len(text.whole.strip()) < FEWEST_CHARACTERS:
        return render(request, "desk/guesses/live.html", {"guesses": [], "alarm": None})
    found = guess([text], day)[0]
    rows = [row for field, each in found.items() if (row := _live_row(field, each, day))]
    context = {"guesses": rows, "alarm": _live_alarm(alarm([text])[0])}
    return render(request, "desk/guesses/live.html", context)


def _live_row(field: str, found: Guessed, day: date) -> Shown | None:
    return _shown(field, found.guess, found.doing, day)


def _live_alarm(found: Guessed | None) -> Alarm | None:
    if found is None:
        return None
    words = [reason.words for reason in found.guess.reasons]
    return Alarm(alarm_name(found.guess.value), words[:SHOWN_ALARM_WORDS])


def guess_context(staff: Staff, case: Case, verbs: Iterable[str]) -> dict[str, Any]:
    """For the page of one case: the alarm, and for who may classify it the guesses of its form."""
    rows = guesses_of(case)
    day = case.registered_at.astimezone(CHINA).date()
    shows = "classify" in verbs
    return {
        "alarm": stored_alarm(rows.get(ATTENTION)),
        "guesses": [each for each in _stored_rows(rows, case, day) if shows],
    }


def stored_alarm(row: CaseGuess | None) -> Alarm | None:
    """The alarm that is kept with a case."""
    if row is None:
        return None
    return Alarm(alarm_name(row.value), [words for words, *_ in row.reasons][:SHOWN_ALARM_WORDS])


def alarm_name(value: str) -> str:
    """What a person is called for, in Chinese."""
    return KINDS.get(value, value)


def _stored_rows(rows: Mapping[str, CaseGuess], case: Case, day: date) -> Iterable[Shown]:
    """The guesses that differ from how the case stands."""
    stands = {
        KIND: case.kind.code if case.kind else "",
        TOPIC: case.topic.code if case.topic else "",
        URGENCY: case.urgency,
        CAMPAIGN: case.campaign.code if case.campaign else "",
    }
    for field in FIELDS:
        row = rows.get(field)
        if row is None or row.value == stands[field]:
            continue
        shown = _shown(field, _kept_guess(row), Doing(row.doing), day)
        if shown is not None:
            yield shown


def _kept_guess(row: CaseGuess) -> Guess:
    return Guess(row.value, row.confidence, [Reason(*reason) for reason in row.reasons])


def _shown(field: str, guessed: Guess, doing: Doing, day: date) -> Shown | None:
    """A guess for a form; None where it says nothing or may not be shown."""
    if doing is Doing.SILENT or guessed.value == SAYS_NOTHING.get(field):
        return None
    known = choices(field, day)
    if guessed.value not in known:
        return None
    typed, name = known[guessed.value]
    percent = min(int(guessed.confidence * PERCENT), PERCENT - 1)
    words = [reason.words for reason in guessed.reasons if reason.start >= 0]
    kept = list(dict.fromkeys(words))[:SHOWN_REASONS]
    return Shown(field, FIELDS[field], typed, name, percent, doing.value, kept)


def choices(field: str, day: date) -> dict[str, tuple[str, str]]:
    """By code what a form's field holds for a value, and what it is called."""
    if field == KIND:
        return {code: (code, row.name) for code, row in kinds().items()}
    if field == URGENCY:
        return {code: (code, name) for code, name in URGENCIES.items()}
    if field == CAMPAIGN:
        return {row.code: (row.code, row.name) for row in campaigns_on(day)}
    return {row.code: (topic_label(row), topic_label(row)) for row in topics_on(day)}
