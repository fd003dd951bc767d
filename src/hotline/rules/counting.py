"""Counting: from cells of cases to the figures of a form, each with numerator and denominator.

The records are read once into cells (how many cases stand in each combination of counted facts);
every figure is a sum over the cells that its tally selects. So a figure, the list of cases behind
it and a pre-aggregate all mean the same selection. Source of the measures: domain practice of the
seeds' bulletins; the rate's denominator is always stated.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
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
# What may be true of a call that an exchange told of, once it is answered or given up.
CALL_FACTS: dict[str, str] = {
    "answered": "已接通",
    "answered_in_time": "在规定的秒数内接通（国标 15 秒）",
    "abandoned": "未接通（来电人放弃）",
}
CALLS = "calls"
SATISFIED = frozenset({"very_satisfied", "satisfied", "basically"})
RATED = SATISFIED | {"dissatisfied"}
SECONDS_A_DAY = 86_400
COUNT, SHARE, DAYS, PER_DAY = SHOWN = ("count", "share", "days", "per_day")
CHANGES = {COUNT: "%", SHARE: "个百分点", DAYS: "天", PER_DAY: "%"}


@dataclass(frozen=True, slots=True)
class Cell:
    """How many cases (or contacts, or calls) share these counted facts.

    `topic` is the path of codes from the root; `unit` the path of unit codes from the top unit
    that leads down to the one that handles, empty where the office answered itself; `state` is one
    of closed, open, withdrawn (neither of both); `facts` are those of FACTS (for a call those of
    CALL_FACTS) that hold; `rating` and `solved` are the citizen's last word, empty where nobody
    was reached; `seconds` adds up the time from being dispatched to the leading unit's finished
    reply.
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
    `unit` takes the units below it along. Every one of `facts` must hold and none of `without`;
    `ratings` and `solved` name what the citizen may have said.
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
    """One counted number: `numerator` alone, or divided by `denominator`.

    `of_numerator` and `of_denominator` are the selections, so that the cases behind can be listed:
    those of `minus` are taken off the numerator, those of `plus` (which have no case in common with
    the denominator or one another) are added to the denominator.
    `shown` is one of SHOWN; where it is not said, what has a denominator is a share. A number of
    days has its numerator in seconds; a daily average has the period's days as denominator.
    `when` says which period it speaks of ("" is the one that is written), `measure` by which
    definition it was counted. A figure with `since` says how much it changed from that one: a
    number in per cent, a rate in percentage points, days in days; which follows from what it is.
    """

    name: str
    label: str
    numerator: int
    of_numerator: Selection
    denominator: int | None = None
    of_denominator: Selection | None = None
    decimals: int = 1
    minus: tuple[Selection, ...] = field(default=())
    plus: tuple[Selection, ...] = ()
    shown: str = ""
    when: str = ""
    measure: str = ""
    since: Figure | None = None

    @property
    def denominators(self) -> tuple[Selection, ...]:
        """The selections whose cases together are the denominator."""
        return () if self.of_denominator is None else (self.of_denominator, *self.plus)

    @property
    def kind(self) -> str:
        """Which of SHOWN it is."""
        return self.shown or (COUNT if self.of_denominator is None else SHARE)

    @property
    def is_share(self) -> bool:
        """Whether this is a rate or share, and so is printed in per cent."""
        return self.kind == SHARE

    @property
    def value(self) -> str | None:
        """The number alone, rounded half up; None where there is nothing to divide by."""
        match self.kind:
            case "share":
                return percent(self.numerator, self.denominator or 0, self.decimals)
            case "days":
                cases = self.denominator or 0
                return rounded(self.numerator, cases * SECONDS_A_DAY, self.decimals)
            case "per_day":
                return rounded(self.numerator, self.denominator or 0, self.decimals)
        return str(self.numerator)

    def printed(self, *, trim: bool = False) -> str:
        """As a bulletin prints it: 6610, or 99.4%; `trim` drops a trailing ".0"."""
        if self.since is not None:
            change = self.change
            sign = "+" if change and change > 0 else ""
            return "—" if change is None else f"{sign}{change}{self.change_unit}"
        value = self.value
        if value is None:
            return "—"
        if trim and self.decimals:
            value = value.removesuffix("." + "0" * self.decimals)
        return f"{value}%" if self.is_share else value

    @property
    def change_unit(self) -> str:
        """What a change is told in; nobody can choose it."""
        return CHANGES[self.kind]

    @property
    def change(self) -> Decimal | None:
        """By how much it changed since `since`; None where there is nothing to compare with.

        Rates and days are subtracted as they are printed, so that a reader finds the same.
        """
        then = self.since
        if then is None or (then.numerator == 0 and self.kind in (COUNT, PER_DAY)):
            return None
        if self.kind in (COUNT, PER_DAY):
            now, base = (self.numerator * (then.denominator or 1),
                         then.numerator * (self.denominator or 1))  # fmt: skip
            size = Decimal(percent(abs(now - base), base, self.decimals) or 0)
            return -size if now < base else size
        if self.value is None or then.value is None:
            return None
        return Decimal(self.value) - Decimal(then.value)

    @property
    def is_unchanged(self) -> bool:
        """Whether it is exactly what it was, before any rounding."""
        then = self.since
        if then is None:
            return False
        return self.numerator * (then.denominator or 1) == then.numerator * (self.denominator or 1)


