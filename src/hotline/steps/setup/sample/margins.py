"""The margins of a sample month, as its file in `cities/<code>/samples/` gives them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Calls:
    """All calls of the telephone's days, with and without a case; `campaign` counts some apart."""

    channel: str
    starts_on: date
    ends_on: date
    all: int
    campaign: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Share:
    """How many cases a channel or a unit has, and how many are closed, or closed in time."""

    cases: int
    closed: int | None = None
    on_time: int | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """Cases counted together: the margins of each side add up to the same total.

    `waiting` of the open cases only wait for the callback; `late` of the closed ones came after
    the unit's time limit. `kinds` fixes the kinds of a line where they are known.
    """

    starts_on: date
    ends_on: date
    channels: Mapping[str, Share]
    lines: Mapping[str, int]
    units: Mapping[str, Share]
    kinds: Mapping[str, Mapping[str, int]]
    waiting: int
    late: int

    @property
    def cases(self) -> int:
        """How many cases the block has."""
        return sum(self.lines.values())


@dataclass(frozen=True, slots=True)
class Story:
    """An invented matter that the editor picked; `said` and `done` are the case's own texts."""

    key: str
    section: str
    theme: str
    kind: str
    text: str
    group: str = ""
    unit: str = ""
    place: str = ""
    said: str = ""
    done: str = ""


@dataclass(frozen=True, slots=True)
class Month:
    """A sample month: its margins, its stories, and the slips of the printed bulletin."""

    month: str
    seed: int
    published_on: date
    calls: Calls
    blocks: tuple[Block, ...]
    stories: tuple[Story, ...]
    slips: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """What the keys of this month's arrivals begin with."""
        return f"sample-{self.month}"

    @property
    def arrivals(self) -> int:
        """How many cases and further calls the month has."""
        by_call = sum(
            block.channels[self.calls.channel].cases
            for block in self.blocks
            if self.calls.channel in block.channels
        )
        return sum(block.cases for block in self.blocks) + self.calls.all - by_call


class MarginsDiffer(ValueError):
    """The sides of a block do not add up, or no theme can fill a place; the text says which."""


def read_months(folder: Path) -> tuple[Month, ...]:
    """The sample months of a city's folder of samples, oldest first."""
    return tuple(read_month(path) for path in sorted(folder.glob("[0-9]*-[0-9]*.toml")))


def read_month(path: Path) -> Month:
    """One month; raises MarginsDiffer when its numbers contradict each other."""
    body = tomllib.loads(path.read_text("utf-8"))
    month = body["month"]
    blocks = tuple(_block(row) for row in body["block"])
    for block in blocks:
        _check_sums(month, block)
    return Month(
        month=month,
        seed=body["seed"],
        published_on=body["published_on"],
        calls=Calls(**body["calls"]),
        blocks=blocks,
        stories=_stories(month, body.get("story", ())),
        slips=body.get("slips", {}),
    )


def _block(row: Mapping[str, Any]) -> Block:
    return Block(
        starts_on=row["starts_on"],
        ends_on=row["ends_on"],
        channels={code: Share(**share) for code, share in row["channels"].items()},
        lines=row["lines"],
        units={code: Share(**share) for code, share in row["units"].items()},
        kinds=row.get("kinds", {}),
        waiting=row.get("waiting", 0),
        late=row.get("late", 0),
    )


def _stories(month: str, rows: Iterable[Mapping[str, Any]]) -> tuple[Story, ...]:
    return tuple(
        Story(key=f"sample-{month}-story-{place:02}", **row)
        for place, row in enumerate(rows, start=1)
    )


def _check_sums(month: str, block: Block) -> None:
    channels = sum(share.cases for share in block.channels.values())
    if channels != block.cases:
        raise MarginsDiffer(f"{month}: channels {channels}, lines {block.cases}")
    for line, kinds in block.kinds.items():
        if sum(kinds.values()) != block.lines[line]:
            raise MarginsDiffer(f"{month}: the kinds of {line} do not add up to its number")
