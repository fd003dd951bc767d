"""答复检查和承诺: what was found in a unit's replies, and the days that they promised."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from hotline.records.identity import IdentityField
from hotline.records.models.cases import Assignment, Case
from hotline.records.models.people import Staff
from hotline.records.models.reference import Department


class ReplyCheck(models.Model):
    """答复检查: one reply as it was sent, with what was found in it.

    `at` is the moment of the reply, so that a later reply of the same share has a check of its own.
    Each of `findings` has kind, severity, start, end (places in the public answer) and say.
    `anyway` is why the unit sent it although it was asked; `prints` are the fingerprints by which a
    reply that says the same is found.
    """

    id = IdentityField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="reply_checks", db_index=False)
    assignment = models.ForeignKey(
        Assignment, models.PROTECT, related_name="checks", db_index=False
    )
    unit = models.ForeignKey(Department, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    verdict = models.CharField(max_length=20)
    score = models.SmallIntegerField()
    findings = models.JSONField(default=list)
    requests = models.JSONField(default=list)
    anyway = models.CharField(max_length=500, blank=True, default="")
    prints = ArrayField(models.BigIntegerField(), default=list, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("assignment", "at"), name="reply_checked_once"),
        )
        indexes = (
            models.Index(fields=("case", "at"), name="reply_check_of_case"),
            GinIndex(fields=("prints",), name="reply_check_prints"),
        )


class Promise(models.Model):
    """承诺: a day by which a unit's reply says that something will be done.

    `outcome` is empty while it is open, then kept, broken or, where a new reply stands, replaced.
    `told_at` is when the unit and the office were told that the day has passed.
    """

    id = IdentityField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="promises", db_index=False)
    assignment = models.ForeignKey(
        Assignment, models.PROTECT, related_name="promises", db_index=False
    )
    unit = models.ForeignKey(Department, models.PROTECT, related_name="+", db_index=False)
    due = models.DateField()
    words = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, blank=True, default="")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        Staff, models.PROTECT, null=True, related_name="+", db_index=False
    )
    note = models.CharField(max_length=500, blank=True, default="")
    told_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=("case",), name="promise_of_case"),
            models.Index(fields=("due", "id"), name="promise_open", condition=models.Q(outcome="")),
            models.Index(
                fields=("unit", "due"), name="promise_of_unit", condition=models.Q(outcome="")
            ),
            models.Index(
                fields=("-settled_at",),
                name="promise_settled",
                condition=models.Q(outcome__in=("kept", "broken")),
            ),
        )
