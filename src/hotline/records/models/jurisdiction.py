"""Whose duty it is: the catalogue of dispatch rules, returned cases, and rulings on them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from hotline.records.identity import IdentityField
from hotline.records.models.cases import Assignment, Case
from hotline.records.models.people import Staff
from hotline.records.models.reference import Department


class DispatchRule(models.Model):
    """派单目录: a dated row that names the unit for a topic, place, kind or words.

    An empty selector means any; of those that are set, each must fit. Rules are asked in `order`,
    those of a ruling first. `source` is catalogue or ruling; `basis` the law or document behind
    it, `reason` why it was made. A rule is never edited: a change ends it and begins another of
    the same `code`, so the rows of a code are its history. One that was ended before its first day
    has a `valid_to` before its `valid_from` and never held.
    """

    id = IdentityField()
    code = models.CharField(max_length=60, db_index=True)
    order = models.IntegerField(default=0)
    topics = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    places = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    kinds = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    words = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    unit = models.ForeignKey(Department, models.PROTECT, related_name="+")
    assisting = ArrayField(models.BigIntegerField(), default=list, blank=True)
    basis = models.CharField(max_length=300, blank=True, default="")
    reason = models.TextField(blank=True, default="")
    source = models.CharField(max_length=20, default="catalogue")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    ended_because = models.TextField(blank=True, default="")

    class Meta:
        ordering = ("order", "pk")


class DispatchSimulation(models.Model):
    """派单演算: past cases run through the catalogue of one day and of another, for comparing.

    `totals` holds the counts and the pairs of units so far; `status` is waiting, running,
    finished or cancelled. What would move hangs on it as `SimulatedMove`.
    """

    id = IdentityField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    present_on = models.DateField()
    changed_on = models.DateField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    status = models.CharField(max_length=20, default="waiting")
    position = models.IntegerField(default=0)
    size = models.IntegerField(default=0)
    totals = models.JSONField(default=dict)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("-asked_at",), name="simulation_newest"),)


class SimulatedMove(models.Model):
    """A past case that the changed catalogue would send elsewhere than the present one.

    None is "no advice"; `because` is the explanation or the trouble of the changed catalogue.
    """

    id = IdentityField()
    simulation = models.ForeignKey(DispatchSimulation, models.CASCADE, related_name="moves")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)
    went_to = models.ForeignKey(
        Department, models.PROTECT, null=True, related_name="+", db_index=False
    )
    present = models.ForeignKey(
        Department, models.PROTECT, null=True, related_name="+", db_index=False
    )
    changed = models.ForeignKey(
        Department, models.PROTECT, null=True, related_name="+", db_index=False
    )
    because = models.TextField(blank=True, default="")


class Return(models.Model):
    """退单: a unit says that the case is not its own, with a reason from the list and evidence.

    `outcome` is empty while it waits, then agreed, refused, referred to a ruling, or lapsed when
    the case was taken from the unit or withdrawn first.
    """

    id = IdentityField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="returns", db_index=False)
    assignment = models.ForeignKey(
        Assignment, models.PROTECT, related_name="returns", db_index=False
    )
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    reason = models.CharField(max_length=40)
    evidence = models.TextField()
    suggested = models.ForeignKey(
        Department, models.PROTECT, null=True, related_name="+", db_index=False
    )
    outcome = models.CharField(max_length=10, blank=True, default="")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        Staff, models.PROTECT, null=True, related_name="+", db_index=False
    )
    decision = models.TextField(blank=True, default="")

    class Meta:
        indexes = (models.Index(fields=("case", "asked_at"), name="return_of_case"),)


class Ruling(models.Model):
    """职责裁定: which unit must take the case; it binds, and becomes a dispatch rule.

    `level` is who decides: the hotline office, the city government's office, the standing meeting.
    Decided without a `unit` it has lapsed: the case was taken from the unit or withdrawn first.
    """

    id = IdentityField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="rulings", db_index=False)
    level = models.CharField(max_length=20)
    question = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        Staff, models.PROTECT, null=True, related_name="+", db_index=False
    )
    unit = models.ForeignKey(Department, models.PROTECT, null=True, related_name="+")
    reason = models.TextField(blank=True, default="")
    basis = models.CharField(max_length=300, blank=True, default="")
    rule = models.ForeignKey(DispatchRule, models.PROTECT, null=True, related_name="rulings")

    class Meta:
        indexes = (models.Index(fields=("case", "asked_at"), name="ruling_of_case"),)
