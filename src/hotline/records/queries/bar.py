"""What the bar over every page tells: what waits in each queue, and how many notices are unread.

Every page asks for it, so it is one question.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Value

from hotline.records.models import Staff
from hotline.records.queries.notices import MOST_COUNTED, unread_for
from hotline.records.queries.queues import added_up, by_queue, queue_tallies, tally

UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class Bar:
    """The counts of one person; of unread notices one more than `MOST_COUNTED` stands for all."""

    queues: dict[str, int]
    unread: int


def bar_of(staff: Staff) -> Bar:
    """What waits for `staff`."""
    unread = tally(unread_for(staff), UNREAD).annotate(one=Value(1))[: MOST_COUNTED + 1]
    held = added_up([*queue_tallies(staff), unread])
    return Bar(by_queue(staff, held), held[UNREAD])
