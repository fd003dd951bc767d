"""导出: a list as a file, ordered by a person and written by the worker."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from hotline.records.identity import IdentityField
from hotline.records.models.people import Staff


class Export(models.Model):
    """One order: which list, narrowed how (`asked`, and in words `told`), which columns, what for.

    Its file lies in `parts` sealed pieces in a storage of its own, nobody but `by` gets it, and it
    is deleted some days later. `done` of `expected` rows are written; `digest` (SM3) knows a copy
    of the file again. Until `finished_at` it can be stopped.
    """

    id = IdentityField()
    number = models.CharField(max_length=30, unique=True)
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    list = models.CharField(max_length=40)
    asked = models.JSONField(default=dict)
    told = models.CharField(max_length=500, blank=True, default="")
    columns = ArrayField(models.CharField(max_length=40))
    format = models.CharField(max_length=10)
    purpose = models.CharField(max_length=200, blank=True, default="")
    status = models.CharField(max_length=20, default="waiting")
    ordered_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    expected = models.IntegerField(default=0)
    done = models.IntegerField(default=0)
    problem = models.CharField(max_length=500, blank=True, default="")
    parts = models.IntegerField(default=0)
    size = models.BigIntegerField(default=0)
    digest = models.BinaryField(max_length=32, null=True)
    fetched = models.IntegerField(default=0)
    fetched_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=("by", "-ordered_at"), name="export_by"),
            models.Index(
                fields=("ordered_at",),
                name="export_open",
                condition=models.Q(finished_at__isnull=True),
            ),
            models.Index(
                fields=("finished_at",), name="export_kept", condition=models.Q(parts__gt=0)
            ),
        )
