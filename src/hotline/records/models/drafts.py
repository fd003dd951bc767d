"""What a person has typed and not sent yet: kept for them alone, sealed, and only for some days."""

from __future__ import annotations

from uuid import UUID, uuid5

from django.db import models

from hotline.records.identity import IdentityField
from hotline.records.models.people import Staff
from hotline.records.sealing import seal_bytes, unseal_bytes

LONGEST_KEY = 100
OF_DRAFTS = UUID("5f0f5d0c-6d6c-5a63-9a53-0f7f2c1d4b19")


class Draft(models.Model):
    """草稿: one form as its person left it; `key` names the form, `version` counts the savings.

    Its identity is worked out of person and key, so that it is found and sealed without reading.
    """

    id = IdentityField()
    staff = models.ForeignKey(Staff, models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=LONGEST_KEY)
    fields_sealed = models.BinaryField()
    version = models.IntegerField(default=0)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("staff", "key"), name="draft_once_per_key"),)
        indexes = (models.Index(fields=("saved_at",), name="draft_oldest"),)

    @staticmethod
    def identity(staff: Staff, key: str) -> UUID:
        """The identity of this person's draft of the form called `key`."""
        return uuid5(OF_DRAFTS, f"{staff.pk}/{key}")

    @staticmethod
    def sealed(identity: UUID, fields: str) -> bytes:
        """The JSON of the fields, sealed for this draft."""
        return seal_bytes("draft", "fields", identity, fields.encode())

    @property
    def fields(self) -> str:
        """The JSON of the fields; raises SealBroken."""
        return unseal_bytes("draft", "fields", self.pk, self.fields_sealed).decode()
