"""Guess: what the engine holds of some texts, and what the office lets it do with that (推测)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from hotline.records.queries.choosing import campaigns_on, topics_on
from hotline.records.queries.reference import engine_on, engine_settings, kinds
from hotline.rules.deadlines import URGENCIES
from hotline.rules.guessed_fields import (
    ATTENTION,
    ATTENTION_ENGINE,
    CAMPAIGN,
    ENGINE,
    FIELDS,
    KIND,
    NO_CAMPAIGN,
    URGENCY,
    is_guessed,
    thresholds_of,
)
from hotline.rules.guessing import Doing, Guess, Reason, Text
from hotline.steps.guessing.running import classifier, own_value

if TYPE_CHECKING:
    from hotline.engines.classifying.needs_a_person import Concern


@dataclass(frozen=True, slots=True)
class Guessed:
    """The best guess of one field, who made it, and what it may do."""

    field: str
    guess: Guess
    engine: str
    version: str
    doing: Doing


def options() -> Mapping[str, Any]:
    """What the office set for the classifying engine."""
    setting = engine_settings().get(ENGINE)
    return setting.options if setting is not None else {}


def guess(texts: Sequence[Text], day: date) -> list[dict[str, Guessed]]:
    """For each text the best guess of every field that is guessed; nothing where it is off."""
    found: list[dict[str, Guessed]] = [{} for _ in texts]
    if not engine_on(ENGINE):
        return found
    for field in FIELDS:
        if is_guessed(options(), field):
            _guess_field(field, texts, day, found)
    return found


def _guess_field(
    field: str, texts: Sequence[Text], day: date, found: Sequence[dict[str, Guessed]]
) -> None:
    model, has_learned = classifier(field, day)
    thresholds = thresholds_of(options(), field)
    asked = model.classify(texts, enough=thresholds.suggest)
    for kept, guesses in zip(found, asked, strict=True):
        best = best_of(guesses, valid_values(field, day))
        if best is None or not (has_learned or best.reasons):
            continue  # without a word of its own in the text, words alone have nothing to say
        doing = thresholds.doing(best.confidence)
        if doing is Doing.FILL and not has_learned:
            doing = Doing.SUGGEST  # words alone have not shown how often they are right
        kept[field] = Guessed(field, best, ENGINE, model.version, doing)


def best_of(guesses: Sequence[Guess], valid: Collection[str]) -> Guess | None:
    """The best guess that can be chosen, in the office's own code."""
    for each in guesses:
        if own_value(each.value) in valid:
            return Guess(own_value(each.value), each.confidence, each.reasons)
    return None


def valid_values(field: str, day: date) -> set[str]:
    """The codes that can be chosen for a field on a day."""
    if field == KIND:
        return set(kinds())
    if field == URGENCY:
        return set(URGENCIES)
    if field == CAMPAIGN:
        return {NO_CAMPAIGN, *(row.code for row in campaigns_on(day))}
    return {row.code for row in topics_on(day)}


def alarm(texts: Sequence[Text]) -> list[Guessed | None]:
    """For each text why a person should look at it at once, if there is anything; None where the
    engine is off."""
    if not engine_on(ATTENTION_ENGINE):
        return [None for _ in texts]
    from hotline.engines.classifying.needs_a_person import concerns  # noqa: PLC0415 - when asked

    setting = engine_settings().get(ATTENTION_ENGINE)
    least = thresholds_of(setting.options if setting else {}, ATTENTION).suggest
    found = []
    for text in texts:
        said = [each for each in concerns(text) if each.sure >= least]
        found.append(_alarmed(said) if said else None)
    return found


def _alarmed(concerns: Sequence[Concern]) -> Guessed:
    """The surest concern, with the words of all."""
    from hotline.engines.classifying.needs_a_person import version  # noqa: PLC0415 - when asked

    weight = 1 / len(concerns)
    reasons = [Reason(each.words, weight, each.start) for each in concerns]
    guess = Guess(concerns[0].kind, concerns[0].sure, reasons)
    return Guessed(ATTENTION, guess, ATTENTION_ENGINE, version, Doing.SUGGEST)
