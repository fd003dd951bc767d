"""Give every case of a block its theme, kind, unit, fate and channel, so that all margins hold.

The units' cases are filled first, the units with the fewest themes before the others; what then is
left of each line was answered at once. Nothing is drawn and hoped for: every draw takes from what
is left of a margin, so the sums are exact.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from random import Random

from hotline.steps.setup.sample.margins import Block, MarginsDiffer, Story
from hotline.steps.setup.sample.themes import KindOfRequest, Theme


class Fate(Enum):
    """How far a case has come by the day of publication."""

    ANSWERED = "answered at once"
    CLOSED = "closed, the unit replied in time"
    LATE = "closed, the unit replied late"
    WAITING = "open, the unit replied in time and the callback is due"
    UNFINISHED = "open, the unit is not done"


OPEN = (Fate.WAITING, Fate.UNFINISHED)


@dataclass(slots=True)
class Plan:
    """What one case of a sample month will be; no unit means answered at once."""

    theme: Theme
    kind: str
    unit: str = ""
    fate: Fate = Fate.ANSWERED
    channel: str = ""
    story: Story | None = None


@dataclass(frozen=True)
class Guide:
    """What a month's cases may be about: themes with the bulletin's line of each, and kinds."""

    themes: Sequence[Theme]
    lines: Mapping[str, str]
    kinds: Mapping[str, KindOfRequest]


Slot = tuple[str, Fate]
Option = tuple[Theme, str]
Cell = tuple[str, str]


def plan_block(
    block: Block,
    guide: Guide,
    stories: Sequence[Story],
    rng: Random,
) -> list[Plan]:
    """All cases of a block, in no order; raises MarginsDiffer where no theme fits."""
    filling = _Filling(block, guide, rng)
    slots = _slots(block, rng)
    plans = [filling.story(story, slots) for story in stories]
    plans += filling.of_units(slots)
    plans += filling.at_once()
    _give_channels(block, plans, rng)
    return plans


def _slots(block: Block, rng: Random) -> list[Slot]:
    """A place for every case of every unit, with its fate.

    A unit's published second number is either what is closed or what was finished in time; it
    parts the units' cases in two, and the block's assumed numbers part those again.
    """
    good, bad = [], []
    for unit, share in block.units.items():
        done = share.closed if share.closed is not None else share.on_time
        good += [unit] * (done or 0)
        bad += [unit] * (share.cases - (done or 0))
    rng.shuffle(good)
    rng.shuffle(bad)
    closed_counts = any(share.closed is not None for share in block.units.values())
    of_good, of_bad = (Fate.LATE, Fate.WAITING) if closed_counts else (Fate.WAITING, Fate.LATE)
    extra = {Fate.LATE: block.late, Fate.WAITING: block.waiting}
    return [
        *_with_fates(good, of_good, extra[of_good], Fate.CLOSED),
        *_with_fates(bad, of_bad, extra[of_bad], Fate.UNFINISHED),
    ]


def _with_fates(units: Sequence[str], first: Fate, number: int, rest: Fate) -> list[Slot]:
    return [(unit, first if at < number else rest) for at, unit in enumerate(units)]


class _Filling:
    """What is left of the lines (and of the kinds, where they are fixed) while cases are made."""

    def __init__(self, block: Block, guide: Guide, rng: Random) -> None:
        self._block = block
        self._rng = rng
        self._kinds = guide.kinds
        self._themes = {theme.code: theme for theme in guide.themes}
        self._lines = guide.lines
        self._left: Counter[Cell] = Counter()
        for line, number in block.lines.items():
            self._left.update(
                {(line, kind): count for kind, count in block.kinds[line].items()}
                if line in block.kinds
                else {(line, ""): number}
            )
        self._weights = self._option_weights()

    def story(self, story: Story, slots: list[Slot]) -> Plan:
        """A story's case, in a place of its unit that is closed in time."""
        fate = Fate.CLOSED if story.unit else Fate.ANSWERED
        if story.unit:
            slots.remove((story.unit, fate))
        theme = self._themes[story.theme]
        self._take((theme, story.kind))
        return Plan(theme, story.kind, story.unit, fate, story=story)

    def of_units(self, slots: Iterable[Slot]) -> list[Plan]:
        """A case for each place of the units, narrow units first."""
        by_unit: dict[str, list[Fate]] = defaultdict(list)
        for unit, fate in slots:
            by_unit[unit].append(fate)
        options = {
            unit: [option for option in self._weights if unit in option[0].units]
            for unit in by_unit
        }
        plans: list[Plan] = []
        for unit in sorted(by_unit, key=lambda unit: (len(options[unit]), unit)):
            drawn = self._draw(unit, options[unit], len(by_unit[unit]))
            plans += [
                Plan(*option, unit, fate) for option, fate in zip(drawn, by_unit[unit], strict=True)
            ]
        return plans

    def at_once(self) -> list[Plan]:
        """A case answered at once for everything that is left of the lines."""
        plans: list[Plan] = []
        for cell, number in list(self._left.items()):
            options = [option for option in self._weights if self._cell(option) == cell]
            if number and not options:
                raise MarginsDiffer(f"no theme for {number} cases of {cell}")
            weights = [theme.weight * self._kinds[kind].at_once for theme, kind in options]
            drawn = self._rng.choices(options, weights, k=number) if number else []
            plans += [Plan(theme, kind) for theme, kind in drawn]
        return plans

    def _option_weights(self) -> dict[Option, float]:
        """Every theme with each of its kinds; a line's themes share the line's number."""
        of_line: Counter[str] = Counter()
        for theme in self._themes.values():
            of_line[self._lines[theme.code]] += theme.weight
        return {
            (theme, kind): theme.weight
            * self._kinds[kind].to_a_unit
            * self._block.lines[line]
            / of_line[line]
            for theme in self._themes.values()
            for kind in theme.says
            if (line := self._lines[theme.code]) in self._block.lines
        }

    def _draw(self, unit: str, options: Sequence[Option], number: int) -> list[Option]:
        """So many themes for a unit; what a line has no more of is drawn again."""
        taken: list[Option] = []
        while len(taken) < number:
            free = [option for option in options if self._left[self._cell(option)] > 0]
            if not free:
                raise MarginsDiffer(f"no theme is left for a case of {unit}")
            weights = [self._weights[option] for option in free]
            for option in self._rng.choices(free, weights, k=number - len(taken)):
                if self._left[self._cell(option)] > 0:
                    self._take(option)
                    taken.append(option)
        return taken

    def _take(self, option: Option) -> None:
        cell = self._cell(option)
        if self._left[cell] <= 0:
            raise MarginsDiffer(f"nothing is left of {cell}")
        self._left[cell] -= 1

    def _cell(self, option: Option) -> Cell:
        theme, kind = option
        line = self._lines[theme.code]
        return line, kind if line in self._block.kinds else ""


