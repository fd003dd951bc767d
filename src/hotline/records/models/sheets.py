"""办理单: the sheets of some cases as one file, made by the worker for who ordered it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from hotline.records.identity import IdentityField
from hotline.records.models.people import Staff


class SheetRun(models.Model):
    """One order of sheets: which cases, for whom, how far it is, and its file (sealed).

    Nobody but `by` gets the file, and it is dropped some days later. `left_out` are the cases that
    the person could no longer see when their turn came.
    """

    id = IdentityField()
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    numbers = ArrayField(models.CharField(max_length=30))
    format = models.CharField(max_length=10)
    status = models.CharField(max_length=20, default="waiting")
    ordered_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    done = models.IntegerField(default=0)
    left_out = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    problem = models.CharField(max_length=500, blank=True, default="")
    file_sealed = models.BinaryField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=("by", "-ordered_at"), name="sheetrun_by"),
            models.Index(
                fields=("ordered_at",),
                name="sheetrun_kept",
                condition=models.Q(file_sealed__isnull=False),
            ),
        )
