"""The board: the same few measures of a period, in all, and by channel, topic, unit and district.

Every number is a `Figure`, so that each leads to its definition and its cases. The cases are those
accepted in the period; how they stand is as of the moment of counting.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from hotline.rules.counting import CALLS, Counted, Figure, Selection
from hotline.rules.measures import Measure

Choose = Callable[[str], Selection]

ALL = "all"
RECEIVED = "count"
DECIMALS = 1
# The measures of a board by the codes of the city's definitions, and what they are called here.
MEASURES: dict[str, str] = {
    RECEIVED: "受理",
    "closed": "办结",
    "open": "正在办理",
    "overdue": "逾期未办结",
    "closing_rate": "办结率",
    "on_time_rate": "按期办结率",
    "solved_rate": "解决率",
    "satisfied_rate": "满意率",
}
# Of the telephone line as a whole; a topic or a unit has no calls.
CALL_MEASURES: dict[str, str] = {
    "connection_rate": "接通率",
    "connection_rate_in_time": "15 秒接通率",
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
        return self.figures[RECEIVED].numerator


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
    """The codes and names that a board groups by, in their order, and its measures' definitions.

    `days` is the length of the period, for measures that are told per day.
    """

    channels: Mapping[str, str]
    topics: Mapping[str, str]
    units: Mapping[str, str]
    districts: Mapping[str, str]
    measures: Mapping[str, Measure]
    days: int = 1


def board_of(counted: Counted, words: Words) -> Board:
    """The board of a period; groups without cases are left out, but for the districts.

    It asks the same whatever the numbers are.
    """

    def groups(what: str, names: Mapping[str, str], chosen: Choose) -> dict[str, Group]:
        return {
            code: _group(counted, words, f"{what}.{code}", (code, name), chosen(code))
            for code, name in names.items()
        }

    units = groups("unit", {**words.units, **words.districts}, lambda code: Selection(unit=code))
    channels = groups("channel", words.channels, lambda code: Selection(channels=frozenset({code})))
    topics = groups("topic", words.topics, lambda code: Selection(topics=(code,)))
    return Board(
        all=_whole(counted, words),
        channels=_ranked(channels.values()),
        topics=_ranked(topics.values()),
        units=_ranked(units[code] for code in words.units),
        districts=[units[code] for code in words.districts],
    )


def _whole(counted: Counted, words: Words) -> Group:
    """All cases, and the calls of the line."""
    cases = _group(counted, words, ALL, ("", "全市"), Selection())
    line = _group(counted, words, ALL, ("", "全市"), Selection(of=CALLS), asked=CALL_MEASURES)
    return replace(cases, figures={**cases.figures, **line.figures})


def _ranked(groups: Iterable[Group]) -> list[Group]:
    return sorted((group for group in groups if group.received), key=lambda group: -group.received)


def _group(
    counted: Counted,
    words: Words,
    prefix: str,
    called: tuple[str, str],
    chosen: Selection,
    *,
    asked: Mapping[str, str] = MEASURES,
) -> Group:
    """Every measure of one group that the city defines."""
    code, name = called
    figures = {
        measure: replace(
            words.measures[measure].counted(chosen, counted, days=words.days, decimals=DECIMALS),
            name=f"{prefix}.{measure}",
            label=f"{name}{label}",
        )
        for measure, label in asked.items()
        if measure in words.measures
    }
    return Group(code, name, figures)
