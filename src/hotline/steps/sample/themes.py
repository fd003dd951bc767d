"""What people call about: the themes of `texts.toml`, and the places of `places.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

KINDS = ("consultation", "help", "complaint", "report", "suggestion")
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
    wrap: Mapping[str, Sentences]
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
    themes = [_theme(row, frozenset(districts)) for row in texts["theme"]]
    estates = places["estates"]
    return Words(
        themes={theme.code: theme for theme in themes},
        districts=districts,
        estates=tuple(a + b for a in estates["first"] for b in estates["second"]),
        wrap=_sentences(texts["wrap"]),
        generic=_sentences(texts["generic"]),
    )


def _theme(row: Mapping[str, Any], districts: frozenset[str]) -> Theme:
    units = frozenset(row["units"])
    return Theme(
        code=row["code"],
        topic=row["topic"],
        title=row["title"],
        units=units - {DISTRICTS} | (districts if DISTRICTS in units else frozenset()),
        says={kind: tuple(row[kind]) for kind in KINDS if kind in row},
        answers=tuple(row["answers"]),
        done=tuple(row["done"]),
        weight=row.get("weight", 1),
        campaign=row.get("campaign", ""),
        months=frozenset(row.get("months", ())),
    )


def _sentences(table: Mapping[str, list[str]]) -> dict[str, Sentences]:
    return {name: tuple(rows) for name, rows in table.items()}
