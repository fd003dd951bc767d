"""Examine a reply before it is sent: what the engine finds, and what of it has to be asked about.

Reads only. A reply that repeats another of the same unit is found by fingerprints, which an index
serves, and only a few of them are compared.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta

from hotline.engines.replies.checking import Reply, check
from hotline.engines.replies.cloning import fingerprints, is_clone, is_same_matter
from hotline.engines.replies.findings import ASKED, KINDS, Checked, Finding
from hotline.engines.replies.wording import Filled
from hotline.records.models import Assignment, Case, EngineSetting, ReplyCheck
from hotline.records.queries.arrivals_read import setting_of
from hotline.records.queries.reference import calendar
from hotline.rules.workdays import CHINA, china

ENGINE = "replies"
LOOKED_BACK = timedelta(days=180)
MOST_COMPARED = 6
NOON = time(12)


def examine(
    case: Case, *, unit: int, answer: str, filled: Filled, at: datetime
) -> tuple[Checked, list[int]]:
    """What is found in a unit's reply to `case`, and the reply's fingerprints."""
    prints = fingerprints(answer)
    twin = _repeated(case, unit, answer, prints, at) if prints else ""
    reply = Reply(case.title, case.text, answer, filled, repeats=twin)
    return check(reply, china(at).date(), working_day), prints


def examined(case: Case, share: Assignment, at: datetime) -> tuple[Checked, list[int]]:
    """The same of a reply that was sent, as it is kept."""
    filled = Filled(
        share.solved, share.is_true, share.beyond_remit, contacted=share.contacted_at is not None
    )
    return examine(case, unit=share.department_id, answer=share.answer, filled=filled, at=at)


def setting() -> EngineSetting:
    """How the office set the check of replies."""
    return setting_of(ENGINE)


def asked_kinds(kept: EngineSetting) -> frozenset[str]:
    """The kinds for which a unit is asked once more before its reply goes out."""
    return frozenset(kept.options.get("asked", ASKED)) & KINDS.keys()


def to_ask(findings: Sequence[Finding], kinds: Collection[str]) -> list[Finding]:
    """Of what was found, what has to be asked about: of the kinds that are asked by default only
    what is serious, of those that the office added everything."""
    return [
        each
        for each in findings
        if each.kind in kinds and (each.severity == "serious" or each.kind not in ASKED)
    ]


def working_day(day: date, amount: int) -> date:
    """The `amount`-th working day after `day` by the published calendar."""
    return calendar().add_working_days(datetime.combine(day, NOON, CHINA), amount).end.date()


def _repeated(case: Case, unit: int, answer: str, prints: Sequence[int], at: datetime) -> str:
    """The number of another matter to which the unit gave this very answer; empty: of none."""
    near = ReplyCheck.objects.filter(
        prints__overlap=list(prints),
        unit=unit,
        at__gte=at - LOOKED_BACK,
        case__confidential=False,
    )
    rows = near.exclude(case=case).select_related("case", "assignment").order_by("-at")
    mine = f"{case.title}\n{case.text}"
    for row in rows[:MOST_COMPARED]:
        if is_clone(answer, row.assignment.answer) and not is_same_matter(
            mine, f"{row.case.title}\n{row.case.text}"
        ):
            return row.case.number
    return ""
