"""短信: who wants no text messages from the office."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from hotline.records.identity import IdentityField
from hotline.records.models.people import Staff


class TextStop(models.Model):
    """退订: from `since` on a number is sent nothing, until it is taken back; rows are kept, and so
    are their own journal. `how` says by what: the word that was sent (reply) or a person (desk).
    """

    id = IdentityField()
    phone_index = models.BinaryField(max_length=32)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    how = models.CharField(max_length=10, default="reply")
    by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("phone_index",), condition=Q(until=None), name="stopped_once"
            ),
        )