def _give_channels(block: Block, plans: Sequence[Plan], rng: Random) -> None:
    """Channels for all cases: the open ones as published, the small channels' go to units."""
    largest = max(block.channels, key=lambda code: block.channels[code].cases)
    opened = _open_numbers(block)
    still_open = [plan for plan in plans if plan.fate in OPEN]
    if len(still_open) != sum(opened.values()):
        raise MarginsDiffer(f"the units leave {len(still_open)} cases open, the channels {opened}")
    others = {code: share for code, share in block.channels.items() if code != largest}
    closed = {code: share.cases - opened[code] for code, share in others.items()}
    to_units = [p for p in plans if p.unit and p.fate not in OPEN and p.story is None]
    rng.shuffle(still_open)
    rng.shuffle(to_units)
    _hand_out(still_open, {**opened, largest: 0})
    _hand_out(to_units, closed)
    for plan in plans:
        plan.channel = plan.channel or largest


def _open_numbers(block: Block) -> dict[str, int]:
    return {code: share.cases - (share.closed or 0) for code, share in block.channels.items()}


def _hand_out(plans: Sequence[Plan], numbers: Mapping[str, int]) -> None:
    """The first so many plans to the first channel, the next to the second, …"""
    codes = [code for code, number in numbers.items() for _ in range(number)]
    for plan, code in zip(plans, codes, strict=False):
        plan.channel = code
