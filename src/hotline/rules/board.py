"""The board: the same few measures of a period, in all, and by channel, topic, unit and district.

Every number is a `Figure`, so that each leads to its definition and its cases. The cases are those
accepted in the period; how they stand is as of the moment of counting.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from hotline.rules.counting import RATED, SATISFIED, Cell, Counted, Figure, Selection

ALL = "all"
DONE_IN_TIME = frozenset({"on_time"})
DUE = frozenset({"on_time", "late", "overdue"})
OVERDUE = frozenset({"overdue"})
REACHED = frozenset({"reached"})
SOLVED = frozenset({"yes"})
DECIMALS = 1
NOTHING = Counted(())
Place = tuple[str, Mapping[str, Any]]
# What is counted of every group; a share says what it is a share of.
MEASURES: dict[str, str] = {
    "received": "受理",
    "closed": "办结",
    "open": "正在办理",
    "overdue": "逾期未办结",
    "closing_rate": "办结率",
    "on_time_rate": "按期办结率",
    "solved_rate": "解决率",
    "satisfaction": "满意率",
}


@dataclass(frozen=True, slots=True)
class Group:
    """Something that cases are grouped by, as it is called; the board has one figure a measure."""

    code: str
    name: str
    figures: Mapping[str, Figure]

    @property
    def received(self) -> int:
        """How many cases it has, by which groups are ranked."""
        return self.figures["received"].numerator


@dataclass(frozen=True, slots=True)
class Board:
    """Everything the board shows of one period."""

    all: Group
    channels: Sequence[Group]
    topics: Sequence[Group]
    units: Sequence[Group]
    districts: Sequence[Group]

    def figure(self, name: str) -> Figure | None:
        """The figure called `name`, such as unit.tiexi_district.overdue."""
        groups = (self.all, *self.channels, *self.topics, *self.units, *self.districts)
        found = (group.figures.get(name.rpartition(".")[2]) for group in groups)
        return next((figure for figure in found if figure and figure.name == name), None)


@dataclass(frozen=True, slots=True)
class Words:
    """The codes and names that a board groups by, in their order."""

    channels: Mapping[str, str]
    topics: Mapping[str, str]
    units: Mapping[str, str]
    districts: Mapping[str, str]


def board_of(counted: Counted, words: Words) -> Board:
    """The board of counted cases; groups without cases are left out, but for the districts."""
    of_channel = _apart(counted, lambda cell: (cell.channel, {"channel": cell.channel}))
    of_topic = _apart(counted, lambda cell: _first("topic", cell.topic))
    of_unit = _apart(counted, lambda cell: _first("unit", cell.unit))
    units = {
        code: _group(of_unit[code], "unit", code, name, Selection(unit=code))
        for code, name in {**words.units, **words.districts}.items()
    }
    return Board(
        all=_group(_apart(counted, lambda _: (ALL, {}))[ALL], ALL, "", "全市", Selection()),
        channels=_ranked(
            _group(cells, "channel", code, words.channels[code], Selection(channels=one(code)))
            for code, cells in of_channel.items()
            if code in words.channels
        ),
        topics=_ranked(
            _group(cells, "topic", code, words.topics[code], Selection(topics=(code,)))
            for code, cells in of_topic.items()
            if code in words.topics
        ),
        units=_ranked(units[code] for code in words.units),
        districts=[units[code] for code in words.districts],
    )


def one(code: str) -> frozenset[str]:
    """A set of one code."""
    return frozenset({code})


def _apart(counted: Counted, place: Callable[[Cell], Place]) -> defaultdict[str, Counted]:
    """The cells of each group, with nothing but what its measures ask of a cell.

    Of a city's hundred thousands of cells some dozens a group are left, and each measure adds up
    only those.
    """
    sums: defaultdict[str, Counter[Cell]] = defaultdict(Counter)
    for cell in counted.cells:
        if cell.of == "cases":
            code, kept = place(cell)
            sums[code][_bare(cell, kept)] += cell.count
    return defaultdict(lambda: NOTHING, {code: _filled(cells) for code, cells in sums.items()})


def _first(name: str, path: tuple[str, ...]) -> Place:
    return (path[0] if path else "", {name: path[:1]})


def _bare(cell: Cell, kept: Mapping[str, Any]) -> Cell:
    return Cell(
        cell.of,
        0,
        state=cell.state,
        facts=cell.facts,
        rating=cell.rating,
        solved=cell.solved,
        **kept,
    )


def _filled(sums: Counter[Cell]) -> Counted:
    return Counted(replace(cell, count=number) for cell, number in sums.items())


def _ranked(groups: Iterable[Group]) -> list[Group]:
    return sorted((group for group in groups if group.received), key=lambda group: -group.received)


def _group(counted: Counted, what: str, code: str, name: str, chosen: Selection) -> Group:
    """Every measure of one group."""
    prefix = f"{what}.{code}" if code else what
    closed = replace(chosen, state="closed")
    due = replace(chosen, any_of=DUE)
    reached = replace(chosen, facts=REACHED)
    rated = replace(chosen, ratings=RATED)
    plain = {
        "received": chosen,
        "closed": closed,
        "open": replace(chosen, state="open"),
        "overdue": replace(chosen, facts=OVERDUE),
    }
    shares = {
        "closing_rate": (closed, chosen),
        "on_time_rate": (replace(chosen, facts=DONE_IN_TIME), due),
        "solved_rate": (replace(reached, solved=SOLVED), reached),
        "satisfaction": (replace(chosen, ratings=SATISFIED), rated),
    }
    figures = {
        measure: counted.count(f"{prefix}.{measure}", f"{name}{MEASURES[measure]}", selection)
        for measure, selection in plain.items()
    }
    for measure, (part, whole) in shares.items():
        label = f"{name}{MEASURES[measure]}"
        figures[measure] = counted.share(f"{prefix}.{measure}", label, part, whole, DECIMALS)
    return Group(code, name, figures)
