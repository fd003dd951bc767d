"""The file of today's cases: each with its words, and the moves that it has made so far.

Moments are told as working time before the loading: "2d1h30m" is two of the office's working days,
one hour and a half ago. So a deadline looks the same on whichever day somebody starts the sample.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hotline.steps.verbs import STEPS

FILE = "today.toml"
STRETCH = re.compile(r"(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?")
ABOUT_THE_MOVE = ("ago", "verb", "by")


class ScriptUnclear(ValueError):
    """A script of the file cannot be played; says which one and why."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One move of a case: when, which verb, with which facts; `by` names who, if it matters."""

    ago: str
    verb: str
    by: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Script:
    """A case from its arrival to where it stands; `superior_in` is when a superior wants it."""

    key: str
    ago: str
    title: str
    text: str
    place: str
    kind: str
    topic: str
    turns: tuple[Turn, ...]
    channel: str
    campaign: str = ""
    urgency: str = "ordinary"
    superior_in: str = ""


@dataclass(frozen=True, slots=True)
class Today:
    """Everything of the file; the same `seed` gives the same callers."""

    seed: int
    scripts: tuple[Script, ...]


def has_today(folder: Path) -> bool:
    """Whether a city's folder of samples has cases of today."""
    return (folder / FILE).is_file()


def read_today(folder: Path) -> Today:
    """The file of a folder of samples; raises ScriptUnclear for what cannot be played."""
    body = tomllib.loads((folder / FILE).read_text("utf-8"))
    return Today(body["seed"], tuple(_script(row, body["channel"]) for row in body["case"]))


def minutes_of(stretch: str, day: float) -> float:
    """A stretch like "2d1h30m" as working minutes, where a working day has `day` of them."""
    read = STRETCH.fullmatch(stretch)
    if read is None or not stretch:
        raise ScriptUnclear(f"no stretch of time: {stretch!r}")
    days, hours, minutes = (int(part or 0) for part in read.groups())
    return days * day + hours * 60 + minutes


def _script(row: Mapping[str, Any], channel: str) -> Script:
    facts = {"channel": channel, **row}
    turns = tuple(_turn(row["key"], turn) for turn in facts.pop("steps"))
    return Script(turns=turns, **facts)


def _turn(key: str, row: Mapping[str, Any]) -> Turn:
    if row["verb"] not in STEPS:
        raise ScriptUnclear(f"{key}: no step is called {row['verb']!r}")
    facts = {name: value for name, value in row.items() if name not in ABOUT_THE_MOVE}
    return Turn(row["ago"], row["verb"], row.get("by", ""), facts)
