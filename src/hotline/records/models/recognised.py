"""识别: the words that an engine read out of a picture or a recording."""

from __future__ import annotations

from django.db import models

from hotline.records.identity import IdentityField
from hotline.records.models.attachments import Attachment
from hotline.records.models.cases import Case
from hotline.records.models.people import Staff


class Recognised(models.Model):
    """What was read of one attachment, a guess: `state` is waiting, done or failed (`why` says it
    in Chinese), `confidence` 0 to 1 the lines' mean. The words are sealed: they are a citizen's."""

    id = IdentityField()
    attachment = models.OneToOneField(Attachment, models.PROTECT, related_name="recognised")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=10, default="waiting")
    engine = models.CharField(max_length=40)
    version = models.CharField(max_length=60)
    text_sealed = models.BinaryField(null=True)
    confidence = models.FloatField(default=0)
    why = models.CharField(max_length=200, blank=True, default="")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    done_at = models.DateTimeField(null=True)
