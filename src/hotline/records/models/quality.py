"""Quality sampling: a fair draw of ended cases, and what was found when they were looked at."""

from __future__ import annotations

from django.db import models

from hotline.records.identity import IdentityField
from hotline.records.models.cases import Case
from hotline.records.models.people import Staff
from hotline.records.models.reference import Department, Kind


class QualitySample(models.Model):
    """质检抽样: `size` cases closed in a period, out of `population` that fitted.

    `seed` and the rule of `steps/quality/draw_sample.py` give the same cases again, so that anybody
    can see that none was picked by hand. `sheet` keeps the score sheet of the day: code, name and
    points of each item.
    """

    id = IdentityField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    unit = models.ForeignKey(Department, models.PROTECT, null=True, related_name="+")
    agent = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    kind = models.ForeignKey(Kind, models.PROTECT, null=True, related_name="+", db_index=False)
    size = models.IntegerField()
    population = models.IntegerField()
    seed = models.CharField(max_length=40)
    sheet = models.JSONField(default=list)
    note = models.CharField(max_length=200, blank=True, default="")
    drawn_at = models.DateTimeField()
    drawn_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        indexes = (models.Index(fields=("-drawn_at",), name="quality_newest"),)


class QualityCheck(models.Model):
    """质检: one drawn case. `score` is the total that holds now, empty while nobody has looked."""

    id = IdentityField()
    sample = models.ForeignKey(QualitySample, models.PROTECT, related_name="checks")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    place = models.IntegerField()
    score = models.IntegerField(null=True)
    scored_at = models.DateTimeField(null=True)
    scored_by = models.ForeignKey(
        Staff, models.PROTECT, null=True, related_name="+", db_index=False
    )
    times = models.IntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("sample", "place"), name="quality_place_in_sample"),
        )


class QualityScore(models.Model):
    """评分: one filled score sheet, appended and never edited; a correction is a further one.

    `points` holds what each item got by its code, `findings` what was found wrong.
    """

    id = IdentityField()
    check_of = models.ForeignKey(QualityCheck, models.PROTECT, related_name="scores")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    points = models.JSONField(default=dict)
    total = models.IntegerField()
    findings = models.TextField(blank=True, default="")
    comment = models.TextField(blank=True, default="")
    reason = models.CharField(max_length=300, blank=True, default="")
