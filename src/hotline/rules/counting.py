"""Counting: from cells of cases to the figures of a form, each with numerator and denominator.

The records are read once into cells (how many cases stand in each combination of counted facts);
every figure is a sum over the cells that its tally selects. So a figure, the list of cases behind
it and a pre-aggregate all mean the same selection. Source of the measures: domain practice of the
seeds' bulletins; the rate's denominator is always stated.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

# What may be true of a counted case beside its state; the words are those of a definition.
FACTS: dict[str, str] = {
    "direct": "话务直接办结（未派单）",
    "signed_on_time": "承办单位在签收时限内签收",
    "contacted": "承办单位联系过诉求人",
    "on_time": "承办单位在时限内办结反馈",
    "late": "承办单位超过时限才办结反馈",
    "overdue": "统计时点仍未办结且已过办理时限",
    "returned": "承办单位申请过退单",
    "extended": "批准过延期",
    "again": "回访后重办过",
    "urged": "催办过",
    "supervised": "督办过",
    "repeat": "重复诉求（已并单或告知进展）",
    "called_back": "已回访",
    "reached": "回访接通",
}
SATISFIED = frozenset({"very_satisfied", "satisfied", "basically"})
RATED = SATISFIED | {"dissatisfied"}
SECONDS_A_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Cell:
    """How many cases (or contacts) share these counted facts.

    `topic` is the path of codes from the root; `unit` the path of unit codes from the top unit
    that leads down to the one that handles, empty where the office answered itself; `state` is one
    of closed, open, withdrawn (neither of both); `facts` are those of FACTS that hold; `rating`
    and `solved` are the citizen's last word, empty where nobody was reached; `seconds` adds up the
    time from being dispatched to the leading unit's finished reply.
    """

    of: str
    count: int
    channel: str = ""
    kind: str = ""
    topic: tuple[str, ...] = ()
    campaign: str = ""
    unit: tuple[str, ...] = ()
    state: str = "open"
    facts: frozenset[str] = frozenset()
    rating: str = ""
    solved: str = ""
    seconds: int = 0
    span: str = ""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which cells a tally adds up; an empty field means any.

    `campaign` is a code, "" for any, "-" for none of `first` (the campaigns that are counted
    before the topics). `topics` are branches of the tree, `excepted` branches taken out again;
    `unit` takes the units below it along. Every one of `facts` must hold, one of `any_of`
    at least, and none of `without`; `ratings` and `solved` name what the citizen may have said.
    """

    of: str = "cases"
    channels: frozenset[str] = frozenset()
    kind: str = ""
    campaign: str = ""
    first: frozenset[str] = frozenset()
    topics: tuple[str, ...] = ()
    excepted: tuple[str, ...] = ()
    unit: str = ""
    dispatched: bool = False
    state: str = ""
    facts: frozenset[str] = frozenset()
    any_of: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    ratings: frozenset[str] = frozenset()
    solved: frozenset[str] = frozenset()
    span: str = ""

    def takes(self, cell: Cell) -> bool:
        """Whether this selection counts that cell."""
        return (
            cell.of == self.of
            and (not self.channels or cell.channel in self.channels)
            and self.kind in ("", cell.kind)
            and self._takes_campaign(cell.campaign)
            and self._takes_topic(cell.topic)
            and (not self.unit or self.unit in cell.unit)
            and (not self.dispatched or bool(cell.unit))
            and self.state in ("", cell.state)
            and self.facts <= cell.facts
            and (not self.any_of or bool(self.any_of & cell.facts))
            and not self.without & cell.facts
            and (not self.ratings or cell.rating in self.ratings)
            and (not self.solved or cell.solved in self.solved)
            and (not self.span or cell.span == self.span)
        )

    def _takes_campaign(self, campaign: str) -> bool:
        if self.campaign == "-":
            return campaign not in self.first
        return self.campaign in ("", campaign)

    def _takes_topic(self, path: tuple[str, ...]) -> bool:
        if not self.topics:
            return True
        return any(code in self.topics for code in path) and not any(
            code in self.excepted for code in path
        )


