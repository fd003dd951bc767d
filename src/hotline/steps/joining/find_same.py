"""Find the same: new arrivals are compared with what is here, and pairs are kept for a person
(疑似同一事项).

Whatever road a matter came by, and in whatever order: the later of two finds the earlier.
"""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Case, SameMatter, SameSearch
from hotline.records.queries.same_matter import likenesses, newly_registered
from hotline.records.scope import everything

MOST_AT_ONCE = 200


@everything()
def find_same(*, at: datetime, most: int = MOST_AT_ONCE) -> int:
    """Look at the cases that are new since the last time; says how many pairs were found."""
    search, _ = SameSearch.objects.get_or_create(pk=1)
    found = 0
    for case in newly_registered(at, search.looked_until, most):
        found += keep_pairs(case, at=at)
        search.looked_until = case.pk
    search.save()
    return found


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
