"""Warn of bursts (苗头预警): once for each issue and level, those whose work it is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from hotline.records.identity import new_id
from hotline.records.models import Case, HotIssue, HotIssueCase, HotIssueEntry, Notice
from hotline.records.queries.hot_material import watch
from hotline.records.queries.notices import ISSUES, audience_of
from hotline.rules.hearing import Word
from hotline.rules.heat import Counted, burst_of, level_of
from hotline.steps.storing.book import Writing, book


def warn_of_bursts(weighed: Iterable[tuple[HotIssue, Counted]], *, at: datetime) -> int:
    """Give a notice for every issue that has come to a level for the first time; says how many."""
    wanted = watch()
    given = 0
    for issue, numbers in weighed:
        level = level_of(numbers, wanted)
        if level > issue.warned and issue.state != "dismissed":
            given += _warned(issue, level, burst_of(numbers, wanted).says, at)
    return given


def _warned(issue: HotIssue, level: int, says: str, at: datetime) -> bool:
    """The notice, the entry and the word to open pages, together; it leads to the newest case."""
    case = _newest(issue)
    if case is None:
        return False
    notice = Notice(id=new_id(), issue=issue, case=case, act=ISSUES, due_at=at, at=at)
    entry = HotIssueEntry(
        issue=issue, verb="warned", details={"level": level}, note=says[:200], at=at
    )
    words: list[Word] = [(audience_of(notice), "notice", {"notice": str(notice.pk)})]
    changes = [(issue, {"warned": level})]
    book().write(Writing(rows=[notice, entry], changes=list(changes), words=words))
    return True


def _newest(issue: HotIssue) -> Case | None:
    found = HotIssueCase.objects.filter(issue=issue, is_in=True, case__confidential=False)
    row = found.select_related("case").order_by("-at").first()
    return row.case if row is not None else None
