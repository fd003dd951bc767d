"""Simulate the dispatch catalogue (派单演算): past cases through the present and a changed one.

The changed catalogue is the one of a later day: rules that are written to begin then are tried
before they hold. Nothing of a case is changed; what would move is kept to be read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from hotline.records.identity import new_id
from hotline.records.models import Case, DispatchSimulation, SimulatedMove, Staff
from hotline.records.queries.advice import matters_of
from hotline.records.queries.reference import (
    catalogue_on,
    departments,
    departments_by_code,
    dispatch_rules,
    forget,
)
from hotline.rules.dispatch_comparing import Comparison, advised, why
from hotline.rules.dispatching import Advice, Trouble
from hotline.rules.workdays import CHINA
from hotline.steps.moving import Refused, permit
from hotline.steps.storing.batch import BatchBook
from hotline.steps.storing.book import LostRace, Writing, book
from hotline.steps.write_dispatch_rule import PERMIT

CHUNK = 2_000
ONE_DAY = timedelta(days=1)
COLUMNS = (
    "pk", "accepted_at", "lead_id", "topic_id", "kind_id", "place", "title", "text", "accused",
)  # fmt: skip
RUNNING = ("waiting", "running")
Progress = Callable[[DispatchSimulation], None]
Said = Advice | Trouble | None


def ask_simulation(
    *, starts_on: date, ends_on: date, changed_on: date, by: Staff | None, at: datetime
) -> DispatchSimulation:
    """Have the worker compare today's catalogue with that of `changed_on`, over the cases that
    were accepted from `starts_on` to `ends_on` and given to a unit."""
    run = open_simulation(starts_on, ends_on, changed_on, by=by, at=at)
    job = ("simulate_dispatch", {"run": str(run.pk)})
    book().write(Writing(rows=[run], jobs=[job]))
    return run


def simulate_now(
    starts_on: date,
    ends_on: date,
    changed_on: date,
    *,
    by: Staff | None,
    at: datetime,
    progress: Progress,
) -> DispatchSimulation:
    """The same at once, for who waits for it."""
    run = open_simulation(starts_on, ends_on, changed_on, by=by, at=at)
    book().write(Writing(rows=[run]))
    return run_simulation(run, at=at, progress=progress)


def open_simulation(
    starts_on: date, ends_on: date, changed_on: date, *, by: Staff | None, at: datetime
) -> DispatchSimulation:
    """The record of a simulation that can be run, not stored yet."""
    permit(by, PERMIT)
    today = at.astimezone(CHINA).date()
    if ends_on < starts_on:
        raise Refused("ends_on", "止日早于起日，请改正。")
    if changed_on <= today:
        raise Refused("changed_on", "请填写今天以后的日期：演算比较今天的目录与那一天的目录。")
    if not _changes_between(today, changed_on):
        raise Refused(
            "changed_on",
            f"从今天到 {changed_on} 目录没有变化；请先写下在那以前生效的条目，再作演算。",
        )
    return DispatchSimulation(
        id=new_id(),
        starts_on=starts_on,
        ends_on=ends_on,
        present_on=today,
        changed_on=changed_on,
        asked_at=at,
        asked_by=by,
    )


def run_simulation(
    run: DispatchSimulation, *, at: datetime, progress: Progress = lambda _: None
) -> DispatchSimulation:
    """Compare chunk by chunk and keep the counts as they grow; a cancelled run ends at once.

    A run that was killed begins anew: what it had kept is dropped. One that breaks down is over,
    and what it had kept stays.
    """
    if run.finished_at is not None:
        return run
    forget()  # a rule that was written a moment ago is to be tried, not the one kept before it
    run.moves.all().delete()
    cases = _past_cases(run)
    comparison = Comparison()
    try:
        _keep(run, [], status="running", position=0, size=cases.count(), totals={})
        for rows in _chunks(cases):
            moves = _compared(run, rows, comparison)
            _keep(run, moves, position=comparison.cases, totals=comparison.data())
            progress(run)
        _keep(run, [], status="finished", finished_at=at, totals=comparison.data())
    except LostRace:
        run.refresh_from_db()
    except Exception:
        _keep(run, [], status="failed", finished_at=at)
        raise
    return run


def cancel_simulation(run: DispatchSimulation, *, by: Staff | None, at: datetime) -> None:
    """End a simulation; what it has found so far stays."""
    permit(by, PERMIT)
    if run.finished_at is not None:
        raise Refused("run", "这次演算已经结束，不必取消。")
    book().write(Writing(changes=[(run, {"status": "cancelled", "finished_at": at})]))


def _changes_between(today: date, later: date) -> bool:
    """Whether another set of rules holds on a later day."""
    forget()
    rules = dispatch_rules()
    return {r.key for r in rules if r.holds_on(today)} != {
        r.key for r in rules if r.holds_on(later)
    }


def _past_cases(run: DispatchSimulation) -> QuerySet[Case]:
    """The cases of the period that people gave to a unit."""
    begins = datetime.combine(run.starts_on, time.min, CHINA)
    ends = datetime.combine(run.ends_on + ONE_DAY, time.min, CHINA)
    return Case.objects.filter(accepted_at__gte=begins, accepted_at__lt=ends, lead__isnull=False)


def _chunks(cases: QuerySet[Case]) -> Iterator[list[Any]]:
    """The cases by their moment, CHUNK at a time, each read after the one before is done."""
    after = Q()
    ordered = cases.order_by("accepted_at", "pk")
    while rows := list(ordered.filter(after).values_list(*COLUMNS, named=True)[:CHUNK]):
        yield rows
        last = rows[-1]
        after = Q(accepted_at__gte=last.accepted_at) & (
            Q(accepted_at__gt=last.accepted_at) | Q(pk__gt=last.pk)
        )


def _compared(
    run: DispatchSimulation, rows: list[Any], comparison: Comparison
) -> list[SimulatedMove]:
    """Count the cases of a chunk; the moves among them."""
    present, changed = catalogue_on(run.present_on), catalogue_on(run.changed_on)
    units = departments()
    moves = []
    for row, matter in zip(rows, matters_of(rows), strict=True):
        before, after = present.advise(matter, 0), changed.advise(matter, 0)
        if comparison.add(units[row.lead_id].code, before, after):
            moves.append(_move(run, row, before, after))
    return moves


def _move(run: DispatchSimulation, row: Any, before: Said, after: Said) -> SimulatedMove:
    units = departments_by_code()
    return SimulatedMove(
        id=new_id(),
        simulation=run,
        case_id=row.pk,
        went_to_id=row.lead_id,
        present=units.get(advised(before)),
        changed=units.get(advised(after)),
        because=why(after),
    )


def _keep(run: DispatchSimulation, moves: list[SimulatedMove], **facts: object) -> None:
    """Store the moves of a chunk and the counts together; LostRace when it was cancelled."""
    batch = BatchBook()
    # Naming `finished_at` makes the book insist that it is still empty in the database.
    unfinished = {"finished_at": None, **facts}
    with transaction.atomic():
        batch.write(Writing(rows=list(moves), changes=[(run, unfinished)]))
        batch.store()
