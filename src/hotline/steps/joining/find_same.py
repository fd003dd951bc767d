"""Find the same: new arrivals are compared with what is here, and pairs are kept for a person
(疑似同一事项).

Whatever road a matter came by, and in whatever order: the later of two finds the earlier.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from hotline.records.models import Case, SameMatter
from hotline.records.queries.same_matter import likenesses
from hotline.rules.life import Status

STILL_SORTED = (Status.REGISTERED, Status.AWAITING_DISPATCH)


def read(cases: Sequence[Case], at: datetime) -> int:
    """Compare the new cases that are still being sorted; says how many pairs were found."""
    return sum(keep_pairs(case, at=at) for case in cases if case.status in STILL_SORTED)


def keep_pairs(case: Case, *, at: datetime) -> int:
    """Keep what is like one case; a pair that is known, either way round, stays as it is."""
    known = set(case.like.values_list("other", flat=True))
    known |= set(case.like_later.values_list("case", flat=True))
    rows = [
        SameMatter(
            case=case,
            other=other,
            score=like.score,
            facts=dict(like.facts),
            reasons=[reason[:200] for reason in like.reasons()],
            found_at=at,
        )
        for other, like in likenesses(case)
        if other.pk not in known
    ]
    SameMatter.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)
