"""Boards on walls, and who gets the daily and weekly edition by mail."""

from __future__ import annotations

from django.db import models

from hotline.records.identity import IdentityField
from hotline.records.models.people import Staff


class WallScreen(models.Model):
    """大屏: a screen on a wall that shows the board without anybody signed in, until it is ended.

    Its key is shown once and kept as a digest; `seen_at` is when the screen last asked.
    """

    id = IdentityField()
    name = models.CharField(max_length=60)
    key_digest = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    seen_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)


class Subscription(models.Model):
    """邮件订阅: one person wants every edition of one family of bulletins by mail."""

    id = IdentityField()
    staff = models.ForeignKey(Staff, models.CASCADE, related_name="+")
    family = models.CharField(max_length=60)
    since = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("staff", "family"), name="subscribed_once"),)


class EditionMail(models.Model):
    """One edition that went to one subscriber; `outcome` is empty while it is tried again."""

    id = IdentityField()
    staff = models.ForeignKey(Staff, models.CASCADE, related_name="+", db_index=False)
    family = models.CharField(max_length=60)
    period = models.CharField(max_length=30)
    made_at = models.DateTimeField()
    attempts = models.IntegerField(default=0)
    outcome = models.CharField(max_length=10, blank=True, default="")
    problem = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("staff", "family", "period"), name="edition_mailed_once"
            ),
        )
