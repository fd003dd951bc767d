"""What is agreed about calling a citizen back: when they want it, and who is calling just now."""

from __future__ import annotations

from django.db import models

from hotline.records.identity import IdentityField
from hotline.records.models.cases import Case
from hotline.records.models.people import Staff


class CallPlan(models.Model):
    """回访安排: one per case that needs one, beside its tries.

    `asked_for` is the moment at which the citizen asked to be called, quiet hours or not; it holds
    until the next try. `claimed_by` is who calls just now: a claim is advice to colleagues, ends
    by itself at `claimed_until`, and keeps nobody from the case.
    """

    id = IdentityField()
    case = models.OneToOneField(Case, models.PROTECT, related_name="call_plan")
    asked_for = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    claimed_by = models.ForeignKey(
        Staff, models.PROTECT, null=True, related_name="+", db_index=False
    )
    claimed_until = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(
                fields=("claimed_by",),
                name="callplan_claimed",
                condition=models.Q(claimed_by__isnull=False),
            ),
        )
