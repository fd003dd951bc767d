"""What must be true of every row of a case, whatever way it went."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from hotline.records.models import (
    Assignment,
    Case,
    Clock,
    Extension,
    JournalEntry,
    Return,
    Ruling,
    Supervision,
)
from hotline.records.queries.reference import departments
from hotline.rules.seeing import who_sees

WITH_LEAD = frozenset(
    {
        *("awaiting_signature", "in_handling", "awaiting_citizen", "return_requested"),
        *("awaiting_ruling", "awaiting_approval", "awaiting_review"),
    }
)
CLOSED = frozenset({"closed", "archived"})
MAY_HAVE_SHARES = WITH_LEAD | {"shelved"}
HELD_TO_A_DAY = WITH_LEAD - {"awaiting_citizen"}
NEVER_ACCEPTED = frozenset({"registered", "withdrawn", *CLOSED})
MAY_STAY_JOINED = frozenset(
    {"joined", "awaiting_callback", "called_back", "shelved", "withdrawn", *CLOSED}
)
TAKES_OTHERS_IN = HELD_TO_A_DAY | {"awaiting_dispatch", "awaiting_citizen", "shelved"}
WISHES_WAIT_IN = frozenset({"in_handling", "awaiting_citizen", "awaiting_approval"})
REPLIED = frozenset({"awaiting_approval", "awaiting_review"})
STANDS_STILL = frozenset({"awaiting_citizen", "shelved"})
# The statuses in which a clock of each name may run; a supervision's has an end of its own.
RUNS_IN = {
    "sign": frozenset({"awaiting_signature"}),
    "contact": WITH_LEAD | {"shelved"},
    "handle": WITH_LEAD | {"shelved"},
    "citizen": frozenset({"awaiting_citizen"}),
    "shelf": frozenset({"shelved"}),
    "callback": frozenset({"awaiting_callback"}),
}


class Rows:
    """Everything of one case that the checks ask about."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.status = case.status
        self.shares = _of(case, Assignment)
        self.open = [row for row in self.shares if row.finished_at is None]
        self.clocks = _of(case, Clock)
        self.running = [row for row in self.clocks if row.stopped_at is None]
        self.watched = [row for row in _of(case, Supervision) if row.ended_at is None]
        self.joined = list(Case.objects.filter(joined_to=case, status="joined"))

    @property
    def lead(self) -> Assignment | None:
        """The open lead share."""
        return next((row for row in self.open if row.part == "lead"), None)


Check = Callable[[Rows], Iterator[tuple[str, object]]]


def every_row_makes_sense(stored: list[Case]) -> None:
    """Fails with each fact of a case that contradicts its status."""
    found = [
        (case.number, case.status, check.__name__, told)
        for case in stored
        for rows in (Rows(case),)
        for check in CHECKS
        for told in check(rows)
    ]
    assert found == []


def _of(case: Case, model: Any) -> list[Any]:
    return list(model.objects.filter(case=case).order_by("pk"))


def _ends(rows: Rows) -> Iterator[tuple[str, object]]:
    case, closed = rows.case, rows.status in CLOSED
    if (case.closed_at is not None) != closed or bool(case.closed_as) != closed:
        yield "closed_at", (case.closed_at, case.closed_as)
    if (case.shelved_until is not None) != (rows.status == "shelved"):
        yield "shelved_until", case.shelved_until
    if case.repeats_id is not None and case.closed_as != "progress_told":
        yield "repeats", case.closed_as
    if case.accepted_at is None and rows.status not in NEVER_ACCEPTED:
        yield "accepted_at", None


def _joining(rows: Rows) -> Iterator[tuple[str, object]]:
    case, main = rows.case, rows.case.joined_to
    if main is None and rows.status == "joined":
        yield "joined_to", None
    if main is not None and rows.status not in MAY_STAY_JOINED:
        yield "joined_to", main.number
    if rows.joined and rows.status not in TAKES_OTHERS_IN:
        yield "waited for by", len(rows.joined)
    if case.confidential and (rows.joined or rows.status == "joined"):
        yield "confidential", len(rows.joined)


