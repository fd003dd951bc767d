"""语言模型: every question that was put to the language model, and what came of it."""

from __future__ import annotations

from django.db import models

from hotline.records.identity import IdentityField
from hotline.records.models.cases import Case
from hotline.records.models.people import Staff


class ModelCall(models.Model):
    """One question, kept whether it was answered, refused or failed; rows are never changed.

    `sent_sealed` and `said_sealed` are what went out (with marks for what tells of a person) and
    what came back; `outcome` is answered, unfounded, or a key of `talking.WORDS`. `cost` is in the
    city's money, by the price that held.
    """

    id = IdentityField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="model_calls")
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    task = models.CharField(max_length=20)
    prompt_version = models.CharField(max_length=20)
    model = models.CharField(max_length=100)
    host = models.CharField(max_length=200)
    leaves_the_building = models.BooleanField()
    outcome = models.CharField(max_length=20)
    why = models.CharField(max_length=200, blank=True, default="")
    sent_sealed = models.BinaryField(null=True)
    said_sealed = models.BinaryField(null=True)
    tokens_in = models.IntegerField(default=0)
    tokens_out = models.IntegerField(default=0)
    cost = models.DecimalField(max_digits=12, decimal_places=4, default=0)
    milliseconds = models.IntegerField(default=0)

    class Meta:
        indexes = (models.Index(fields=("-at",), name="model_call_newest"),)
