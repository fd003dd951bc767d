"""What must be true of the books after any run of moves."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

from hotline.records.models import Assignment, Case, Clock, JournalEntry
from hotline.records.queries.counting import Window, count
from hotline.records.queries.reference import calendar, forget
from hotline.rules.counting import Selection
from hotline.rules.deadlines import deadline, part_of
from hotline.rules.workdays import CHINA, WorkCalendar
from hotline.steps.ledger.recount import recount
from tests.life.every_row import every_row_makes_sense
from tests.life.model import CLOSED, Modelled
from tests.records.plain_facts import plain_cells, rough

KINDS = ("consultation", "help", "complaint", "report")
CHANNELS = ("telephone", "mayor_mailbox", "province")
TOPICS = ("010214", "010216", "0201")
WITHOUT_UNIT = ("registered", "awaiting_dispatch", "awaiting_callback", "called_back")


def balanced(cases: list[Modelled]) -> None:
    """Fails with what does not balance."""
    numbers = [case.number for case in cases]
    stored = list(Case.objects.filter(number__in=numbers))
    every_move_has_its_entry(cases, stored)
    one_lead_where_a_unit_has_it(stored)
    every_row_makes_sense(stored)
    sums_agree(cases)
    the_ledger_agrees()
    a_holiday_never_brings_a_deadline_forward(stored)


def every_move_has_its_entry(cases: list[Modelled], stored: list[Case]) -> None:
    entries = JournalEntry.objects.filter(case__in=stored).values_list("case__number", "seq")
    by_case: dict[str, list[int]] = {case.number: [] for case in cases}
    for number, seq in sorted(entries):
        by_case[number].append(seq)
    assert by_case == {case.number: list(range(1, case.moves + 1)) for case in cases}


def one_lead_where_a_unit_has_it(stored: list[Case]) -> None:
    open_leads = Counter(
        Assignment.objects.filter(
            case__in=stored, part="lead", finished_at__isnull=True
        ).values_list("case_id", flat=True)
    )
    assert set(open_leads.values()) <= {1}
    with_unit = {
        case.pk
        for case in stored
        if case.status
        in (
            *("awaiting_signature", "in_handling", "awaiting_citizen", "return_requested"),
            *("awaiting_ruling", "awaiting_approval", "awaiting_review"),
        )
    }
    without = {case.pk for case in stored if case.status not in ("shelved",)} - with_unit
    assert with_unit <= set(open_leads)
    assert not without & set(open_leads)


def sums_agree(cases: list[Modelled]) -> None:
    forget()
    today = datetime.now(CHINA).date()
    counted = count(Window(today - timedelta(days=1), today), datetime.now(UTC), live=True)
    accepted = [case for case in cases if case.accepted]
    total = counted.sum(Selection())
    closed = counted.sum(Selection(state="closed"))
    still_open = counted.sum(Selection(state="open"))
    withdrawn = counted.sum(Selection(state="withdrawn"))
    assert total == len(accepted) == closed + still_open + withdrawn
    assert closed == sum(case.status in CLOSED for case in accepted)
    assert withdrawn == sum(case.status == "withdrawn" for case in accepted)
    for sums in (
        [counted.sum(Selection(kind=kind)) for kind in KINDS],
        [counted.sum(Selection(channels=frozenset({code}))) for code in CHANNELS],
        [counted.sum(Selection(topics=(code,))) for code in TOPICS],
    ):
        assert sum(sums) == total


def the_ledger_agrees() -> None:
    """Journal, postings, cells and a slow recount in plain Python have the same facts."""
    now = datetime.now(UTC)
    today = now.astimezone(CHINA).date()
    days = Window(today - timedelta(days=1), today)
    assert recount(days.starts_on, days.ends_on).agree
    assert rough(Counter(count(days, now, live=False).cells)) == rough(plain_cells(days, now))


def a_holiday_never_brings_a_deadline_forward(stored: list[Case]) -> None:
    known = calendar()
    day = datetime.now(CHINA).date() + timedelta(days=2)
    more = WorkCalendar({**known.days, day: False}, known.hours, known.published)
    for clock in Clock.objects.filter(case__in=stored):
        if clock.parts:
            parts = [part_of(part) for part in clock.parts]
            before = deadline(parts, clock.started_at, known).at
            assert before <= deadline(parts, clock.started_at, more).at
