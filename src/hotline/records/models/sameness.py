"""疑似同一事项: pairs of cases that may be one matter, and what a person held of them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from hotline.records.identity import IdentityField
from hotline.records.models.cases import Case
from hotline.records.models.people import Staff


class SameMatter(models.Model):
    """Two cases that came apart and may be one: `case` is the later, `other` the earlier.

    `facts` says what each fact adds (`rules/same_matter.py`), `state` is offered or apart: a person
    said that they are not the same, which stays said. That they were joined, the case itself says.
    """

    id = IdentityField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="like")
    other = models.ForeignKey(Case, models.PROTECT, related_name="like_later")
    score = models.IntegerField()
    facts = models.JSONField(default=dict)
    reasons = ArrayField(models.CharField(max_length=200), default=list)
    found_at = models.DateTimeField()
    state = models.CharField(max_length=10, default="offered")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        Staff, models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = (models.UniqueConstraint(fields=("case", "other"), name="same_once"),)
        indexes = (
            models.Index(fields=("-found_at",), name="same_offered", condition=Q(state="offered")),
        )
