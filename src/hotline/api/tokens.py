"""Who calls: a program with a token, which acts as one person of the office."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from hotline.records.models import ApiToken, Staff
from hotline.records.queries.tokens import token_of
from hotline.records.scope import enter, scope_of
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
        now = timezone.now()
        known = token_of(token, now)
        if known is None:
            return None
        use_token(known, at=now)
        request.token = known  # type: ignore[attr-defined] # the API's own requests, see Caller
        enter(scope_of(known.staff))  # until the middleware puts it back at the request's end
        return known.staff
