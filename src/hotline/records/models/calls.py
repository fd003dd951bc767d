"""来电: the calls of the telephone line, what happened in each, and what call-takers did when."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from hotline.records.identity import IdentityField
from hotline.records.models.people import Staff
from hotline.records.models.reference import Road

OPEN_STATES = ("queued", "ringing", "talking", "held", "with_third", "after")


class CallQueue(models.Model):
    """排队队列: where callers wait for call-takers who can do this; `names` are what exchanges call
    it."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=40)
    names = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    order = models.IntegerField(default=0)
    is_open = models.BooleanField(default=True)

    class Meta:
        ordering = ("order", "code")

    def __str__(self) -> str:
        return self.name


class Seat(models.Model):
    """坐席: a call-taker's extension at the exchange, and the queues that they can serve."""

    staff = models.OneToOneField(Staff, models.PROTECT, related_name="seat")
    extension = models.CharField(max_length=20, unique=True)
    queues = ArrayField(models.CharField(max_length=40), default=list, blank=True)


class Call(models.Model):
    """来电: one call from its coming in to the end of its after-call work.

    `state` is one of `rules/calls.CallState`, `outcome` one of its OUTCOMES; what follows from the
    events is written by `steps/calling/telling.py` alone. The number is sealed and found by its
    blind index. `road` and `exchange_key` name it at its exchange, empty for one that a call-taker
    entered by hand; `came_from` is the call out of which another agent of ours got it. `queue` is
    the code of a queue, `recording` the exchange's reference of what was recorded.
    """

    id = IdentityField()
    road = models.ForeignKey(Road, models.PROTECT, null=True, related_name="+", db_index=False)
    exchange_key = models.CharField(max_length=100, blank=True, default="")
    came_from = models.CharField(max_length=100, blank=True, default="")
    line = models.CharField(max_length=40, blank=True, default="")
    queue = models.CharField(max_length=40, blank=True, default="")
    position = models.IntegerField(default=0)
    number_sealed = models.BinaryField(null=True)
    number_index = models.BinaryField(max_length=32, null=True)
    agent = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    state = models.CharField(max_length=20)
    offered_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    wrapped_up_at = models.DateTimeField(null=True)
    held_for = models.DurationField(null=True)
    holds = models.IntegerField(default=0)
    misses = models.IntegerField(default=0)
    third = models.CharField(max_length=60, blank=True, default="")
    ended_by = models.CharField(max_length=20, blank=True, default="")
    recording = models.CharField(max_length=200, blank=True, default="")
    recorded_seconds = models.IntegerField(default=0)
    outcome = models.CharField(max_length=20, blank=True, default="")
    note = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("road", "exchange_key"),
                condition=~Q(exchange_key=""),
                name="call_once_per_key",
                nulls_distinct=False,
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

    `key` is the exchange's own of the event, none for a press of a button; `agent` is the
    call-taker whom it names, `third` who was called in or whom the call went to.
    """

    call = models.ForeignKey(Call, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=20)
    at = models.DateTimeField()
    told_at = models.DateTimeField()
    by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    key = models.CharField(max_length=100, blank=True, default="")
    agent = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    queue = models.CharField(max_length=40, blank=True, default="")
    position = models.IntegerField(default=0)
    third = models.CharField(max_length=60, blank=True, default="")
    ended_by = models.CharField(max_length=20, blank=True, default="")
    outcome = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("call", "key"), condition=~Q(key=""), name="call_event_once"
            ),
        )


class AgentTurn(models.Model):
    """坐席状态: a stretch in which a call-taker was free, ringing, talking, wrapping up, on a break
    or signed off; the open one is what they do now. `why` is empty, or `limit` where the hotline
    ended what had lasted too long before this."""

    id = IdentityField()
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    state = models.CharField(max_length=20)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    why = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("staff",), condition=Q(ended_at__isnull=True), name="one_turn_at_a_time"
            ),
        )
        indexes = (models.Index(fields=("started_at",), name="turn_started"),)


class MissedCaller(models.Model):
    """未接回拨: a number that called in vain and has not been reached since; one open row each.

    `how` says how it ended: `called_back`, `called_again` or `given_up`.
    """

    id = IdentityField()
    number_sealed = models.BinaryField()
    number_index = models.BinaryField(max_length=32)
    call = models.ForeignKey(Call, models.PROTECT, related_name="+", db_index=False)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    times = models.IntegerField(default=1)
    waited = models.DurationField()
    tries = models.IntegerField(default=0)
    taken_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    is_harassing = models.BooleanField(default=False)
    done_at = models.DateTimeField(null=True)
    how = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("number_index",), condition=Q(done_at__isnull=True), name="missed_once"
            ),
        )
        indexes = (
            models.Index(
                fields=("is_harassing", "-last_at"),
                condition=Q(done_at__isnull=True),
                name="missed_open",
            ),
            models.Index(fields=("-done_at",), name="missed_done"),
        )


class MissedEntry(models.Model):
    """What was done about a missed caller: taken, let go, tried, reached, given up; append-only."""

    missed = models.ForeignKey(MissedCaller, models.PROTECT, related_name="journal")
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    verb = models.CharField(max_length=20)
    note = models.CharField(max_length=300, blank=True, default="")
