"""Who calls: a program with a token, which acts as one person of the office."""

from __future__ import annotations

from django.http import HttpRequest
from ninja.security import HttpBearer

from hotline.records.models import ApiToken, Staff
from hotline.records.scope import enter, scope_of
from hotline.steps.setup.add_token import token_digest


class Caller(HttpRequest):
    """A request that came with a good token; `auth` is the person it acts as."""

    auth: Staff


class Token(HttpBearer):
    """Finds the person behind a token; a revoked token or an ended account is nobody."""

    def authenticate(self, request: HttpRequest, token: str) -> Staff | None:
        """The person, with roles and unit read already."""
        if not token.isascii():
            return None
        known = (
            ApiToken.objects.select_related("staff__department")
            .prefetch_related("staff__roles")
            .filter(digest=token_digest(token), revoked_at=None, staff__is_active=True)
            .first()
        )
        if known is None:
            return None
        enter(scope_of(known.staff))  # until the middleware puts it back at the request's end
        return known.staff
