"""What people call about: the themes of `texts.toml`, and the places of `places.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DISTRICTS = "@districts"

Sentences = tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Theme:
    """One matter: its topic and campaign, who can handle it, what is said about it by kind."""

    code: str
    topic: str
    title: str
    units: frozenset[str]
    says: Mapping[str, Sentences]
    answers: Sentences
    done: Sentences
    weight: int = 1
    campaign: str = ""
    months: frozenset[str] = frozenset()


@dataclass(frozen=True)
class KindOfRequest:
    """How requests of a kind are worded, and how often they go to a unit or are urgent.

    `to_a_unit` and `at_once` weigh the kinds of one theme against each other; `done` replaces the
    theme's where a kind has its own.
    """

    wrap: Sentences
    to_a_unit: int
    at_once: int
    urgent: float = 0.0
    done: Sentences = ()


@dataclass(frozen=True)
class District:
    """A district with its streets and its share of the callers."""

    code: str
    name: str
    streets: Sentences
    weight: int


@dataclass(frozen=True)
class Words:
    """All sentences and places of a city's samples."""

    themes: Mapping[str, Theme]
    districts: Mapping[str, District]
    estates: Sentences
    kinds: Mapping[str, KindOfRequest]
    generic: Mapping[str, Sentences]

    def themes_of(self, month: str) -> tuple[Theme, ...]:
        """The themes that people speak of in that month."""
        return tuple(
            theme for theme in self.themes.values() if not theme.months or month in theme.months
        )


def read_words(folder: Path) -> Words:
    """The words of a city's folder of samples."""
    texts = tomllib.loads((folder / "texts.toml").read_text("utf-8"))
    places = tomllib.loads((folder / "places.toml").read_text("utf-8"))
    districts = {
        code: District(code, row["name"], tuple(row["streets"]), row["weight"])
        for code, row in places["districts"].items()
    }
    kinds = {code: _kind(row) for code, row in texts["kinds"].items()}
    themes = [_theme(row, frozenset(districts), kinds) for row in texts["theme"]]
    estates = places["estates"]
    return Words(
        themes={theme.code: theme for theme in themes},
        districts=districts,
        estates=tuple(a + b for a in estates["first"] for b in estates["second"]),
        kinds=kinds,
        generic={name: tuple(rows) for name, rows in texts["generic"].items()},
    )


def _kind(row: Mapping[str, Any]) -> KindOfRequest:
    return KindOfRequest(
        wrap=tuple(row["wrap"]),
        to_a_unit=row["to_a_unit"],
        at_once=row["at_once"],
        urgent=row.get("urgent", 0.0),
        done=tuple(row.get("done", ())),
    )


def _theme(row: Mapping[str, Any], districts: frozenset[str], kinds: Iterable[str]) -> Theme:
    units = frozenset(row["units"])
    return Theme(
        code=row["code"],
        topic=row["topic"],
        title=row["title"],
        units=units - {DISTRICTS} | (districts if DISTRICTS in units else frozenset()),
        says={kind: tuple(row[kind]) for kind in kinds if kind in row},
        answers=tuple(row["answers"]),
        done=tuple(row["done"]),
        weight=row.get("weight", 1),
        campaign=row.get("campaign", ""),
        months=frozenset(row.get("months", ())),
    )
