"""Group anew (系统归并): issues and single cases that turned out to be one concern become one.

Arrivals are grouped one by one, so that a warning comes within seconds; who comes first cannot know
what comes later. So every hour the issues of the last weeks are compared as wholes, as the engine
groups a file. It only makes one of several, each time with an entry that says why and can be
undone; it splits nothing, and what a person arranged is not moved and not joined against their
word.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from hotline.engines.alike.reading import read
from hotline.engines.alike.scoring import Fact
from hotline.engines.issues.regrouping import Together, Wall, regrouped
from hotline.engines.messages import Message
from hotline.records.models import Case, HotIssue, HotIssueEntry, Staff
from hotline.records.queries.hot_regrouping import apart, arranged, newest
from hotline.records.scope import everything
from hotline.steps.issues.arranging import entered, moved_to, profiled, put, ruling
from hotline.steps.issues.warn import warn_of_bursts
from hotline.steps.issues.weigh import weigh
from hotline.steps.moving import Refused

# What is compared: the newest cases of so many weeks, and never more, so that a run takes a minute
# and some hundred MB however many cases there are.
WINDOW, MOST = timedelta(weeks=12), 6000
SHOWN_NAMES = 3
KINDS = {"place": "地点", "words": "用词", "number": "数字"}


@everything()
def regroup(*, at: datetime, most: int = MOST) -> int:
    """Make one of the issues that are one concern; says how many went into others."""
    material = newest(at - WINDOW, at, most)
    readings = [read(_message(case)) for case in material.cases]
    issues = set(material.issues)
    wall = Wall(apart(issues), arranged(issues))
    found = regrouped(readings, material.issues, wall)
    gone = 0
    for together in found:
        gone += _gathered(together, at)
    return gone


def _message(case: Case) -> Message:
    """The case as the engine reads it; who told it is known by identity only."""
    caller = str(case.citizen_id or "")
    return Message(str(case.pk), case.title, case.text, case.registered_at, caller, case.place)


def _gathered(together: Together, at: datetime) -> int:
    """Make these one, with its entry; says how many went into another."""
    rows = list(HotIssue.objects.filter(pk__in=list(together.groups), merged_into=None))
    by_hand = arranged([row.pk for row in rows])
    rows.sort(key=lambda row: (row.pk not in by_hand, -row.size, row.first_at, row.pk))
    if len(rows) < 2 or any(row.pk in by_hand for row in rows[1:]):  # noqa: PLR2004
        return 0
    try:
        with ruling(rows[0], None, *rows[1:]) as target:
            parts = _taken_in(target, [row.pk for row in rows[1:]])
            if parts:
                details = {"parts": parts, "names": [row.name for row in rows[1:][:SHOWN_NAMES]]}
                entered(target, "gathered", details, None, at, note=_because(together.facts))
                profiled(target)
                warn_of_bursts(weigh([target.pk], at=at), at=at)
            return len(parts)
    except Refused:
        return 0  # a person merged it meanwhile


def _taken_in(target: HotIssue, keys: Sequence[UUID]) -> list[dict[str, Any]]:
    """Have the cases of these go to the target; says for each what its undoing needs."""
    if apart([target.pk, *keys]) or target.state == "dismissed":
        return []
    parts = []
    by_hand = arranged(keys)
    for row in HotIssue.objects.filter(pk__in=keys, merged_into=None).order_by("pk"):
        if row.pk in by_hand:
            continue
        cases = moved_to(row, target, None, None)
        below = [str(pk) for pk in row.merged.values_list("pk", flat=True)]
        row.merged.update(merged_into=target)
        put(row, merged_into=target)
        parts.append({"issue": str(row.pk), "cases": cases, "below": below})
    return parts


def _because(facts: Sequence[Fact]) -> str:
    """The reason in words that a person can check."""
    told = [
        f"{KINDS[fact.kind]}“{'、'.join(fact.words[:SHOWN_NAMES])}”"
        for fact in facts
        if fact.kind in KINDS and fact.words
    ]
    return f"相同的{'，'.join(told)}" if told else "内容相近"


def put_back(row: HotIssue, entry: HotIssueEntry, by: Staff | None, at: datetime) -> None:
    """Undo a run's gathering: every part is an issue of its own again, with the cases that are
    still here."""
    keys = [part["issue"] for part in entry.details["parts"]]
    held = HotIssue.objects.filter(pk__in=keys, merged_into=row).select_for_update(no_key=True)
    parts = {str(part.pk): part for part in held.order_by("pk")}
    if not parts:
        raise Refused("entry", "之后又有变动，不能再撤销，请直接改正。")
    for part in entry.details["parts"]:
        if (issue := parts.get(part["issue"])) is None:
            continue
        put(issue, merged_into=None)
        moved_to(row, issue, by, [UUID(case) for case in part["cases"]])
        HotIssue.objects.filter(pk__in=part["below"], merged_into=row).update(merged_into=issue)
        profiled(issue)
    profiled(row)
    weigh([row.pk, *(part.pk for part in parts.values())], at=at)
