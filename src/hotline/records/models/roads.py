"""线路: the connections to other systems, what came in by them and what is owed to them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from hotline.records.identity import IdentityField
from hotline.records.models.cases import Assignment, Case, Contact
from hotline.records.models.people import Staff
from hotline.records.models.reference import Channel, Road


class RoadEntry(models.Model):
    """What a person did to a road: who, when, what changed, and never a secret; append-only."""

    road = models.ForeignKey(Road, models.PROTECT, related_name="journal")
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    verb = models.CharField(max_length=30)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)


class Inbound(models.Model):
    """收件: one original as it came in by a road, kept byte for byte, and what became of it.

    `key` is the sender's identity of the message. `state` is one of `rules/roads.INBOUND_STATES`:
    a `waiting` one speaks of a matter that has not come yet, a `held` one cannot be read until a
    person has looked: `reason` is a code, `detail` the sentence for that person. `facts` are the
    adapter's own (an uid, a header), without anything personal.
    """

    id = IdentityField()
    road = models.ForeignKey(Road, models.PROTECT, related_name="+", db_index=False)
    channel = models.ForeignKey(
        Channel, models.PROTECT, null=True, related_name="+", db_index=False
    )
    key = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, blank=True, default="")
    about = models.CharField(max_length=200, blank=True, default="")
    revision = models.IntegerField(default=0)
    raw_sealed = models.BinaryField()
    raw_size = models.IntegerField()
    digest = models.BinaryField(max_length=32)
    facts = models.JSONField(default=dict)
    received_at = models.DateTimeField()
    state = models.CharField(max_length=20)
    reason = models.CharField(max_length=40, blank=True, default="")
    detail = models.CharField(max_length=500, blank=True, default="")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        Staff, models.PROTECT, null=True, related_name="+", db_index=False
    )
    contact = models.ForeignKey(
        Contact, models.PROTECT, null=True, related_name="originals", db_index=False
    )
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="originals")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("road", "key"), name="inbound_once"),)
        indexes = (
            models.Index(
                fields=("state", "received_at"),
                name="inbound_held",
                condition=Q(state__in=("held", "waiting")),
            ),
            models.Index(
                fields=("road", "about"), name="inbound_waiting", condition=Q(state="waiting")
            ),
            models.Index(
                fields=("road", "state"),
                name="inbound_held_of_road",
                condition=Q(state__in=("held", "waiting")),
            ),
            models.Index(
                fields=("state", "-settled_at"),
                name="inbound_settled",
                condition=Q(state__in=("released", "discarded")),
            ),
            models.Index(fields=("road", "-received_at"), name="inbound_newest"),
        )


class Delivery(models.Model):
    """回传件: one thing owed to another system, planned with the move that owes it.

    Of `contact` it goes up to where that came from, of `assignment` down to a unit that is another
    installation, of neither to a person (a text message). `kind` is one of `rules/roads.KINDS`,
    `state` one of its STATES, `journal_seq` the entry of the case's journal that it tells. Those of
    one case and road go in the order of their identities. `body_sealed` is what was sent,
    `file` the name of the file that it went in, where it went in one.
    """

    id = IdentityField()
    road = models.ForeignKey(Road, models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="deliveries")
    contact = models.ForeignKey(
        Contact, models.PROTECT, null=True, related_name="+", db_index=False
    )
    assignment = models.ForeignKey(
        Assignment, models.PROTECT, null=True, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=20)
    journal_seq = models.IntegerField(default=0)
    note = models.TextField(blank=True, default="")
    made_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=20, default="waiting")
    next_at = models.DateTimeField(null=True)
    attempts = models.IntegerField(default=0)
    problem = models.CharField(max_length=300, blank=True, default="")
    sent_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        Staff, models.PROTECT, null=True, related_name="+", db_index=False
    )
    file = models.CharField(max_length=200, blank=True, default="")
    peer_number = models.CharField(max_length=200, blank=True, default="")
    body_sealed = models.BinaryField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("case", "journal_seq", "kind", "road", "contact", "assignment"),
                name="owed_once",
                nulls_distinct=False,
            ),
        )
        indexes = (
            models.Index(
                fields=("next_at",), name="delivery_next", condition=Q(next_at__isnull=False)
            ),
            # Of all roads by deadline, and of one.
            models.Index(
                fields=("state", "due_at"),
                name="delivery_open",
                condition=Q(state__in=("waiting", "failed", "by_hand")),
            ),
            models.Index(
                fields=("road", "state", "due_at"),
                name="delivery_of_road",
                condition=Q(state__in=("waiting", "failed", "by_hand")),
            ),
            models.Index(
                fields=("-sent_at",), name="delivery_sent", condition=Q(sent_at__isnull=False)
            ),
            models.Index(fields=("road", "-made_at"), name="delivery_newest"),
        )


class Amendment(models.Model):
    """来件更正: what the sender said anew of a matter that had arrived; the first text stays.

    A `late` one is older than what is known already: it is kept and changes nothing.
    """

    id = IdentityField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="amendments")
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="+", db_index=False)
    revision = models.IntegerField(default=0)
    arrived_at = models.DateTimeField()
    received_at = models.DateTimeField()
    title = models.CharField(max_length=500, blank=True, default="")
    text = models.TextField(blank=True, default="")
    changed = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    late = models.BooleanField(default=False)
