"""What dispatching learns from history: closed cases, and how many of each kind a unit handled."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from hotline.records.models.cases import Case
from hotline.records.models.reference import Department


class DispatchLesson(models.Model):
    """A closed case as dispatching learned it: the unit that handled it, under which counts."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="lesson")
    unit = models.ForeignKey(Department, models.PROTECT, related_name="+", db_index=False)
    keys = ArrayField(models.CharField(max_length=120))


class DispatchCount(models.Model):
    """How many cases of one kind (`key`: topic, place or both) a unit handled."""

    key = models.CharField(max_length=120)
    unit = models.ForeignKey(Department, models.PROTECT, related_name="+", db_index=False)
    number = models.IntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("key", "unit"), name="dispatch_count_once"),)


class AdviceTally(models.Model):
    """How often advice came true, each case asked before it was learned: `right` of `seen`."""

    name = models.CharField(max_length=40, primary_key=True)
    seen = models.IntegerField(default=0)
    right = models.IntegerField(default=0)