def percent(numerator: int, denominator: int, decimals: int = 1) -> str | None:
    """The share in per cent, rounded half up in whole numbers; None of nothing."""
    return rounded(numerator * 100, denominator, decimals)


def rounded(numerator: int, denominator: int, decimals: int) -> str | None:
    """The quotient of two numbers that are not negative, half up; None of nothing.

    Floats are not used: 31.75 must become 31.8 on every machine.
    """
    if denominator == 0:
        return None
    scale = 10**decimals
    units = (2 * numerator * scale + denominator) // (2 * denominator)
    whole, rest = divmod(units, scale)
    return f"{whole}.{rest:0{decimals}d}" if decimals else str(whole)


class Counted:
    """All cells of a period, and sums over them; each sum is added up once."""

    def __init__(self, cells: Iterable[Cell]) -> None:
        self.cells = tuple(cells)
        self._of_unit: dict[str, list[Cell]] = {}
        self._of_topic: dict[str, list[Cell]] = {}
        self._added_up: dict[Selection, tuple[int, int]] = {}
        for cell in self.cells:
            for code in cell.unit:
                self._of_unit.setdefault(code, []).append(cell)
            for code in cell.topic:
                self._of_topic.setdefault(code, []).append(cell)

    def sum(self, selection: Selection) -> int:
        """How many cases (or contacts) the selection takes."""
        return self._added(selection)[0]

    def seconds(self, selection: Selection) -> int:
        """How long the cases that the selection takes were handled, added up."""
        return self._added(selection)[1]

    def _added(self, selection: Selection) -> tuple[int, int]:
        if selection not in self._added_up:
            taken = [cell for cell in self._near(selection) if selection.takes(cell)]
            count, seconds = sum(cell.count for cell in taken), sum(cell.seconds for cell in taken)
            self._added_up[selection] = count, seconds
        return self._added_up[selection]

    def _near(self, selection: Selection) -> Sequence[Cell]:
        """The fewest cells among which all that the selection takes are found at once."""
        near: list[Sequence[Cell]] = [self.cells]
        if selection.unit:
            near.append(self._of_unit.get(selection.unit, ()))
        if len(selection.topics) == 1:
            near.append(self._of_topic.get(selection.topics[0], ()))
        return min(near, key=len)


def as_data(figure: Figure) -> dict[str, Any]:
    """A figure for JSON: name, label, value as printed, numerator, denominator.

    What it says of another period carries which; so frozen figures of before keep their digest.
    """
    return {
        **({"when": figure.when} if figure.when else {}),
        "name": figure.name,
        "label": figure.label,
        "value": figure.printed(),
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        **({"since": as_data(figure.since)} if figure.since is not None else {}),
    }


def by_name(figures: Iterable[Figure]) -> Mapping[str, Figure]:
    """The figures by their names; a name given twice is a mistake of the form."""
    named: dict[str, Figure] = {}
    for figure in figures:
        if figure.name in named:
            raise ValueError(f"口径中的数字重名：{figure.name}")
        named[figure.name] = figure
    return named
