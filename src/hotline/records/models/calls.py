"""来电: the calls of the telephone line, what happened in each, and the call-takers' breaks."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from hotline.records.identity import IdentityField
from hotline.records.models.people import Staff

OPEN_STATES = ("ringing", "talking", "held", "with_third", "after")


class Call(models.Model):
    """来电: one call from ringing to the end of its after-call work.

    `state` is one of `rules/calls.CallState`, `outcome` one of its OUTCOMES. The number is sealed
    and found by its blind index. `exchange_key` is the telephone exchange's own name of the call,
    empty for one that a call-taker entered by hand. Without an agent it waits in the queue.
    """

    id = IdentityField()
    exchange_key = models.CharField(max_length=100, blank=True, default="")
    line = models.CharField(max_length=40, blank=True, default="")
    number_sealed = models.BinaryField(null=True)
    number_index = models.BinaryField(max_length=32, null=True)
    agent = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    state = models.CharField(max_length=20)
    offered_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    wrapped_up_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, blank=True, default="")
    note = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("exchange_key",), condition=~Q(exchange_key=""), name="call_once_per_key"
            ),
        )
        indexes = (
            models.Index(fields=("agent", "-offered_at"), name="call_of_agent"),
            models.Index(fields=("number_index", "-offered_at"), name="call_of_number"),
            models.Index(
                fields=("agent", "state"),
                condition=Q(state__in=OPEN_STATES),
                name="call_in_hand",
            ),
            models.Index(fields=("offered_at",), name="call_offered"),
        )


class CallEvent(models.Model):
    """One thing that happened in a call, appended and never edited.

    `number` is the exchange's own of the event, none for a press of a button; `third` says who was
    called in or whom the call went to.
    """

    call = models.ForeignKey(Call, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    number = models.IntegerField(null=True)
    third = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("call", "number"),
                condition=Q(number__isnull=False),
                name="call_event_once",
            ),
        )


class Break(models.Model):
    """小休: a stretch in which a call-taker takes no calls."""

    id = IdentityField()
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("staff",), condition=Q(ended_at__isnull=True), name="one_break_at_a_time"
            ),
        )
