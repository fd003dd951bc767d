"""The words that a frozen count was made with, and the same count made again from them.

Later names, merged units, new trees of topics and cases classified anew do not touch it: the words
are kept beside the figures, and the ledger tells how every case stood at the moment.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from hotline.records.models import Figures, Topic
from hotline.records.queries.counting import Values, Window, count_for, values_of
from hotline.records.queries.figures import EditionFigures, register
from hotline.records.queries.reference import departments
from hotline.records.scope import everything
from hotline.rules.counting import as_data
from hotline.rules.forms import read_form
from hotline.rules.measuring import Line, Register, Unit, measure


def words_of(figures: EditionFigures) -> dict[str, Any]:
    """The register, the trees and the names of the day, as JSON keeps them."""
    known, values = register(figures.period.ends_on), values_of()
    window = figures.window
    return {
        "unit": figures.unit,
        "span": [window.span, *(day.isoformat() if day else None for day in _span(window))],
        "trees": list(
            Topic.objects.order_by("tree").values_list("tree__code", flat=True).distinct()
        ),
        "boards": {code: sorted(boards) for code, boards in known.boards.items()},
        "lines": {code: asdict(line) for code, line in known.lines.items()},
        "kinds": dict(known.kinds),
        "units": [asdict(unit) for unit in known.units],
        "names": {row.code: row.name for row in departments().values()},
        "values": {name: _listed(found) for name, found in values.items()},
    }


@everything()
def counted_again(frozen: Figures) -> list[dict[str, Any]]:
    """The values of a frozen count, made again from its definitions, words and moment."""
    words, form = frozen.words, read_form(frozen.definitions)
    name, *days = words["span"]
    window = Window(frozen.starts_on, frozen.ends_on, name, *map(_day, days))
    measured = count_for(
        lambda counted: measure(form, counted, _register(words), words["unit"]),
        window,
        frozen.as_of,
        live=False,
        words=_values(words["values"]),
    )
    return [as_data(figure) for figure in measured.figures.values()]


def _register(words: Mapping[str, Any]) -> Register:
    return Register(
        boards={code: frozenset(boards) for code, boards in words["boards"].items()},
        lines={code: _line(line) for code, line in words["lines"].items()},
        kinds=words["kinds"],
        units=tuple(Unit(**unit) for unit in words["units"]),
    )


def _line(line: Mapping[str, Any]) -> Line:
    return Line(line["name"], tuple(line["topics"]), tuple(line["excepted"]), line["campaign"])


def _listed(values: Mapping[int, Hashable]) -> dict[str, Any]:
    return {
        str(identity): list(value) if isinstance(value, tuple) else value
        for identity, value in values.items()
    }


def _values(kept: Mapping[str, Mapping[str, Any]]) -> Values:
    return {
        name: {
            int(identity): tuple(value) if isinstance(value, list) else value
            for identity, value in found.items()
        }
        for name, found in kept.items()
    }


def _span(window: Window) -> tuple[date | None, date | None]:
    return window.span_from, window.span_to


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
