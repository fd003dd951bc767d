"""Who calls: a program with a token, which acts as one person of the office."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from hotline.records.models import ApiToken, Staff
from hotline.records.scope import enter, scope_of
from hotline.rules.workdays import CHINA
from hotline.steps.setup.add_token import token_digest
from hotline.steps.setup.use_token import use_token


class Caller(HttpRequest):
    """A request that came with a good token; `auth` is the person it acts as."""

    auth: Staff
    token: ApiToken


class Token(HttpBearer):
    """Finds the person behind a token; an expired or revoked one, or an ended account, is nobody.

    The person in hand has no more permits than the token's scopes, whoever asks.
    """

    def authenticate(self, request: HttpRequest, token: str) -> Staff | None:
        """The person, with roles and unit read already."""
        if not token.isascii():
            return None
        now = timezone.now()
        still_good = Q(expires_on=None) | Q(expires_on__gte=now.astimezone(CHINA).date())
        found = (
            ApiToken.objects.filter(still_good)
            .select_related("staff__department")
            .prefetch_related("staff__roles")
            .filter(digest=token_digest(token), revoked_at=None, staff__is_active=True)
        )
        known = next(iter(found), None)  # a digest is one token's only
        if known is None:
            return None
        # What is lent to the person is lent to them alone, and not to a program of theirs.
        known.staff.narrow(known.scopes or known.staff.own_permits)
        use_token(known, at=now)
        request.token = known  # type: ignore[attr-defined] # the API's own requests, see Caller
        enter(scope_of(known.staff))  # until the middleware puts it back at the request's end
        return known.staff
