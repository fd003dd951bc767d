"""The queues: which cases wait for a verb of this person, and how many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import CharField, Count, Exists, OuterRef, Q, QuerySet, Value
from django.utils import timezone

from hotline.records.models import Assignment, Case, Extension, Staff, Supervision
from hotline.records.queries.access import cases_for
from hotline.records.queries.reference import below
from hotline.rules.life import MOVES, OPEN, Status

# The verb that a case in each open status is waiting for; a joined one waits for its main case.
WAITING: dict[Status, str] = {
    Status.REGISTERED: "accept",
    Status.AWAITING_DISPATCH: "dispatch",
    Status.AWAITING_SIGNATURE: "sign",
    Status.IN_HANDLING: "reply",
    Status.AWAITING_CITIZEN: "resume",
    Status.RETURN_REQUESTED: "agree_return",
    Status.AWAITING_RULING: "rule",
    Status.AWAITING_APPROVAL: "approve",
    Status.AWAITING_REVIEW: "review",
    Status.AWAITING_CALLBACK: "call_back",
    Status.CALLED_BACK: "close",
    Status.SHELVED: "take_up",
}
STATUS_OF = {verb: status for status, verb in WAITING.items()}
# Queues that no single status makes: a share besides the lead's, a wish for time, a supervision.
BESIDE = ("report_back", "grant_extension", "end_supervision")
QUEUES = (*WAITING.values(), *BESIDE)


def waiting_for(staff: Staff, verb: str) -> QuerySet[Case]:
    """The cases of `staff` that wait for `verb`, which is one of QUEUES."""
    return waiting_for_any(staff, [verb])


def waiting_for_any(staff: Staff, verbs: Iterable[str]) -> QuerySet[Case]:
    """The cases of `staff` that wait for one of `verbs`."""
    today = timezone.localdate()
    waits = [_wait(verb, today) & _has_share(staff, MOVES[verb].parts) for verb in verbs]
    return cases_for(staff).filter(reduce(or_, waits)) if waits else Case.objects.none()


def queue_counts(staff: Staff) -> dict[str, int]:
    """How many cases wait for each verb that `staff` may do."""
    return by_queue(staff, added_up(queue_tallies(staff)))


def queue_tallies(staff: Staff) -> list[QuerySet[Any, Any]]:
    """What `queue_counts` adds up: for all statuses together, and for each queue beside them, rows
    of a name and how many."""
    today = timezone.localdate()
    beside = [verb for verb in BESIDE if staff.may(MOVES[verb].permit)]
    tallies: list[QuerySet[Any, Any]] = [
        tally(waiting_for(staff, verb), verb).annotate(Count("pk")) for verb in beside
    ]
    if any(staff.may(MOVES[verb].permit) for verb in STATUS_OF):
        tallies.insert(0, _status_tally(staff, today))
    return tallies


def tally(found: QuerySet[Any, Any], name: str) -> QuerySet[Any, Any]:
    """Rows that all bear a name, to stand beside other tallies."""
    named = found.order_by().annotate(tally=Value(name, output_field=CharField()))
    return named.values_list("tally")


def added_up(tallies: Sequence[QuerySet[Any, Any]]) -> Counter[str]:
    """The sum under each name, by one question for all tallies."""
    held: Counter[str] = Counter()
    for name, count in tallies[0].union(*tallies[1:], all=True) if tallies else ():
        held[name] += count
    return held


def by_queue(staff: Staff, held: Mapping[str, int]) -> dict[str, int]:
    """What was added up, in the order of the queues of `staff`."""
    mine = [verb for verb in QUEUES if staff.may(MOVES[verb].permit)]
    return {verb: held.get(STATUS_OF.get(verb, verb), 0) for verb in mine}


def _status_tally(staff: Staff, today: date) -> QuerySet[Any, Any]:
    """How many open cases stand in each status; of the shelved ones, those whose day has come.

    A unit's cases count where it leads.
    """
    found = cases_for(staff).filter(status__in=sorted(OPEN))
    found = found.exclude(status=Status.SHELVED, shelved_until__gt=today)
    if not staff.may("see_all_cases"):
        found = found.filter(_has_share(staff, ("lead",)))
    return found.order_by().values_list("status").annotate(Count("pk"))


def _has_share(staff: Staff, parts: tuple[str, ...]) -> Q:
    """For a unit's move: that it has an open share of one of these parts."""
    if not parts or staff.department is None:
        return Q()
    own = Assignment.objects.filter(
        case=OuterRef("pk"),
        finished_at=None,
        part__in=parts,
        department__in=below(staff.department),
    )
    return Q(Exists(own))


def _wait(verb: str, today: date) -> Q:
    """What makes a case wait for `verb`."""
    if verb == "take_up":
        return Q(status=Status.SHELVED, shelved_until__lte=today)
    if verb in STATUS_OF:
        return Q(status=STATUS_OF[verb])
    of_sources = Q(status__in=sorted(MOVES[verb].sources))
    if verb == "grant_extension":
        return of_sources & Q(Exists(Extension.objects.filter(case=OuterRef("pk"), outcome="")))
    if verb == "end_supervision":
        open_one = Supervision.objects.filter(case=OuterRef("pk"), ended_at=None)
        return of_sources & Q(Exists(open_one))
    return of_sources
