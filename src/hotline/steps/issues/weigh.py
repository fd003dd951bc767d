"""Weigh issues: count, compare with the usual, add up the heat and say what each is just now."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from math import ceil
from uuid import UUID

from hotline.records.models import HotIssue, HotIssueCase
from hotline.records.queries.hot_material import Tally, tallies, watch
from hotline.records.queries.hot_usual import Ledger, ledger_on, weekdays_until
from hotline.records.scope import everything
from hotline.rules.heat import (
    LEAST_CASES,
    Counted,
    Watch,
    burst_of,
    heat_of,
    parts_of,
    state_of,
    usual_of,
)
from hotline.rules.hot_grouping import Profile, main_place, named_after
from hotline.rules.masking import mask_text
from hotline.rules.thresholds import day_of
from hotline.steps.storing.book import together

NAME_LENGTH, PLACE_LENGTH = 120, 200
# The name follows the first cases; later it stays, so that people know the issue again.
NAMED_UNTIL, TITLES = 12, 30
AT_ONCE, MOST_LET_GO = 200, 5000
# So long after its last case an issue still takes one in; a longer silence is a new beginning.
ALIVE = timedelta(days=28)
# Then the weeks of the usual are over too, and nothing of it changes any more.
GONE = ALIVE + timedelta(weeks=8)
LIVE = ("burst", "growing", "calm", "steady", "persistent", "forming", "dismissed")
FIELDS = (
    *("state", "heat", "parts", "cases", "callers", "unknown", "name", "place", "weighed_at"),
    *("a_day", "usual_how", "burst"),
)


@everything()
def weigh(issues: Collection[UUID], *, at: datetime) -> list[tuple[HotIssue, Counted]]:
    """Weigh these issues as of a moment and store it; says what was counted of each."""
    with together():
        return _weighed(issues, at)


def _weighed(issues: Collection[UUID], at: datetime) -> list[tuple[HotIssue, Counted]]:
    """Nobody else may rule on them meanwhile."""
    held = HotIssue.objects.filter(pk__in=issues, merged_into=None).select_for_update(no_key=True)
    rows = list(held.order_by("pk"))
    if not rows:
        return []
    wanted = watch()
    found = tallies([row.pk for row in rows], wanted, at)
    today = day_of(at)
    ledger = ledger_on(today, wanted.days, wanted.weeks, at.hour)
    weighed = [(row, counted(row, found[row.pk], ledger, wanted, at)) for row in rows]
    for row, numbers in weighed:
        _set(row, numbers, wanted, at)
    HotIssue.objects.bulk_update(rows, FIELDS, batch_size=AT_ONCE)
    return weighed


def counted(issue: HotIssue, tally: Tally, ledger: Ledger, wanted: Watch, at: datetime) -> Counted:
    """What was counted of an issue, with what is usual for it."""
    first = -(-wanted.days // 7)  # the weeks that belong to the window itself
    own = [tally.weeks.get(week, 0) for week in range(first, first + wanted.weeks)]
    own = _since(own, issue, first, at)
    weekdays = weekdays_until(day_of(at), wanted.days)
    usual = usual_of(
        own,
        ledger.lately(issue.topic_id, weekdays),
        ledger.then(issue.topic_id, weekdays),
        years=len(ledger.years),
    )
    return Counted(
        cases=tally.cases, callers=len(tally.of_callers), unknown=tally.unknown,
        of_callers=tally.of_callers, dissatisfied=tally.dissatisfied, again=tally.again,
        overdue=tally.overdue, superiors=tally.superiors, instructions=tally.instructions,
        cases_now=tally.cases_now, callers_now=tally.callers_now, a_day=usual.a_day,
        how=usual.how, weeks=sum(1 for n in tally.weeks.values() if n), all_cases=issue.size,
        days_since=max(0.0, (at - issue.last_at) / timedelta(days=1)),
    )  # fmt: skip


def _since(own: Sequence[int], issue: HotIssue, first: int, at: datetime) -> list[int]:
    """The weeks since the issue was first told of: weeks before that say nothing of its rate."""
    weeks = ceil((at - issue.first_at) / timedelta(weeks=1))
    return list(own[: max(0, weeks - first)])


def _set(issue: HotIssue, numbers: Counted, wanted: Watch, at: datetime) -> None:
    parts = parts_of(numbers, wanted)
    issue.parts = [part.kept() for part in parts]
    issue.heat, issue.cases, issue.callers = heat_of(parts), numbers.cases, numbers.callers
    issue.unknown, issue.a_day, issue.usual_how = numbers.unknown, numbers.a_day, numbers.how
    issue.burst, issue.weighed_at = burst_of(numbers, wanted).says[:200], at
    if issue.state != "dismissed":
        issue.state = state_of(numbers, wanted)
    profile = Profile(issue.size, issue.words, issue.places)
    if issue.named_by_id is None and issue.size <= NAMED_UNTIL:
        issue.name = mask_text(named_after(_titles(issue), profile))[:NAME_LENGTH]
    issue.place = main_place(profile)[:PLACE_LENGTH]


def _titles(issue: HotIssue) -> list[str]:
    found = HotIssueCase.objects.filter(issue=issue, is_in=True, case__confidential=False)
    return list(found.order_by("at").values_list("case__title", flat=True)[:TITLES])


@everything()
def weigh_all(*, at: datetime) -> int:
    """Weigh every group that is not over: windows move on although nothing arrives."""
    live = HotIssue.objects.filter(size__gt=1, merged_into=None, state__in=LIVE)
    live = live.filter(last_at__gte=at - GONE)
    keys = list(live.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), AT_ONCE):
        weigh(keys[start : start + AT_ONCE], at=at)
    return len(keys)


@everything()
def let_single_cases_go(*, at: datetime) -> int:
    """Forget what never became a group and can take in no case any more; nobody ever saw it.

    Without this the many that never become a group would lie under years of those that did.
    """
    old = HotIssue.objects.filter(size__lt=LEAST_CASES, state="forming", last_at__lt=at - GONE)
    old = old.filter(entries=None, merged=None, split_into=None, notices=None)
    keys = list(old.values_list("pk", flat=True)[:MOST_LET_GO])
    with together():
        HotIssueCase.objects.filter(issue__in=keys).delete()
        HotIssue.objects.filter(pk__in=keys).delete()
    return len(keys)
