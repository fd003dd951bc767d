"""What happened, appended and never edited: the database itself refuses UPDATE and DELETE.

A journal entry keeps the counted facts of the case *after* the move, so any figure can be asked
as of any moment from the last entry before it.
"""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.db import models

from hotline.records.models.cases import Case
from hotline.records.models.people import Staff
from hotline.records.models.reference import Campaign, Channel, Department, Kind, Topic


class JournalEntry(models.Model):
    """One move of one case: who, when, which verb, and how the case stood after it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="journal", db_index=False)
    seq = models.IntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    verb = models.CharField(max_length=30)
    status = models.CharField(max_length=30)
    channel = models.ForeignKey(Channel, models.PROTECT, db_index=False)
    kind = models.ForeignKey(Kind, models.PROTECT, null=True, db_index=False)
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, db_index=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, db_index=False)
    lead = models.ForeignKey(Department, models.PROTECT, null=True, db_index=False)
    due_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True, default="")
    details = models.JSONField(default=dict)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("case", "seq"), name="journal_seq"),)
        indexes = (
            models.Index(fields=("at",), name="journal_at"),
            models.Index(fields=("by", "at"), name="journal_by"),
        )


def _exactly_one(*names: str) -> models.Q:
    """That one of these is set and the others are not."""
    ways = [models.Q(**{f"{name}__isnull": name != one for name in names}) for one in names]
    return reduce(or_, ways)


class Reveal(models.Model):
    """One look at personal data: who, when, which field, why; of whom or of what."""

    citizen = models.ForeignKey("Citizen", models.PROTECT, null=True)
    quarantined = models.ForeignKey("Quarantined", models.PROTECT, null=True)
    inbound = models.ForeignKey("Inbound", models.PROTECT, null=True, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, null=True)
    call = models.ForeignKey("Call", models.PROTECT, null=True, db_index=False)
    field = models.CharField(max_length=20)
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=_exactly_one("citizen", "quarantined", "inbound", "call"),
                name="reveal_of_one",
            ),
        )
