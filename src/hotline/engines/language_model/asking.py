"""Asking: from a case's texts to a checked draft, with nothing of a person on the way."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from hotline.engines.language_model.holding import Answer, Unfounded, held
from hotline.engines.language_model.talking import Connection, ModelFailed, Said, complete
from hotline.engines.language_model.tasks import Task
from hotline.rules.redaction.replacing import Redacted, redacted
from hotline.rules.redaction.search import find_all

LONGEST = 6000
_BETWEEN = "\n\u241e\n"
TOO_LONG = "（以下从略）"


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of one question. `answer` is empty unless `outcome` is "answered"; `sent` is what
    left this process, `said` the model's own words; `why` tells a person in Chinese."""

    outcome: str
    answer: Answer = field(default_factory=dict)
    why: str = ""
    sent: str = ""
    said: str = ""
    tokens_in: int = 0
    tokens_out: int = 0
    milliseconds: int = 0


def ask(connection: Connection, task: Task, material: Mapping[str, str]) -> Asked:
    """Ask about texts by their names (`task.needs`); a text over LONGEST is cut, and says so."""
    marked = _marked({name: _cut(text) for name, text in material.items() if text.strip()})
    parts = dict(zip(marked.names, marked.redacted.text.split(_BETWEEN), strict=True))
    sent = json.dumps({"材料": parts}, ensure_ascii=False)
    begun = time.monotonic()
    said = Said("", 0, 0)
    try:
        said = complete(connection, task.instructions, sent)
        answer = held(said.text, task, marked.redacted)
        outcome, why = "answered", ""
    except ModelFailed as error:
        outcome, why, answer = error.kind, str(error), {}
    except Unfounded as error:
        outcome, why, answer = "unfounded", str(error), {}
    return Asked(
        outcome,
        _restored(answer, marked.redacted),
        why,
        sent,
        said.text,
        said.tokens_in,
        said.tokens_out,
        round((time.monotonic() - begun) * 1000),
    )


@dataclass(frozen=True, slots=True)
class _Marked:
    names: tuple[str, ...]
    redacted: Redacted


def _marked(material: Mapping[str, str]) -> _Marked:
    """All texts with marks in one go, so that the same person has the same mark in each."""
    whole = _BETWEEN.join(text.replace(_BETWEEN.strip(), " ") for text in material.values())
    return _Marked(tuple(material), redacted(whole, find_all))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST] + TOO_LONG


def _restored(answer: Answer, marked: Redacted) -> Answer:
    return {
        name: marked.restored(value)
        if isinstance(value, str)
        else [marked.restored(line) for line in value]
        for name, value in answer.items()
    }
