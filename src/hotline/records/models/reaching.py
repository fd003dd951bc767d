"""Where a person wants to be reached outside the screens, and every message that went there."""

from __future__ import annotations

from django.db import models

from hotline.records.identity import IdentityField
from hotline.records.models.clocks import Notice
from hotline.records.models.people import Staff
from hotline.records.sealing import seal, unseal


class Reach(models.Model):
    """One person's mail address and mobile, sealed, each good once `…_verified_at` says so.

    `choices` are the ways by kind of notice: {"red": ["sms"]}. `code_sealed` is the code that was
    sent to `code_way`, good until `code_until`. Between the quiet hours nothing is sent.
    """

    id = IdentityField()
    staff = models.OneToOneField(Staff, models.CASCADE, related_name="reach")
    mail_sealed = models.BinaryField(null=True)
    mail_verified_at = models.DateTimeField(null=True)
    sms_sealed = models.BinaryField(null=True)
    sms_verified_at = models.DateTimeField(null=True)
    choices = models.JSONField(default=dict)
    quiet_from = models.TimeField(null=True)
    quiet_until = models.TimeField(null=True)
    code_sealed = models.BinaryField(null=True)
    code_way = models.CharField(max_length=10, blank=True, default="")
    code_until = models.DateTimeField(null=True)
    code_tries = models.IntegerField(default=0)

    def address(self, way: str) -> str:
        """The address of a way; empty where there is none."""
        return unseal("reach", way, self.pk, getattr(self, f"{way}_sealed"))

    def sealed(self, way: str, address: str) -> bytes | None:
        """An address sealed for this person and way."""
        return seal("reach", way, self.pk, address)

    def is_verified(self, way: str) -> bool:
        """Whether a code that was sent there came back."""
        return getattr(self, f"{way}_verified_at") is not None


class Outgoing(models.Model):
    """One message to one person by one way, of one notice (none: a code), and what came of it.

    `outcome` is empty while it waits, then sent, failed, or moot when the notice held no longer.
    Several that wait together go as one message. The text is made when it is sent, and not kept.
    """

    id = IdentityField()
    staff = models.ForeignKey(Staff, models.CASCADE, related_name="+", db_index=False)
    way = models.CharField(max_length=10)
    notice = models.ForeignKey(Notice, models.PROTECT, null=True, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)
    attempts = models.IntegerField(default=0)
    outcome = models.CharField(max_length=10, blank=True, default="")
    settled_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("staff", "way", "notice"),
                condition=models.Q(notice__isnull=False),
                name="told_once_per_way",
            ),
        )
        indexes = (
            models.Index(
                fields=("next_at",),
                name="outgoing_next",
                condition=models.Q(next_at__isnull=False),
            ),
            models.Index(fields=("staff", "-made_at"), name="outgoing_of_person"),
        )
