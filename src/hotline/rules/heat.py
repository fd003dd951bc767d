"""How hot an issue is and what it is: every part a number that anyone can check and add up.

The heat is the plain sum of its parts' points (`WEIGHTS`), so that two people with a pencil get the
same. Whether something is a burst is asked of the number of cases in a short window against what
was to be expected, as the surveillance of outbreaks does: with the usual rate λ the chance of at
least n cases by accident is the upper tail of the Poisson distribution (Farrington, Andrews, Beale,
Catchpole, "A statistical algorithm for the early detection of outbreaks of infectious disease",
J. R. Stat. Soc. A 159, 1996), told as its power of ten. Complaints scatter more than Poisson says,
so there are floors beside it: the fewest cases, the fewest callers and the least usual rate.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log10
from typing import Any

# Points for each of what is counted in the window.
WEIGHTS = {
    "cases": ("件数", 1),
    "callers": ("诉求人", 1),
    "growth": ("超出平时", 2),
    "dissatisfied": ("不满意", 4),
    "again": ("重办、重开", 4),
    "overdue": ("逾期未办结", 3),
    "superiors": ("上级限时", 5),
    "instructions": ("领导批示", 8),
}
RULE = "热度＝" + "＋".join(f"{name}×{points}" for name, points in WEIGHTS.values())
# Of what was never there before so much is expected in a day, or the first case would be a burst.
LEAST_A_DAY = 0.3
# Of 10^-30 nobody wants to know more.
LARGEST_SURPRISE = 30.0
FEW_CALLERS, MOST_OF = 2, 0.7
LEAST_CASES = 3
STATES = {
    "burst": "突发",
    "growing": "升温",
    "calm": "平稳",
    "steady": "长期",
    "persistent": "一人多次反映",
    "forming": "未成组",
    "over": "已平息",
    "dismissed": "已忽略",
}
HOT = ("burst", "growing", "calm")


@dataclass(frozen=True, slots=True)
class Watch:
    """What the office set: `least` cases of `callers` people within `hours` are a burst when chance
    makes so many less than once in 10^`surprise` times; an issue is seen in a window of `days`,
    steady when in `weeks_present` of the last `weeks` there was a case, over after `over_days`."""

    least: int = 5
    callers: int = 3
    hours: int = 24
    surprise: int = 3
    days: int = 7
    weeks: int = 8
    weeks_present: int = 6
    over_days: int = 14
    joins: int = 55

    @property
    def asks(self) -> str:
        """What a burst has to be, in words."""
        return f"至少 {self.least} 件、{self.callers} 人，可能{chance(self.surprise)}"


# What may be set, from to.
BOUNDS = {
    "least": (3, 50),
    "callers": (1, 50),
    "hours": (1, 168),
    "surprise": (1, 9),
    "days": (3, 31),
    "weeks": (4, 26),
    "weeks_present": (3, 26),
    "over_days": (7, 60),
    "joins": (40, 90),
}


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted of an issue. `cases` to `instructions` are of the window of days, `now`s of
    the window of hours; `a_day` is how many a day are usual for this weekday and season, `how` how
    that is known. `of_callers` are the cases by caller, the most first; who is unknown is in
    `unknown` alone. `weeks` says in how many of the last weeks there was a case."""

    cases: int
    callers: int = 0
    unknown: int = 0
    of_callers: Sequence[int] = ()
    dissatisfied: int = 0
    again: int = 0
    overdue: int = 0
    superiors: int = 0
    instructions: int = 0
    cases_now: int = 0
    callers_now: int = 0
    a_day: float = 0.0
    how: str = ""
    weeks: int = 0
    all_cases: int = 0
    days_since: float = 0.0


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the heat: its number, with what it is compared, what it adds."""

    code: str
    name: str
    number: int
    points: int
    against: str = ""

    def kept(self) -> dict[str, Any]:
        """The part as it is stored."""
        return {"code": self.code, "number": self.number, "points": self.points,
                "against": self.against}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Burst:
    """Whether there is one just now, and the sentence that says why or why not."""

    holds: bool
    surprise: float
    says: str


def parts_of(counted: Counted, watch: Watch) -> list[Part]:
    """The parts of the heat that are not nothing, in the order of the rule."""
    usual = counted.a_day * watch.days
    growth = max(0, round(counted.cases - usual))
    against = f"约 {usual:.1f} 件" if usual else "没有"
    told = {
        "cases": (counted.cases, f"近 {watch.days} 天"),
        "callers": (counted.callers, _callers(counted)),
        "growth": (growth, f"{counted.how}{against}，现有 {counted.cases} 件"),
        "dissatisfied": (counted.dissatisfied, "回访评价不满意的工单"),
        "again": (counted.again, "重办或重新打开过的工单"),
        "overdue": (counted.overdue, "超过办理时限还没有办结"),
        "superiors": (counted.superiors, "上级来件并带有办理时限"),
        "instructions": (counted.instructions, "领导对其中工单的批示"),
    }
    return [
        Part(code, name, told[code][0], told[code][0] * points, told[code][1])
        for code, (name, points) in WEIGHTS.items()
        if told[code][0]
    ]


def heat_of(parts: Sequence[Part]) -> int:
    """The sum of the parts."""
    return sum(part.points for part in parts)


def parts_kept(rows: Sequence[Mapping[str, Any]]) -> list[Part]:
    """The parts as they were stored."""
    return [
        Part(row["code"], WEIGHTS[row["code"]][0], row["number"], row["points"], row["against"])
        for row in rows
        if row.get("code") in WEIGHTS
    ]


def burst_of(counted: Counted, watch: Watch) -> Burst:
    """Whether so many in so short a time are a burst."""
    expected = max(counted.a_day, LEAST_A_DAY) * watch.hours / 24
    power = surprise(counted.cases_now, expected)
    known = counted.callers_now + (counted.unknown and 1)
    holds = (
        counted.cases_now >= watch.least
        and counted.callers_now >= watch.callers
        and power >= watch.surprise
    )
    said = (
        f"{watch.hours} 小时内 {counted.cases_now} 件、{known} 人，平时约 {expected:.1f} 件，"
        f"碰巧有这么多的可能{chance(power)}"
    )
    return Burst(holds, power, f"{said}（预警：{watch.asks}）。")


def chance(power: float) -> str:
    """A power of ten as people say it: 不到万分之一."""
    whole = int(power)
    if whole < 1:
        return "超过十分之一"
    names = "十百千万"
    return (
        f"不到{names[whole - 1]}分之一" if whole <= len(names) else f"不到十万分之一{_more(whole)}"
    )


def _more(whole: int) -> str:
    return "" if whole == 5 else "，几乎没有"  # noqa: PLR2004 - the last that has a name


def surprise(number: int, expected: float) -> float:
    """How unlikely at least so many are by chance, as the power of ten of 1 in …; 0 for none."""
    if number <= 0 or number <= expected:
        return 0.0
    term = exp(-expected)
    for count in range(1, number + 1):
        term *= expected / count
    # The tail is summed from its first term: one minus all the others would be mere rounding.
    tail, count = 0.0, number
    while term > tail * 1e-12:
        tail, count = tail + term, count + 1
        term *= expected / count
    return LARGEST_SURPRISE if tail <= 0 else min(LARGEST_SURPRISE, -log10(tail))


def level_of(counted: Counted, watch: Watch) -> int:
    """How loud a burst is: 1 from the fewest cases on, one more each time they double."""
    if not burst_of(counted, watch).holds:
        return 0
    level, bound = 1, watch.least * 2
    while counted.cases_now >= bound:
        level, bound = level + 1, bound * 2
    return level


def is_persistent(counted: Counted) -> bool:
    """Whether one or two people make most of the cases: not a broad concern."""
    foremost = sum(counted.of_callers[:FEW_CALLERS])
    known = sum(counted.of_callers)
    most = foremost >= MOST_OF * counted.cases and foremost > FEW_CALLERS
    return bool(known) and most and foremost > len(counted.of_callers[:FEW_CALLERS])


def state_of(counted: Counted, watch: Watch) -> str:
    """What the issue is just now, in the order of what matters most."""
    if counted.days_since >= watch.over_days:
        return "over" if counted.all_cases >= LEAST_CASES else "forming"
    if burst_of(counted, watch).holds:
        return "burst"
    if counted.all_cases < LEAST_CASES:
        return "forming"
    if is_persistent(counted):
        return "persistent"
    if counted.weeks >= watch.weeks_present:
        return "steady"
    grows = counted.cases >= LEAST_CASES and counted.cases > 1.5 * counted.a_day * watch.days
    return "growing" if grows else "calm"


@dataclass(frozen=True, slots=True)
class Usual:
    """What is usual in a day of a window, and how that is known."""

    a_day: float
    how: str


def usual_of(own: Sequence[int], lately: float | None, then: float | None, *, years: int) -> Usual:
    """The usual rate of an issue for these weekdays and this season.

    `own` are its cases in each of the weeks before the window. The ledger's count of its topic
    moves that: `then` is what it had in a day on the same weekdays at the same season of `years`
    past years, `lately` on those weekdays in the weeks before. The season counts where both are
    known, three times up or down at most: a topic that was hardly there tells little.
    """
    rate = sum(own) / (7 * len(own)) if own else 0.0
    if not own or not rate:
        return Usual(0.0, "以前几周同类工单")
    if not years or not then or not lately:
        return Usual(rate, f"按前 {len(own)} 周（历史不足一年，未计季节），平时同期")
    season = min(3.0, max(1 / 3, then / lately))
    return Usual(rate * season, f"按前 {len(own)} 周和往年同季、同星期，平时同期")


def _callers(counted: Counted) -> str:
    said = f"不同的来电人 {counted.callers} 位"
    return f"{said}，另有 {counted.unknown} 件不知来电人" if counted.unknown else said
