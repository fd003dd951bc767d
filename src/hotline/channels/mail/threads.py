"""Which case a letter belongs to: that of our letter it answers, or whose receipt it names."""

from __future__ import annotations

import re
from email.message import Message

from hotline.channels.mail.bounces import deliveries_in
from hotline.channels.mail.box import Box
from hotline.documents.letters.headers import header, identities
from hotline.records.models import Case, Delivery

_RECEIPT = re.compile(r"(?<![0-9A-Z])([0-9A-HJKMNP-TV-Z]{12})(?![0-9A-Z])")
_PREFIX = re.compile(
    r"^\s*((回复|答复|回覆|转发|轉寄|Re|Fwd?|Aw|答復)\s*(\[\d+\])?\s*[：:]\s*)+", re.IGNORECASE
)


def case_answered(head: Message, box: Box) -> Case | None:
    """The case of our letter that this one answers, else that of the receipt in its subject."""
    names = identities(head, "In-Reply-To", "References")
    ours = deliveries_in(names, box.domain)
    rows = Delivery.objects.filter(pk__in=ours, road=box.road).select_related("case")
    row = rows.order_by("-pk").first() if ours else None
    if row is not None:
        return row.case
    receipts = _RECEIPT.findall(header(head, "Subject").upper())
    return Case.objects.filter(receipt__in=receipts).first() if receipts else None


def bare_subject(subject: str) -> str:
    """A subject without what programs put before it."""
    return _PREFIX.sub("", subject).strip()
