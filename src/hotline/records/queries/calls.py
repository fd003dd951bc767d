"""Calls as a call-taker sees them: the one in hand, today's work, who waits in the queue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Q
from django.db.models.functions import Coalesce

from hotline.records.models import Call, Case, Channel, Staff
from hotline.records.queries.access import cases_for
from hotline.records.queries.reference import channels
from hotline.records.sealing import SealBroken, unseal
from hotline.rules.calls import IN_HAND, CallState
from hotline.rules.life import Ending
from hotline.rules.masking import mask_phone
from hotline.rules.workdays import CHINA

TELEPHONE = "telephone"
# What goes before what, where a call-taker has more than one call.
PRESSING = {CallState.RINGING: 1, CallState.AFTER: 2}
FEW = 20
STALE = timedelta(hours=4)  # a queue older than this is an exchange that forgot to tell


@dataclass(frozen=True, slots=True)
class Today:
    """A call-taker's day so far; `waiting` are the callers in the queue of the whole line."""

    answered: int
    handling: timedelta | None
    waiting: int


def call_in_hand(staff: Staff) -> Call | None:
    """The call that this person has to do with now: who is on the line goes before who rings, and
    both before after-call work that was left; of several the first that came."""
    mine = Call.objects.filter(agent=staff, state__in=IN_HAND).order_by("offered_at", "pk")[:FEW]
    return min(mine, key=lambda call: PRESSING.get(CallState(call.state), 0), default=None)


def call_of(staff: Staff, pk: UUID) -> Call | None:
    """One call of this person's own, whatever became of it."""
    return Call.objects.filter(agent=staff, pk=pk).first()


def number_of(call: Call) -> str:
    """The caller's number; empty where it was withheld, or its seal is broken."""
    try:
        return unseal("call", "number", call.pk, call.number_sealed)
    except SealBroken:
        return ""


def masked_number(call: Call) -> str:
    """The number as it is shown."""
    number = number_of(call)
    return mask_phone(number) if number else "号码未显示"


def day_start(now: datetime) -> datetime:
    """The midnight before, as the office counts its days."""
    return now.astimezone(CHINA).replace(hour=0, minute=0, second=0, microsecond=0)


def today_of(staff: Staff, now: datetime) -> Today:
    """How many calls this person answered today, and how long each took to its wrapping up."""
    start = day_start(now)
    took = ExpressionWrapper(
        Coalesce("wrapped_up_at", "ended_at") - F("answered_at"), output_field=DurationField()
    )
    mine = Q(agent=staff, answered_at__isnull=False)
    waits = Q(agent=None, state=CallState.QUEUED.value, offered_at__gte=now - STALE)
    found = Call.objects.filter(Q(agent=staff) | Q(agent=None), offered_at__gte=start).aggregate(
        answered=Count("pk", filter=mine),
        handling=Avg(took, filter=mine & Q(ended_at__isnull=False)),
        waiting=Count("pk", filter=waits),
    )
    return Today(**found)


def registered_in(staff: Staff, call: Call) -> Sequence[Case]:
    """The cases that were made in this call, the first one first."""
    found = cases_for(staff).filter(contacts__call=call)
    return list(
        found.only("number", "receipt", "title", "status", "closed_as").order_by("registered_at")
    )


def telephone_channel() -> Channel | None:
    """The channel of the hotline's own telephone, for calls in which nothing is registered."""
    rows = [row for row in channels().values() if row.medium == TELEPHONE and row.valid_to is None]
    return next((row for row in rows if row.code == TELEPHONE), rows[0] if rows else None)


def usual_outcome(call: Call, cases: Sequence[Case]) -> str:
    """What the call came to, as far as its cases and events tell; empty where a person must say."""
    if not cases:
        handed_on = call.events.filter(kind="transferred").exists()
        return "transferred" if handed_on else ""
    last = cases[-1]
    if last.closed_as == Ending.PROGRESS_TOLD or last.status == "joined":
        return "repeat"
    return "question_answered" if last.closed_as == Ending.ANSWERED else "case"
