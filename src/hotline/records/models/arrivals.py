"""Batches of arrivals: each run with its counts, and what could not be read, kept whole."""

from __future__ import annotations

from django.db import models

from hotline.records.identity import IdentityField
from hotline.records.models.cases import Contact
from hotline.records.models.people import Staff
from hotline.records.models.reference import Channel


class ImportRun(models.Model):
    """One file of arrivals on its way in; the counts move while it runs."""

    id = IdentityField()
    channel = models.ForeignKey(Channel, models.PROTECT)
    mapping = models.JSONField(default=dict)
    file_name = models.CharField(max_length=300)
    file_sealed = models.BinaryField(null=True)
    by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    status = models.CharField(max_length=20, default="running")
    problem = models.CharField(max_length=500, blank=True, default="")
    position = models.BigIntegerField(default=0)
    size = models.BigIntegerField(default=0)
    read = models.IntegerField(default=0)
    new = models.IntegerField(default=0)
    repeated = models.IntegerField(default=0)
    quarantined = models.IntegerField(default=0)


class Quarantined(models.Model):
    """A record that could not be read: its bytes as they came (sealed), and the reason."""

    id = IdentityField()
    run = models.ForeignKey(ImportRun, models.PROTECT, null=True, related_name="held")
    channel = models.ForeignKey(Channel, models.PROTECT)
    key = models.CharField(max_length=200)
    row = models.IntegerField(default=0)
    header = models.JSONField(default=list)
    encoding = models.CharField(max_length=20)
    delimiter = models.CharField(max_length=4, blank=True, default="")
    mapping = models.JSONField(default=dict)
    raw_sealed = models.BinaryField()
    raw_size = models.IntegerField()
    reason = models.CharField(max_length=40)
    field = models.CharField(max_length=40, blank=True, default="")
    detail = models.CharField(max_length=500)
    status = models.CharField(max_length=20, default="held")
    held_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        Staff, models.PROTECT, null=True, related_name="+", db_index=False
    )
    contact = models.ForeignKey(Contact, models.PROTECT, null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("channel", "key"), name="quarantined_once_per_key"),
        )
        indexes = (models.Index(fields=("status", "held_at"), name="quarantine_held"),)
