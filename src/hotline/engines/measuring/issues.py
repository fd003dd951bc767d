"""How well hot issues are found: known issues in their groups, and the list of the hottest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from time import perf_counter

from hotline.engines.alike.reading import Reading, read_all
from hotline.engines.issues.finding import issues_among
from hotline.engines.issues.issue import COURSES, Issue
from hotline.engines.meaning import encoder
from hotline.engines.measuring.contest import messages_in, rows_of
from hotline.engines.measuring.sections import Figure, Section, Table
from hotline.engines.messages import Message

KNOWN = "issues_dev.csv"
SHARE_AIM, PURITY_AIM, RANK_AIM = 0.90, 0.90, 15
SHOWN = 20
# How the figures stand when a fifth of the messages is missing.
SEEDS, KEPT = (1, 2, 3, 4, 5), 0.8


@dataclass(frozen=True, slots=True)
class Met:
    """How one known issue came out: its messages, how many are in its group, the group's size and
    its place in the list, the messages that are missing and those too many."""

    name: str
    known: int
    inside: int
    group: int
    rank: int
    missing: Sequence[str]
    further: Sequence[str]


def measure(folder: Path) -> Section:
    """Share and purity over the known issues, their ranks, and the list of the hottest."""
    messages = messages_in(folder)
    known: dict[str, set[str]] = defaultdict(set)
    for row in rows_of(folder / KNOWN):
        known[row["issue"]].add(row["id"])
    started = perf_counter()
    readings = read_all(messages, encoder())
    issues = issues_among(messages, readings)
    seconds = perf_counter() - started
    met = [_met(name, members, issues) for name, members in known.items()]
    titles = {message.id: message.title for message in messages}
    return Section(
        title="热点问题",
        figures=[
            *_figures(met),
            Figure("time", f"{seconds:.0f} s", counted=f"{len(messages)} messages, one core"),
            *(_with_fewer(seed, messages, readings, known) for seed in SEEDS),
        ],
        tables=[_hottest(issues), _differences(met, titles)],
        notes=[
            "An issue is one concern at one place or of one group of people. The known list of the "
            "road holds every message that names the road, also of other concerns (a red light, "
            "smoke of a kitchen); they are counted as missing.",
        ],
    )


def _met(name: str, known: set[str], issues: Sequence[Issue]) -> Met:
    """The group that holds most of a known issue."""
    best = max(issues, key=lambda issue: len(known & set(issue.members)))
    members = set(best.members)
    return Met(
        name,
        len(known),
        len(known & members),
        len(members),
        issues.index(best) + 1,
        sorted(known - members),
        sorted(members - known),
    )


def _figures(met: Sequence[Met]) -> list[Figure]:
    share = sum(each.inside for each in met) / sum(each.known for each in met)
    purity = sum(each.inside for each in met) / sum(each.group for each in met)
    by_issue = sum(each.inside / each.known for each in met) / len(met)
    pure_by_issue = sum(each.inside / each.group for each in met) / len(met)
    last = max(each.rank for each in met)
    return [
        _reach("share of an issue in its group", share, SHARE_AIM, "over the messages"),
        _reach("the same, each issue counting alike", by_issue, SHARE_AIM, "over the issues"),
        _reach("purity of the groups", purity, PURITY_AIM, "over the messages"),
        _reach("the same, each group counting alike", pure_by_issue, PURITY_AIM, "over the issues"),
        Figure("lowest rank of the known issues", str(last), f"≤ {RANK_AIM}", last <= RANK_AIM),
    ]


def _with_fewer(
    seed: int, messages: Sequence[Message], readings: Sequence[Reading], known: dict[str, set[str]]
) -> Figure:
    """The same figures where a fifth of the messages is left out at random."""
    draw = Random(seed)  # noqa: S311 - a draw to be repeated, not a secret
    kept = sorted(draw.sample(range(len(messages)), int(KEPT * len(messages))))
    ids = {messages[place].id for place in kept}
    issues = issues_among([messages[i] for i in kept], [readings[i] for i in kept])
    met = [_met(name, members & ids, issues) for name, members in known.items()]
    inside = sum(each.inside for each in met)
    share, purity = inside / sum(e.known for e in met), inside / sum(e.group for e in met)
    ranks = ", ".join(str(each.rank) for each in met)
    return Figure(
        f"with a fifth left out, draw {seed}",
        f"{share:.3f} / {purity:.3f}",
        counted=f"share / purity; ranks {ranks}",
    )


def _hottest(issues: Sequence[Issue]) -> Table:
    rows = [
        [
            str(rank),
            issue.name,
            str(issue.heat.messages),
            str(issue.heat.callers),
            COURSES[issue.course],
            f"{issue.heat.total:.1f}",
        ]
        for rank, issue in enumerate(issues[:SHOWN], 1)
    ]
    return Table("The hottest", ["rank", "name", "messages", "callers", "course", "heat"], rows)


def _differences(met: Sequence[Met], titles: dict[str, str]) -> Table:
    rows = [
        [each.name, what, titles.get(message, message)]
        for each in met
        for what, which in (("missing", each.missing), ("further", each.further))
        for message in which
    ]
    return Table("Where groups differ from the known lists", ["issue", "which", "title"], rows)


def _reach(name: str, value: float, aim: float, counted: str) -> Figure:
    return Figure(name, f"{value:.3f}", f"≥ {aim:.2f}", value >= aim, counted)
