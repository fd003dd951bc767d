"""The person behind a program's key, with no more permits than the key carries."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from hotline.records.models import ApiToken
from hotline.records.sealing import digest
from hotline.rules.workdays import CHINA


def token_of(secret: str, at: datetime) -> ApiToken | None:
    """The token with this secret, its person narrowed to its scopes; an expired or revoked one, or
    that of an ended account, is nobody's."""
    if not secret.isascii():
        return None
    still_good = Q(expires_on=None) | Q(expires_on__gte=at.astimezone(CHINA).date())
    found = (
        ApiToken.objects.filter(still_good)
        .select_related("staff__department")
        .prefetch_related("staff__roles")
        .filter(digest=digest(secret.encode()), revoked_at=None, staff__is_active=True)
    )
    known = next(iter(found), None)  # a digest is one token's only
    if known is not None:
        # What is lent to the person is lent to them alone, and not to a program of theirs.
        known.staff.narrow(known.scopes or known.staff.own_permits)
    return known
