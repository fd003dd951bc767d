"""The file of today's cases: each with its words, and the moves that it has made so far.

Moments are told as working time before the loading: "2d1h30m" is two of the office's working days,
one hour and a half ago. So a deadline looks the same on whichever day somebody starts the sample.
What many say about one thing (`[[chorus]]`) is told by the clock on the wall, by night too, and is
answered at once.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hotline.steps.verbs import STEPS

FILE = "today.toml"
STRETCH = re.compile(r"(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?")
DAY_AND_NIGHT, ANSWERING = 24 * 60.0, 8  # minutes
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
    """A case from its arrival to where it stands; `superior_in` is when a superior wants it. Those
    of one `caller` are one person's; `by_the_wall` tells its times in hours of the day.
    """

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
    caller: str = ""
    by_the_wall: bool = False


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
    one_by_one = [_script(row, body["channel"]) for row in body["case"]]
    many = [each for row in body.get("chorus", ()) for each in _chorus(row, body["channel"])]
    return Today(body["seed"], (*one_by_one, *many))


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


def _chorus(row: Mapping[str, Any], channel: str) -> Iterator[Script]:
    """What many say about one thing, each in a case of its own that is answered at once."""
    shared = {name: row[name] for name in ("place", "kind", "topic")}
    for number, call in enumerate(row["calls"], start=1):
        ago = round(minutes_of(call["ago"], DAY_AND_NIGHT))
        answered = Turn(f"{ago - ANSWERING}m", "answer", "", {"text": row["answer"]})
        yield Script(
            key=f"{row['key']}-{number}", ago=f"{ago}m", title=call["title"], text=call["text"],
            turns=(answered,), channel=channel, caller=row.get("caller", ""), by_the_wall=True,
            **shared,
        )  # fmt: skip


def _turn(key: str, row: Mapping[str, Any]) -> Turn:
    if row["verb"] not in STEPS:
        raise ScriptUnclear(f"{key}: no step is called {row['verb']!r}")
    facts = {name: value for name, value in row.items() if name not in ABOUT_THE_MOVE}
    return Turn(row["ago"], row["verb"], row.get("by", ""), facts)
