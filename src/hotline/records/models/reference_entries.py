"""What was done to the reference data: appended, never edited; and what is planned for a day."""

from __future__ import annotations

from django.db import models

from hotline.records.identity import IdentityField
from hotline.records.models.people import Staff


class ReferenceEntry(models.Model):
    """One change of one row: who, when, why, from which day, and the facts before and after.

    `verb` is created, changed, ended, resumed or undone. `table` and `key` name the row as
    `rules/reference/tables.py` does; topics, roles and the office have entries of their own.
    """

    id = IdentityField()
    table = models.CharField(max_length=20)
    key = models.CharField(max_length=200)
    verb = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    begins = models.DateField()
    reason = models.TextField(blank=True, default="")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        indexes = (
            models.Index(fields=("table", "key", "id"), name="reference_entry_of_row"),
            models.Index(fields=("table", "begins"), name="reference_entry_of_day"),
        )


class PlannedChange(models.Model):
    """A change of a row without dates of its own that waits for its day.

    `state` is waiting, done or undone.
    """

    id = IdentityField()
    entry = models.OneToOneField(ReferenceEntry, models.PROTECT, related_name="planned")
    begins = models.DateField()
    state = models.CharField(max_length=10, default="waiting")

    class Meta:
        indexes = (
            models.Index(
                fields=("begins",),
                name="planned_waiting",
                condition=models.Q(state="waiting"),
            ),
        )
