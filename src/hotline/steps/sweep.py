"""The sweep: what the clocks have to give by now is given, everything once and in order.

The clocks that are due are found by the index on `next_at`. Their cases are locked first, as by
every step, so that nobody waits in a circle; a case that somebody is moving just now is skipped
and comes up in the next run. Of one clock all is stored or nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction

from hotline.records.identity import new_id
from hotline.records.models import Case, Clock, Notice
from hotline.records.queries.notices import audience_of
from hotline.records.queries.reference import calendar, warnings
from hotline.rules.hearing import Word
from hotline.rules.life import NotOpen
from hotline.rules.reaching import KINDS
from hotline.rules.warnings import Point, points
from hotline.steps.moving import Refused
from hotline.steps.reaching.gateways import ways_open
from hotline.steps.storing.book import LostRace, Writing, book
from hotline.steps.verbs import STEPS

# A person who moves one of these cases waits until the batch is stored, so it stays small.
BATCH = 20
# Acts that are moves of the case, with what the system says by them; the others are only told.
MOVING: dict[str, dict[str, str]] = {
    "urge": {"note": "超过时限，系统自动催办。"},
    "supervise": {"demand": "超过时限仍未办结，请立即办理并说明原因。"},
    "resume": {"note": "等待诉求人补充的期限已到，系统自动恢复办理。"},
}
# Clocks that run for the office and not for a unit.
OF_OFFICE = frozenset({"callback", "shelf"})

log = structlog.get_logger("hotline.steps")


def sweep(*, at: datetime) -> Counter[str]:
    """Give everything that is due by `at`; how often each act was given."""
    given: Counter[str] = Counter()
    left: set[UUID] = set()
    while due := _due(at, left):
        left.update(due.values())
        with transaction.atomic():
            clocks = _taken(due, at)
            done = _acts_done(clocks)
            for clock in clocks:
                acts = _give_or_leave(clock, done[clock.pk], at)
                if acts is not None:
                    given.update(acts)
                    left.discard(clock.pk)
    return given


def _due(at: datetime, left: Collection[UUID]) -> dict[UUID, UUID]:
    """By case, the clock that is due longest; without those that were left in this run.

    One of a case at a time: what it gives may change the others.
    """
    due = Clock.objects.filter(next_at__lte=at, stopped_at=None).exclude(pk__in=left)
    first: dict[UUID, UUID] = {}
    for case, clock in due.order_by("next_at").values_list("case", "pk")[:BATCH]:
        first.setdefault(case, clock)
    return first


def _taken(due: dict[UUID, UUID], at: datetime) -> list[Clock]:
    """The clocks whose cases nobody else holds, and which are still due."""
    free = Case.objects.filter(pk__in=due).select_for_update(skip_locked=True, of=("self",))
    cases = {case.pk: case for case in free.select_related("channel", "kind", "lead")}
    ours = Clock.objects.filter(pk__in=[due[case] for case in cases])
    ours = ours.filter(next_at__lte=at, stopped_at=None).select_related("assignment")
    clocks = list(ours.order_by("next_at", "pk"))
    for clock in clocks:
        clock.case = cases[clock.case_id]
    return clocks


def _acts_done(clocks: list[Clock]) -> dict[UUID, set[str]]:
    """What each clock gave already for the deadline that it has now."""
    due = {clock.pk: clock.due_at for clock in clocks}
    done: defaultdict[UUID, set[str]] = defaultdict(set)
    for notice in Notice.objects.filter(clock__in=due):
        if notice.due_at == due[notice.clock_id]:
            done[notice.clock_id].add(notice.act)
    return done


def _give_or_leave(clock: Clock, done: set[str], at: datetime) -> list[str] | None:
    """The acts that the clock gave; None where it is left as it was, for the next run."""
    try:
        with transaction.atomic():
            return _give(clock, done, at)
    except LostRace:
        return None
    except Exception:  # one clock that cannot be worked must not silence all others
        log.exception("clock_left", clock=str(clock.pk), name=clock.name)
        return None


def _give(clock: Clock, done: set[str], at: datetime) -> list[str]:
    """Give what is due by now and was not given, then say when there is something next."""
    given: list[str] = []
    rows: list[Notice] = []
    next_at: datetime | None = None
    if clock.due_at is not None:  # else it is paused
        coming = [point for point in _points(clock, clock.due_at) if point.act not in done]
        given = [point.act for point in coming if point.at <= at and _act(clock, point.act, at)]
        rows = [_notice(clock, act, clock.due_at, at) for act in given]
        next_at = min((point.at for point in coming if point.at > at), default=None)
    words: list[Word] = [(audience_of(row), "notice", {"notice": str(row.pk)}) for row in rows]
    changes = [(clock, {"next_at": next_at})]
    book().write(Writing(rows=[*rows], changes=[*changes], jobs=_reaching(rows), words=words))
    return given


def _reaching(rows: list[Notice]) -> list[tuple[str, dict[str, Any]]]:
    """The jobs that tell people outside the screens, where there is a way out at all."""
    told = [row for row in rows if row.act in KINDS and ways_open()]
    return [("plan_outgoing", {"notice": str(row.pk)}) for row in told]


def _points(clock: Clock, due_at: datetime) -> list[Point]:
    """What the clock still has to give from the moment on for which the sweep was asked."""
    found = points(warnings(), clock.name, clock.started_at, due_at, calendar())
    return [point for point in found if clock.next_at is None or point.at >= clock.next_at]


def _act(clock: Clock, act: str, at: datetime) -> bool:
    """Make the move that an act means, if it means one; False where the case has moved on."""
    if act not in MOVING:
        return True
    try:
        _step(act)(clock.case, by=None, at=at, **MOVING[act])
    except (NotOpen, Refused) as error:
        log.debug("act_skipped", act=act, clock=str(clock.pk), why=type(error).__name__)
        return False
    return True


def _step(verb: str) -> Callable[..., Case]:
    """The step of a verb: the function of the same name in the file of the same name."""
    step: Callable[..., Case] = STEPS[verb]
    return step


def _notice(clock: Clock, act: str, due_at: datetime, at: datetime) -> Notice:
    """The word to the unit that has the clock, or to the office."""
    unit = clock.assignment.department_id if clock.assignment else clock.case.lead_id
    return Notice(
        id=new_id(),
        clock=clock,
        case=clock.case,
        act=act,
        due_at=due_at,
        at=at,
        department_id=None if clock.name in OF_OFFICE else unit,
    )
