"""What citizens ask for after filing, and what the office shows to everybody."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from hotline.records.identity import IdentityField
from hotline.records.models.cases import Case
from hotline.records.models.people import Staff
from hotline.records.models.reference import Department, Topic


class CitizenWish(models.Model):
    """网上申请: what a citizen asked for by their own hand and the office decides.

    `verb` is the move that they want; `outcome` is empty while it waits, then agreed or declined,
    and `answer` is what the citizen reads.
    """

    id = IdentityField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="wishes")
    verb = models.CharField(max_length=30)
    reason = models.TextField()
    at = models.DateTimeField()
    outcome = models.CharField(max_length=10, blank=True, default="")
    answer = models.TextField(blank=True, default="")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        Staff, models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("case", "verb"),
                condition=models.Q(settled_at__isnull=True),
                name="one_open_wish",
            ),
        )
        indexes = (models.Index(fields=("settled_at", "at"), name="wish_waiting"),)


class PublicAnswer(models.Model):
    """答复选登: a case's question and answer, rewritten for everybody by a named person.

    Nothing of the case is copied when it is shown: what stands here passed the privacy check, and
    stays as it is. `words` is what is searched; `withdrawn_why` is what readers are told.
    """

    id = IdentityField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="public_answers")
    title = models.CharField(max_length=100)
    question = models.TextField()
    answer = models.TextField()
    words = models.TextField()
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, related_name="+", db_index=False)
    unit = models.ForeignKey(
        Department, models.PROTECT, null=True, related_name="+", db_index=False
    )
    month = models.DateField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        Staff, models.PROTECT, null=True, related_name="+", db_index=False
    )
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        Staff, models.PROTECT, null=True, related_name="+", db_index=False
    )
    withdrawn_why = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("case",),
                condition=models.Q(withdrawn_at__isnull=True),
                name="one_public_answer_per_case",
            ),
        )
        indexes = (
            GinIndex(fields=("words",), name="public_answer_words", opclasses=("gin_trgm_ops",)),
            models.Index(fields=("-published_at",), name="public_answer_newest"),
        )
