"""Revoke a token: the program that uses it is refused from now on (吊销令牌)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import ApiToken, Staff
from hotline.steps.moving import Refused, permit
from hotline.steps.storing.book import Writing, book


def revoke_token(token: ApiToken, *, by: Staff | None, at: datetime) -> None:
    """End the token; it stays listed with the moment of its end."""
    permit(by, "manage_staff")
    if token.revoked_at is not None:
        raise Refused("token", "这个令牌已经吊销，不必再次吊销。")
    book().write(Writing(changes=[(token, {"revoked_at": at})]))
