"""Find the same: new arrivals are compared with what is here, and pairs are kept for a person
(疑似同一事项).

Whatever road a matter came by, and in whatever order: the later of two finds the earlier. A case
that was answered at once makes no pair, for nothing is left to join, but counts for an event.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from hotline.records.models import Case, SameMatter
from hotline.records.queries.same_matter import (
    SHOWN,
    Like,
    compared,
    offered,
    settings_of,
)
from hotline.rules.life import Status
from hotline.rules.same_matter import Matter, SameSettings
from hotline.steps.joining.gather_events import gather
from hotline.steps.joining.print_cases import forget_counts, print_cases

STILL_SORTED = (Status.REGISTERED, Status.AWAITING_DISPATCH)


def read(cases: Sequence[Case], at: datetime) -> int:
    """Print the new cases and compare each; says how many pairs were found."""
    settings = settings_of()
    matters = print_cases(cases)
    forget_counts(at)
    return sum(keep_pairs(case, matters[case.pk], settings, at=at) for case in cases)


def keep_pairs(case: Case, matter: Matter, settings: SameSettings, *, at: datetime) -> int:
    """Keep what is like one case; a pair that is known, either way round, stays as it is."""
    likes = compared(matter, case.registered_at, settings.window_days, but=case.pk)
    earlier = [like for like in likes if like[0].pk < case.pk]
    if not earlier:
        return 0
    known, apart = _known(case)
    gather(case, [like for like in earlier if like[0].pk not in apart], settings)
    if case.status not in STILL_SORTED:
        return 0
    rows = [
        _pair(case, like, at)
        for like in offered(earlier, settings)[:SHOWN]
        if like[0].pk not in known
    ]
    SameMatter.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _known(case: Case) -> tuple[set[object], set[object]]:
    """The cases that it was compared with before, and those that it is not the same as."""
    rows = [
        *case.like.values_list("other", "state"),
        *case.like_later.values_list("case", "state"),
    ]
    return {other for other, _ in rows}, {other for other, state in rows if state == "apart"}


def _pair(case: Case, found: Like, at: datetime) -> SameMatter:
    other, like = found
    return SameMatter(
        case=case,
        other=other,
        kind=like.kind.value,
        score=like.score,
        facts=dict(like.facts),
        reasons=[reason[:200] for reason in like.reasons()],
        found_at=at,
    )
