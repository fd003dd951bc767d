"""What the citizens' site keeps beside the cases: accounts, codes that were sent, things for an
hour."""

from __future__ import annotations

from django.db import models

from hotline.records.identity import IdentityField
from hotline.records.sealing import unseal


class CitizenAccount(models.Model):
    """A citizen's own account, opened by a phone that answered; it is nobody's Staff.

    `epoch` grows when the citizen signs out everywhere: cookies of an earlier one open nothing.
    """

    id = IdentityField()
    phone_sealed = models.BinaryField()
    phone_index = models.BinaryField(max_length=32, unique=True)
    name_sealed = models.BinaryField(null=True)
    created_at = models.DateTimeField()
    signed_in_at = models.DateTimeField()
    epoch = models.IntegerField(default=0)

    @property
    def phone(self) -> str:
        """The phone that opens it."""
        return unseal("citizenaccount", "phone", self.pk, self.phone_sealed)

    @property
    def name(self) -> str:
        """What the citizen is called, where they said so."""
        return unseal("citizenaccount", "name", self.pk, self.name_sealed)


class PhoneCode(models.Model):
    """The one-time code that was last sent to a phone, whether it has an account or not.

    It is good until `until` and for a few `tries`, and kept sealed until it is sent.
    """

    id = IdentityField()
    phone_sealed = models.BinaryField()
    phone_index = models.BinaryField(max_length=32, unique=True)
    code_sealed = models.BinaryField()
    made_at = models.DateTimeField()
    until = models.DateTimeField()
    tries = models.SmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)


class HeldPicture(models.Model):
    """A picture of a request that is not sent yet, drawn anew and sealed, for some hours.

    A browser without script cannot keep chosen files over the page that asks "is this right?".
    `form` is the keyed digest of the form's key, which only that browser knows.
    """

    id = IdentityField()
    form = models.BinaryField(max_length=32)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    digest = models.BinaryField(max_length=32)
    content_sealed = models.BinaryField()
    small = models.BinaryField()
    held_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("form", "digest"), name="held_once_per_form"),
        )
        indexes = (models.Index(fields=("held_at",), name="held_picture_at"),)


class VisitMark(models.Model):
    """One thing that was done from an address, for its rate limit: a keyed digest, for a day."""

    id = IdentityField()
    act = models.CharField(max_length=20)
    mark = models.BinaryField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=("mark", "act", "at"), name="visit_mark"),
            models.Index(fields=("at",), name="visit_mark_at"),
        )
