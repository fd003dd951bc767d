"""What stands out in a period: groups of cases by topic, scored by a rule that anyone can check.

A suggestion to the editor and nothing more: each group says its reasons and leads to its cases.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

# Points for each case of a group, and for what is the matter with some of them.
WEIGHTS = (
    ("count", "件数", 1),
    ("more", "较上期增加的件数", 2),
    ("repeats", "重复反映", 2),
    ("overdue", "逾期", 3),
    ("returned", "退单", 3),
    ("dissatisfied", "不满意", 5),
)
RULE = "得分＝" + "＋".join(f"{name}×{points}" for _, name, points in WEIGHTS)
FEWEST = 2
NAMED_UNITS = 3
PREVIOUS = {"day": "昨日", "week": "上周", "month": "上月", "quarter": "上季度", "year": "上年"}


@dataclass(frozen=True, slots=True)
class Group:
    """Cases of one topic (`code`) in a period, and in the period before and the year before."""

    key: int
    name: str
    count: int
    previous: int
    year_before: int
    repeats: int = 0
    overdue: int = 0
    returned: int = 0
    dissatisfied: int = 0
    units: tuple[str, ...] = ()
    code: str = ""

    @property
    def more(self) -> int:
        """How many more than in the period before; a decrease takes nothing off."""
        return max(self.count - self.previous, 0)

    @property
    def score(self) -> int:
        """The points by `WEIGHTS`."""
        return sum(getattr(self, fact) * points for fact, _, points in WEIGHTS)


def foremost(groups: Iterable[Group], most: int) -> list[Group]:
    """The groups with most points; a single case is no group."""
    known = [group for group in groups if group.count >= FEWEST]
    return sorted(known, key=lambda group: (-group.score, -group.count, group.key))[:most]


def reasons(group: Group, kind: str) -> str:
    """Why a group stands out, in one line: 较上月增加 32 件；其中不满意 4 件."""
    parts = [_against(f"较{PREVIOUS.get(kind, '上期')}", group.count, group.previous)]
    if group.year_before:
        parts.append(_against("较上年同期", group.count, group.year_before))
    troubles = [
        f"{name} {number} 件"
        for name, number in (
            ("不满意", group.dissatisfied),
            ("逾期", group.overdue),
            ("退单", group.returned),
            ("重复反映", group.repeats),
        )
        if number
    ]
    if troubles:
        parts.append("其中" + "、".join(troubles))
    if group.units:
        parts.append(_units(group.units))
    return "；".join(parts)


def draft_text(group: Group, *, suggestions: bool) -> tuple[str, str]:
    """The heading and the first words of an item about a group; what only a person knows is left
    as a blank."""
    if suggestions:
        return (
            f"{group.name}方面的建议",
            f"群众就{group.name}提出建议{group.count}件。［待补：建议内容］",
        )
    where = f"，{_units(group.units)}" if group.units else ""
    return (
        f"{group.name}方面的问题",
        f"本期反映{group.name}方面的问题{group.count}件{where}。［待补：主要问题］",
    )


def issue_text(name: str, count: int, units: tuple[str, ...]) -> tuple[str, str]:
    """The heading and the first words of an item about a hot issue."""
    where = f"，{_units(units)}" if units else ""
    return name, f"本期集中反映“{name}”{count}件{where}。［待补：主要问题］"


def _against(words: str, now: int, before: int) -> str:
    if now == before:
        return f"{words}持平"
    return f"{words}{'增加' if now > before else '减少'} {abs(now - before)} 件"


def _units(units: tuple[str, ...]) -> str:
    if len(units) == 1:
        return f"涉及{units[0]}"
    if len(units) <= NAMED_UNITS:
        return f"涉及{'、'.join(units)}"
    return f"涉及{units[0]}等 {len(units)} 个单位"
