"""指标口径: what a rate or number counts, out of what, in a period."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from hotline.records.identity import IdentityField


class MeasureDefinition(models.Model):
    """One definition in one period; a changed one is a new row of the same code.

    `numerator` and `denominator` hold the words of `rules/conditions.py`.
    """

    id = IdentityField()
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=40)
    shown = models.CharField(max_length=10, default="count")
    numerator = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    denominator = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    decimals = models.IntegerField(null=True, blank=True)
    meaning = models.TextField(blank=True, default="")
    source = models.TextField(blank=True, default="")
    order = models.IntegerField(default=0)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("order", "code", "valid_from")
        indexes = (models.Index(fields=("code", "valid_from"), name="measure_by_code"),)

    def __str__(self) -> str:
        return self.name
