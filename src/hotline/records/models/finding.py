"""What a case is found by: its texts folded for searching, kept with it in the same transaction."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from hotline.records.models.cases import Case


class CaseWords(models.Model):
    """检索文本: the texts of one case as they are searched (`rules/finding.folded`).

    They stand apart from the case, so that its moves do not touch the index, which migration 0004
    makes over the keys of all this. `sounds` are the syllables of title and place; `day` is the
    one it was registered on; `units` are the case's `seen_by`, so that a unit's search walks
    through its own cases only. Who may see the case is asked of the case itself all the same.
    """

    case = models.OneToOneField(
        Case, models.CASCADE, primary_key=True, related_name="as_searched", db_index=False
    )
    title = models.TextField()
    place = models.TextField(blank=True, default="")
    words = models.TextField()
    answer = models.TextField(blank=True, default="")
    sounds = models.TextField(blank=True, default="")
    registered_at = models.DateTimeField()
    day = models.DateField()
    units = ArrayField(models.BigIntegerField(), default=list, blank=True)
