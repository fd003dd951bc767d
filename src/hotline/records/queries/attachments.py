"""The attachments of a case, for whoever may see the case."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from hotline.records.models import Attachment, Case

WITH = ("added_by", "added_by__department", "removed_by", "removed_by__department")


def attachments_of(case: Case) -> Sequence[Attachment]:
    """Every attachment of `case`, withdrawn and refused ones too, oldest first."""
    found = Attachment.objects.filter(case=case).select_related(*WITH)
    return list(found.order_by("added_at", "pk"))


def attachment_of(case: Case, attachment: UUID) -> Attachment:
    """One attachment of `case` that was not withdrawn; raises Attachment.DoesNotExist."""
    return Attachment.objects.get(case=case, pk=attachment, removed_at__isnull=True)
