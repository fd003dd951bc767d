"""The models that guess just now: loaded once per process, exchanged without a restart.

What runs is a row of the database; each process asks every few seconds which row that is and loads
its content when it is another one. Without one, the city's names and words guess.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from hotline.records.models import EngineModel
from hotline.records.queries.choosing import campaigns_on, topics_on
from hotline.records.queries.reference import kinds
from hotline.rules.deadlines import URGENCIES
from hotline.rules.first_words import KIND_WORDS
from hotline.rules.guessed_fields import (
    CAMPAIGN,
    ENGINE,
    KIND,
    NO_CAMPAIGN,
    TOPIC,
    URGENCY,
)
from hotline.rules.guessing import Described, Guess, Text

CHECK_SECONDS = 5.0
BETWEEN = "/"


class Classifier(Protocol):
    """What a model of the classifying engine can be asked."""

    @property
    def version(self) -> str:
        """Which model it is."""

    def classify(self, texts: Sequence[Text], *, enough: float = 0.0) -> list[list[Guess]]:
        """For each text the values, the surest first; where none is as sure as `enough`, the
        deepest node above the surest that is."""


class ByRules:
    """Urgency on the first day: what the text says has failed or is in danger."""

    version = "rules-1"

    def classify(self, texts: Sequence[Text], *, enough: float = 0.0) -> list[list[Guess]]:
        """The three urgencies of each text, the surest first."""
        from hotline.engines.classifying.urgency import urgency  # noqa: PLC0415 - when asked

        return [urgency(text) for text in texts]


_checked: tuple[float, dict[str, UUID]] | None = None
_loaded: dict[str, tuple[UUID, Classifier]] = {}
_first: dict[str, tuple[tuple[Described, ...], Classifier]] = {}


def forget() -> None:
    """Ask anew which models run (tests, and who has just exchanged one)."""
    global _checked  # noqa: PLW0603 - the one thing that this process remembers
    _checked = None


def running_models() -> dict[str, UUID]:
    """Which stored model guesses each field; a field without one is guessed by words."""
    global _checked  # noqa: PLW0603
    if _checked is None or _checked[0] < time.monotonic():
        found = EngineModel.objects.filter(engine=ENGINE, state="running")
        _checked = (time.monotonic() + CHECK_SECONDS, dict(found.values_list("field", "pk")))
    return _checked[1]


def classifier(field: str, day: date) -> tuple[Classifier, bool]:
    """The model that guesses a field on a day, and whether it has learned or only knows words."""
    pk = running_models().get(field)
    if pk is None:
        return first_day(field, day), False
    held = _loaded.get(field)
    if held is None or held[0] != pk:
        content = EngineModel.objects.values_list("content", flat=True).get(pk=pk)
        try:
            held = _loaded[field] = (pk, read(bytes(content or b"")))
        except ValueError:  # of another version of the program: words do until it has learned anew
            return first_day(field, day), False
    return held[1], True


def read(content: bytes) -> Classifier:
    """A model out of what is stored of it."""
    return engine().from_bytes(content)  # type: ignore[no-any-return]


def first_day(field: str, day: date) -> Classifier:
    """The model that knows no more than the city's names and words of that day."""
    if field == URGENCY:
        return ByRules()
    described = tuple(describe(field, day))
    held = _first.get(field)
    if held is None or held[0] != described:
        held = _first[field] = (described, engine().from_descriptions(described))
    return held[1]


def engine() -> Any:
    """The engine, imported when it is first asked: it brings large libraries along."""
    from hotline.engines.classifying import Model  # noqa: PLC0415

    return Model


def describe(field: str, day: date) -> list[Described]:
    """Every value of a field with the words that point to it."""
    if field == KIND:
        return [
            Described(row.code, tuple(KIND_WORDS.get(row.code, (row.name,))))
            for row in kinds().values()
        ]
    if field == URGENCY:
        return [Described(code, (name,)) for code, name in URGENCIES.items()]
    if field == CAMPAIGN:
        rows = [Described(row.code, (row.name, *row.words)) for row in campaigns_on(day)]
        return [Described(NO_CAMPAIGN), *rows]
    return [
        Described(engine_value(TOPIC, row.path), (row.name, *row.words)) for row in topics_on(day)
    ]


def engine_value(field: str, path: Sequence[str]) -> str:
    """A value as the engine knows it: of a tree the codes from the root."""
    return BETWEEN.join(path) if field == TOPIC else path[-1]


def own_value(value: str) -> str:
    """A value of the engine as the office knows it."""
    return value.rsplit(BETWEEN, 1)[-1]
