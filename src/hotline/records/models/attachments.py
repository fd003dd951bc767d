"""What people hand in with words: pictures, recordings, films, documents. Their bytes lie apart."""

from __future__ import annotations

from django.db import models

from hotline.records.identity import IdentityField
from hotline.records.models.cases import Assignment, Case, Contact
from hotline.records.models.people import Staff


class Attachment(models.Model):
    """附件: one file on one case; the row stays when the file is refused or withdrawn.

    `kind` is a code of `documents/media.py`, told from the content. `digest` is the SM3 of what is
    kept, which for a picture is the one drawn anew. `key` names the sealed bytes in the storage,
    `small_key` those of a small picture. State: held 查毒中, clean 已查毒, unscanned 未查毒 (no
    scanner is set), refused 有病毒 (`finding` says which; the bytes are deleted).
    """

    id = IdentityField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="attachments", db_index=False)
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="+")
    assignment = models.ForeignKey(Assignment, models.PROTECT, null=True, related_name="+")
    belongs_to = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10)
    size = models.BigIntegerField()
    digest = models.BinaryField(max_length=32)
    key = models.CharField(max_length=200)
    small_key = models.CharField(max_length=200, blank=True, default="")
    state = models.CharField(max_length=10)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    scanned_at = models.DateTimeField(null=True)
    scanner = models.CharField(max_length=200, blank=True, default="")
    finding = models.CharField(max_length=200, blank=True, default="")
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(
        Staff, models.PROTECT, null=True, related_name="+", db_index=False
    )
    removed_for = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("case", "digest"),
                condition=models.Q(removed_at__isnull=True),
                name="attachment_once_per_case",
            ),
        )
        indexes = (
            models.Index(fields=("case", "added_at"), name="attachment_of_case"),
            models.Index(fields=("digest",), name="attachment_digest"),
            models.Index(
                fields=("added_at",),
                condition=models.Q(scanned_at__isnull=True, removed_at__isnull=True),
                name="attachment_to_scan",
            ),
        )

    def __str__(self) -> str:
        return self.name
