"""The queues: which cases wait for a verb of this person, and how many."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
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
    """How many cases wait for each verb that `staff` may do, by one question for all statuses."""
    today = timezone.localdate()
    held = _status_counts(staff, today)
    mine = [verb for verb in QUEUES if staff.may(MOVES[verb].permit)]
    return {
        verb: held.get(STATUS_OF[verb].value, 0)
        if verb in STATUS_OF
        else waiting_for(staff, verb).order_by().count()
        for verb in mine
    }


def _status_counts(staff: Staff, today: date) -> dict[str, int]:
    """How many open cases stand in each status; of the shelved ones, those whose day has come.

    A unit's cases count where it leads.
    """
    if not any(staff.may(MOVES[verb].permit) for verb in STATUS_OF):
        return {}
    found = cases_for(staff).filter(status__in=sorted(OPEN))
    found = found.exclude(status=Status.SHELVED, shelved_until__gt=today)
    if not staff.may("see_all_cases"):
        found = found.filter(_has_share(staff, ("lead",)))
    return dict(found.order_by().values_list("status").annotate(Count("pk")))


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
