"""What the editors of a bulletin leave behind: every text, what they said, what they let stand."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from hotline.records.identity import IdentityField
from hotline.records.models.bulletins import Bulletin
from hotline.records.models.people import Staff


class BulletinItemText(models.Model):
    """One text of an item as it was saved, appended and never edited; `number` counts from 1.

    It outlives its item, whose identity is `item`: what was dropped is brought back from here.
    `act` says how it came about: pick, rewrite, replace, bring_back, drop.
    """

    id = IdentityField()
    bulletin = models.ForeignKey(Bulletin, models.PROTECT, related_name="texts", db_index=False)
    item = models.UUIDField()
    number = models.IntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    act = models.CharField(max_length=20)
    section = models.CharField(max_length=30)
    group = models.CharField(max_length=100, blank=True, default="")
    text = models.TextField()
    cases = ArrayField(models.UUIDField(), default=list, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("bulletin", "item", "number"), name="bulletin_text_once"
            ),
        )


class BulletinComment(models.Model):
    """Something said about a bulletin or one of its items; `people` are who was mentioned."""

    id = IdentityField()
    bulletin = models.ForeignKey(Bulletin, models.PROTECT, related_name="comments", db_index=False)
    item = models.UUIDField(null=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    text = models.TextField()
    people = ArrayField(models.BigIntegerField(), default=list, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        Staff, models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        indexes = (models.Index(fields=("bulletin", "at"), name="comment_of_bulletin"),)


class BulletinClearing(models.Model):
    """放行: a person lets one finding stand, with a reason; appended and never edited.

    `key` is the digest of the finding and of the whole text it stands in: another text, another
    key, and the finding is open again. No word of the text is kept here.
    """

    id = IdentityField()
    bulletin = models.ForeignKey(Bulletin, models.PROTECT, related_name="clearings")
    key = models.CharField(max_length=64)
    kind = models.CharField(max_length=30)
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("bulletin", "key"), name="bulletin_cleared_once"),
        )
