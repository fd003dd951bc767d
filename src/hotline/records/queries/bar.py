"""What the bar over every page tells: what waits in each queue, and how many notices are unread.

Every page asks for it, so it is one question.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Value

from hotline.records.models import Staff
from hotline.records.queries.notices import MOST_COUNTED, unread_for
from hotline.records.queries.queues import added_up, by_queue, queue_tallies, tally
from hotline.records.queries.returns import due_back

UNREAD = "unread"
DUE_BACK = "write_back"


@dataclass(frozen=True, slots=True)
class Bar:
    """The counts of one person: of unread notices and of what is due back to other systems (None
    where that is not their work) one more than `MOST_COUNTED` stands for all above."""

    queues: dict[str, int]
    unread: int
    due_back: int | None = None


def bar_of(staff: Staff) -> Bar:
    """What waits for `staff`."""
    unread = tally(unread_for(staff), UNREAD).annotate(one=Value(1))[: MOST_COUNTED + 1]
    returns = [due_back(staff)] if staff.may(DUE_BACK) else []
    held = added_up([*queue_tallies(staff), unread, *returns])
    return Bar(by_queue(staff, held), held[UNREAD], held[DUE_BACK] if returns else None)
