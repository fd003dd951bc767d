"""The figures that were published, month by month: from the newest edition of each alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from hotline.records.models import Bulletin
from hotline.records.queries.bulletins import PUBLISHED
from hotline.records.queries.figures import MONTHLY
from hotline.rules.measures import STANDARD

MONTHS = 13  # a year, and the same month of the year before
TOTAL, TOPICS = "total.", "topics."
COUNT, ACCEPTED = "件数", "受理"
SHOWN = ("count", "closed", "open", "closing_rate", "on_time_rate", "solved_rate", "satisfied_rate")


@dataclass(frozen=True, slots=True)
class PublicFigure:
    """One published number: its value as printed, and what it was divided of and by."""

    label: str
    value: str
    numerator: int
    denominator: int | None


@dataclass(frozen=True, slots=True)
class PublicMonth:
    """One month's figures: those of all, by measure, and the topics, the largest first."""

    starts_on: date
    at: str
    edition: int
    totals: Mapping[str, PublicFigure]
    topics: Sequence[tuple[PublicFigure, PublicFigure | None]]
    meanings: Mapping[str, tuple[str, str]]


def public_months() -> list[PublicMonth]:
    """The last months that are out, the newest first."""
    rows = Bulletin.objects.filter(
        status=PUBLISHED, family=MONTHLY, unit=None, figures__isnull=False
    )
    newest = (
        rows.select_related("form", "figures", "unit")
        .defer("page", "printed", "form__body", "form__text", "figures__words")
        .order_by("-starts_on", "-edition")
        .distinct("starts_on")
    )
    return [_month(row) for row in newest[:MONTHS]]


def _month(row: Bulletin) -> PublicMonth:
    if row.figures is None:
        raise ValueError("not published")
    figures = {each["name"]: each for each in row.figures.values}
    totals = {
        measure: _figure(figures[TOTAL + measure])
        for measure in SHOWN
        if TOTAL + measure in figures
    }
    meanings = {name: _meaning(name, row.figures.definitions) for name in totals}
    return PublicMonth(row.starts_on, row.at, row.edition, totals, _topics(figures), meanings)


def _figure(data: Mapping[str, Any]) -> PublicFigure:
    return PublicFigure(data["label"], data["value"], data["numerator"], data["denominator"])


def _topics(figures: Mapping[str, Any]) -> list[tuple[PublicFigure, PublicFigure | None]]:
    """Each topic's number with its share, as the bulletin lists them."""
    counts = {
        name.removesuffix(".count"): _figure(data)
        for name, data in figures.items()
        if name.startswith(TOPICS) and name.endswith(".count")
    }
    for name, count in counts.items():
        counts[name] = replace(count, label=count.label.removesuffix(COUNT))
    shares = {name: figures.get(f"{name}.share") for name in counts}
    return [
        (count, _figure(found) if (found := shares[name]) is not None else None)
        for name, count in counts.items()
    ]


def _meaning(measure: str, definitions: Mapping[str, Any]) -> tuple[str, str]:
    """What a measure is called and how it is counted, in the words it was published with."""
    said = definitions.get("measure", {}).get(measure, {})
    usual = STANDARD.get(measure)
    name = said.get("name") or (usual.name if usual else measure)
    if name == COUNT:
        name = ACCEPTED  # of the whole it is what was accepted
    return name, said.get("meaning") or (usual.meaning if usual else "")
