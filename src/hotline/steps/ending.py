"""What every end of a case has in common: how it ended, and that no clock runs on."""

from __future__ import annotations

from typing import Any

from hotline.records.models import Assignment
from hotline.steps import clocks
from hotline.steps.moving import Change
from hotline.steps.shares import open_shares

WATCHED_ON = "supervision"  # ends by its own verb, with an outcome

ENDED_AS = {
    "answered": "直接解答",
    "transferred": "转接紧急电话",
    "directed": "法定途径告知",
    "progress_told": "告知进展",
    "declined": "不予受理",
    "handled": "办结",
    "explained": "解释办结",
}


def end_case(change: Change, closed_as: str, **facts: Any) -> None:
    """Close the case, saying how; its clocks stop."""
    change.set(closed_at=change.at, closed_as=closed_as, **facts)
    stop_clocks(change)


def stop_clocks(change: Change) -> None:
    """Stop every clock of the case; a supervision has an end of its own."""
    clocks.stop(change, [row for row in clocks.running(change.case) if row.name != WATCHED_ON])


def end_shares(change: Change, ended_as: str) -> list[Assignment]:
    """Finish all open shares; gives those that were finished."""
    ended = open_shares(change.case)
    for share in ended:
        change.change(share, finished_at=change.at, ended_as=ended_as)
    return ended