def _duty(rows: Rows) -> Iterator[tuple[str, object]]:
    lead = rows.lead
    if rows.open and rows.status not in MAY_HAVE_SHARES:
        yield "open shares", [row.part for row in rows.open]
    if rows.open and lead is None:
        yield "shares without a lead", [row.part for row in rows.open]
    if rows.status in WITH_LEAD and (lead is None or lead.department_id != rows.case.lead_id):
        yield "lead", rows.case.lead_id
    if rows.status in ("registered", "joined") and rows.case.lead_id is not None:
        yield "lead", rows.case.lead_id
    if lead is not None and (lead.replied_at is not None) != (rows.status in REPLIED):
        yield "replied_at", lead.replied_at
    for row in rows.shares:
        if bool(row.ended_as) != (row.finished_at is not None):
            yield "ended_as", row.ended_as


def _waiting(rows: Rows) -> Iterator[tuple[str, object]]:
    case = rows.case
    wishes = sum(not row.outcome for row in _of(case, Extension))
    if wishes > (rows.status in WISHES_WAIT_IN):
        yield "extensions", wishes
    if sum(not row.outcome for row in _of(case, Return)) != (rows.status == "return_requested"):
        yield "returns", rows.status
    questions = sum(row.decided_at is None for row in _of(case, Ruling))
    if questions != (rows.status == "awaiting_ruling"):
        yield "rulings", questions


def _time(rows: Rows) -> Iterator[tuple[str, object]]:
    case, lead = rows.case, rows.lead
    if rows.status in HELD_TO_A_DAY and (lead is None or case.due_at != lead.due_at):
        yield "due_at", case.due_at
    if case.due_at is not None and rows.status in (
        *("registered", "awaiting_dispatch", "awaiting_citizen"),
        *("joined", "shelved", "withdrawn"),
    ):
        yield "due_at", case.due_at
    due = {row.assignment_id: row.due_at for row in rows.clocks if row.name == "handle"}
    for share in rows.open:
        if share.pk in due and due[share.pk] != share.due_at:
            yield "share's due_at", (share.part, share.due_at, due[share.pk])


def _clocks(rows: Rows) -> Iterator[tuple[str, object]]:
    still_open = {row.pk for row in rows.open}
    for clock in rows.clocks:
        if clock.stopped_at is not None and clock.next_at is not None:
            yield "stopped clock has something to do", clock.name
    for clock in rows.running:
        if clock.name in RUNS_IN and rows.status not in RUNS_IN[clock.name]:
            yield "runs on", clock.name
        if clock.assignment_id is not None and clock.assignment_id not in still_open:
            yield "runs for a share that has ended", clock.name
        stands = bool(clock.pauses) and clock.pauses[-1][1] is None
        if stands != (clock.due_at is None) or (stands and clock.next_at is not None):
            yield "paused", (clock.name, clock.due_at, clock.next_at)
        if stands and rows.status not in STANDS_STILL:
            yield "stands still", clock.name
        if rows.status == "shelved" and not stands and clock.assignment_id is not None:
            yield "counts while nothing can be done", clock.name


def _oversight(rows: Rows) -> Iterator[tuple[str, object]]:
    clocks = [row.due_at for row in rows.running if row.name == "supervision"]
    if [row.due_at for row in rows.watched] != clocks:
        yield "supervision", clocks


def _sight(rows: Rows) -> Iterator[tuple[str, object]]:
    case = rows.case
    parents = {pk: unit.parent_id for pk, unit in departments().items()}
    shares = [(row.department_id, row.ended_as) for row in rows.shares]
    told = who_sees(shares, parents, confidential=case.confidential, accused=case.accused)
    if list(case.seen_by) != told:
        yield "seen_by", (case.seen_by, told)


def _journal(rows: Rows) -> Iterator[tuple[str, object]]:
    case = rows.case
    last = JournalEntry.objects.filter(case=case).latest("seq")
    kept = (last.status, last.due_at, last.lead_id, last.kind_id, last.topic_id, last.at)
    now = (case.status, case.due_at, case.lead_id, case.kind_id, case.topic_id, case.moved_at)
    if kept != now:
        yield "last entry", (kept, now)


CHECKS: tuple[Check, ...] = (
    *(_ends, _joining, _duty, _waiting, _time, _clocks, _oversight, _sight, _journal),
)
