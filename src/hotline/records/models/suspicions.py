"""Suspicious patterns that were found, the cases behind each, and what people held of them."""

from __future__ import annotations

from django.db import models

from hotline.records.identity import IdentityField
from hotline.records.models.cases import Case
from hotline.records.models.people import Staff
from hotline.records.models.reference import Department


class SuspicionRun(models.Model):
    """One search for suspicious patterns; `position` of `size` rules are through.

    `status` is waiting, running, finished or failed.
    """

    id = IdentityField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    status = models.CharField(max_length=20, default="waiting")
    position = models.IntegerField(default=0)
    size = models.IntegerField(default=0)
    found = models.IntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("-asked_at",), name="suspicion_run_newest"),)


class Suspicion(models.Model):
    """疑点: a lead, never a verdict. `rule` says what was looked for (`rules/suspicion.py`),
    `subject` at whom or what: there is one row for both, and it grows with its evidence.

    `numbers` fill the sentence of the rule. `standing` is open, watched, confirmed or dismissed.
    """

    id = IdentityField()
    rule = models.CharField(max_length=30)
    subject = models.CharField(max_length=100)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, related_name="+", db_index=False
    )
    person = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    numbers = models.JSONField(default=dict)
    found_at = models.DateTimeField()
    standing = models.CharField(max_length=20, default="open")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("rule", "subject"), name="suspicion_once"),)
        indexes = (models.Index(fields=("standing", "-found_at"), name="suspicion_standing"),)


class SuspicionPiece(models.Model):
    """One piece of evidence, by identity only: the case, and the `row` of it that is meant (a
    share, a talk, a callback, or the case itself). Its text is read where it stands."""

    id = IdentityField()
    suspicion = models.ForeignKey(Suspicion, models.PROTECT, related_name="pieces", db_index=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)
    row = models.UUIDField()
    found_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("suspicion", "row"), name="suspicion_piece_once"),
        )


class SuspicionRuling(models.Model):
    """What a supervisor held of a suspicion, and why; appended and never edited."""

    id = IdentityField()
    suspicion = models.ForeignKey(Suspicion, models.PROTECT, related_name="rulings", db_index=False)
    verdict = models.CharField(max_length=20)
    note = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    pieces = models.IntegerField(default=0)

    class Meta:
        indexes = (models.Index(fields=("suspicion", "at"), name="suspicion_ruling_of"),)