@dataclass(frozen=True, slots=True)
class Figure:
    """One counted number: `numerator` alone, or a share of `denominator` in per cent.

    `of_numerator` and `of_denominator` are the selections, so that the cases behind can be listed.
    """

    name: str
    label: str
    numerator: int
    of_numerator: Selection
    denominator: int | None = None
    of_denominator: Selection | None = None
    decimals: int = 1
    minus: tuple[Selection, ...] = field(default=())

    @property
    def is_share(self) -> bool:
        """Whether this is a rate or share, and so is printed in per cent."""
        return self.of_denominator is not None

    def printed(self, *, trim: bool = False) -> str:
        """As a bulletin prints it: 6610, or 99.4%; `trim` drops a trailing ".0"."""
        if not self.is_share:
            return str(self.numerator)
        share = percent(self.numerator, self.denominator or 0, self.decimals)
        if share is None:
            return "—"
        return f"{share.removesuffix('.' + '0' * self.decimals) if trim else share}%"


def percent(numerator: int, denominator: int, decimals: int = 1) -> str | None:
    """The share in per cent, rounded half up in whole numbers; None of nothing.

    Floats are not used: 31.75 must become 31.8 on every machine.
    """
    if denominator == 0:
        return None
    scale = 10**decimals
    units = (2 * numerator * 100 * scale + denominator) // (2 * denominator)
    whole, rest = divmod(units, scale)
    return f"{whole}.{rest:0{decimals}d}" if decimals else str(whole)


class Counted:
    """All cells of a period, and sums over them; the cells of one unit are found at once."""

    def __init__(self, cells: Iterable[Cell]) -> None:
        self.cells = tuple(cells)
        self._of_unit: dict[str, list[Cell]] = {}
        for cell in self.cells:
            for code in cell.unit:
                self._of_unit.setdefault(code, []).append(cell)

    def sum(self, selection: Selection) -> int:
        """How many cases (or contacts) the selection takes."""
        return sum(cell.count for cell in self._taken(selection))

    def seconds(self, selection: Selection) -> int:
        """How long the cases that the selection takes were handled, added up."""
        return sum(cell.seconds for cell in self._taken(selection))

    def _taken(self, selection: Selection) -> Iterator[Cell]:
        cells = self._of_unit.get(selection.unit, ()) if selection.unit else self.cells
        return (cell for cell in cells if selection.takes(cell))

    def count(self, name: str, label: str, selection: Selection) -> Figure:
        """A plain number."""
        return Figure(name, label, self.sum(selection), selection)

    def share(
        self, name: str, label: str, part: Selection, whole: Selection, decimals: int
    ) -> Figure:
        """A rate or share."""
        return Figure(name, label, self.sum(part), part, self.sum(whole), whole, decimals)


def tally(
    counted: Counted, code: str, label: str, chosen: Selection, decimals: int
) -> list[Figure]:
    """The figures of one tally: count, closed, open, and closing rate."""
    closed = replace(chosen, state="closed")
    figures = [
        counted.count(f"{code}.count", f"{label}件数", chosen),
    ]
    if chosen.of == "contacts":
        return figures
    return [
        *figures,
        counted.count(f"{code}.closed", f"{label}办结", closed),
        counted.count(f"{code}.open", f"{label}正在办理", replace(chosen, state="open")),
        counted.share(f"{code}.closing_rate", f"{label}办结率", closed, chosen, decimals),
    ]


def keep_largest(lines: Iterable[tuple[str, Figure]], keep: int) -> list[tuple[str, Figure]]:
    """The `keep` largest lines, largest first; ties keep the given order."""
    ranked = sorted(lines, key=lambda line: -line[1].numerator)
    return [line for line in ranked if line[1].numerator][:keep]


def rest_of(name: str, label: str, whole: Figure, listed: Iterable[Figure]) -> Figure:
    """其它: the whole less the listed lines; its cases are the whole's less theirs."""
    kept = tuple(listed)
    return Figure(
        name,
        label,
        whole.numerator - sum(figure.numerator for figure in kept),
        whole.of_numerator,
        minus=tuple(figure.of_numerator for figure in kept),
    )


def as_data(figure: Figure) -> dict[str, Any]:
    """A figure for JSON: name, label, value as printed, numerator, denominator."""
    return {
        "name": figure.name,
        "label": figure.label,
        "value": figure.printed(),
        "numerator": figure.numerator,
        "denominator": figure.denominator,
    }


def by_name(figures: Iterable[Figure]) -> Mapping[str, Figure]:
    """The figures by their names; a name given twice is a mistake of the form."""
    named: dict[str, Figure] = {}
    for figure in figures:
        if figure.name in named:
            raise ValueError(f"口径中的数字重名：{figure.name}")
        named[figure.name] = figure
    return named
