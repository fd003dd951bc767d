"""Keep what was found in a reply with the reply itself, and the days that it promises.

What is serious is asked about once: the unit mends it, or says why it sends the reply all the same.
Nothing is refused for good, for the engine judges by words and may err.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from hotline.engines.replies.findings import KINDS, Checked, Finding
from hotline.engines.replies.wording import Filled
from hotline.records.models import Assignment, Case, Promise, ReplyCheck, Staff
from hotline.rules.promises import Outcome
from hotline.steps.moving import Change, Refused
from hotline.steps.reading.examine_reply import asked_kinds, examine, setting, to_ask
from hotline.steps.storing.book import book

LONGEST_REASON = 500
LONGEST_WORDS = 200


def keep_check(
    change: Change, share: Assignment, *, answer: str, filled: Filled, anyway: str
) -> None:
    """Examine the reply that `change` sends; with nothing serious in it, or with a reason to send
    it anyway, the findings and promises are stored along with it."""
    kept = setting()
    if not kept.is_on:
        return
    checked, prints = examine(
        change.case, unit=share.department_id, answer=answer, filled=filled, at=change.at
    )
    asked = to_ask(checked.findings, asked_kinds(kept))
    if asked and not anyway.strip():
        raise Refused("anyway", _asking(asked))
    if len(anyway.strip()) > LONGEST_REASON:
        raise Refused("anyway", f"理由超过 {LONGEST_REASON} 个字，请缩短。")
    for row in rows_of(change.case, share, checked, prints, by=change.by, at=change.at):
        change.add(row)
    if asked:
        change.details |= {"anyway": anyway.strip()}
        check = next(row for row in change.writing.rows if isinstance(row, ReplyCheck))
        check.anyway = anyway.strip()
    for row in book().rows_of(change.case, Promise):
        if row.assignment_id == share.pk and not row.outcome:
            change.change(row, outcome=Outcome.REPLACED, settled_at=change.at)


def rows_of(
    case: Case,
    share: Assignment,
    checked: Checked,
    prints: list[int],
    *,
    by: Staff | None,
    at: datetime,
) -> list[ReplyCheck | Promise]:
    """The rows that keep a check."""
    check = ReplyCheck(
        case=case,
        assignment=share,
        unit_id=share.department_id,
        at=at,
        by=by,
        verdict=checked.verdict,
        score=checked.score,
        findings=[_kept(each) for each in checked.findings],
        requests=list(checked.requests),
        prints=prints,
    )
    promises = [
        Promise(
            case=case,
            assignment=share,
            unit_id=share.department_id,
            due=each.due,
            words=each.words[:LONGEST_WORDS],
            made_at=at,
        )
        for each in checked.promises
    ]
    return [check, *promises]


def _kept(finding: Finding) -> dict[str, Any]:
    """A finding without the words themselves, which stand in the answer at their place."""
    kept = asdict(finding)
    del kept["words"]
    return kept


def _asking(asked: list[Finding]) -> str:
    names = "、".join(dict.fromkeys(KINDS[each.kind] for each in asked))
    return f"答复检查发现：{names}。请改好后再提交；确需这样答复的，请在这里写明理由。"
