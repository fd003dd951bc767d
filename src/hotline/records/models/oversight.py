"""What is done beside the path to get a case moving: supervision, conference, instruction."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from hotline.records.identity import IdentityField
from hotline.records.models.cases import Case
from hotline.records.models.people import Staff
from hotline.records.models.reference import Department


class Supervision(models.Model):
    """督办: a case under watch, with a level, a deadline of its own and an outcome.

    Levels: ordinary 普通, listed 挂牌, summons 约谈, raised 提级. `keeper` sees to it now: whoever
    started it, or who took over from them.
    """

    id = IdentityField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="supervisions", db_index=False)
    department = models.ForeignKey(Department, models.PROTECT, null=True, related_name="+")
    level = models.CharField(max_length=20)
    demand = models.TextField()
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(
        Staff, models.PROTECT, null=True, related_name="+", db_index=False
    )
    keeper = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    due_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    outcome = models.TextField(blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("case",),
                condition=models.Q(ended_at__isnull=True),
                name="one_open_supervision_per_case",
            ),
        )
        indexes = (
            models.Index(fields=("case", "started_at"), name="supervision_of_case"),
            models.Index(
                fields=("due_at",),
                name="supervision_open",
                condition=models.Q(ended_at__isnull=True),
            ),
        )


class Conference(models.Model):
    """会商: units sat down together over a case; its minutes bind whom they name."""

    id = IdentityField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="conferences", db_index=False)
    held_at = models.DateTimeField()
    kept_at = models.DateTimeField()
    kept_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    departments = ArrayField(models.BigIntegerField(), default=list)
    minutes = models.TextField()
    conclusion = models.TextField()

    class Meta:
        indexes = (models.Index(fields=("case", "held_at"), name="conference_of_case"),)


class Instruction(models.Model):
    """批示: a leader's word on a case."""

    id = IdentityField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="instructions", db_index=False)
    leader = models.CharField(max_length=60)
    text = models.TextField()
    given_at = models.DateTimeField()
    kept_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        indexes = (
            models.Index(fields=("case", "given_at"), name="instruction_of_case"),
            models.Index(fields=("-given_at",), name="instruction_newest"),
        )
