"""The lock on sign-ins: by name and address, and at a higher limit by name over all addresses.

The first keeps a guesser out without keeping out the person they guess at; the second ends a guess
that is spread over many addresses. Passwords and second factors are counted together.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from django.http import HttpRequest

from hotline.channels.whence import client_address
from hotline.records.models import Staff
from hotline.records.queries.locks import failures, locked_until
from hotline.rules.accounts import NAME_LIMIT, PAIR_LIMIT

__all__ = ["Lock", "client_address", "ends_at", "is_locked_out", "note_failure"]


class Lock(AxesDatabaseHandler):
    """Axes with two limits; it notes each failure as before."""

    def get_failures(self, request: HttpRequest, credentials: Any = None) -> int:
        """The failures that count, on the scale of one address."""
        by_pair, by_name = failures(*_who(request, credentials))
        return max(by_pair, by_name * PAIR_LIMIT // NAME_LIMIT)


def is_locked_out(request: HttpRequest, person: Staff) -> bool:
    """Whether this person may not try now, by whatever means; then the lock's page is answered."""
    credentials = {"username": person.username}
    is_open = AxesProxyHandler.is_allowed(request, credentials)
    if not is_open:
        request.axes_locked_out, request.axes_credentials = True, credentials  # type: ignore[attr-defined]
    return not is_open


def note_failure(request: HttpRequest, person: Staff) -> None:
    """A second factor that was wrong counts as a password that was."""
    credentials = {"username": person.username}
    AxesProxyHandler.user_login_failed(sender=Lock, credentials=credentials, request=request)


def ends_at(request: HttpRequest, credentials: Any) -> datetime | None:
    """When the lock that holds this request ends."""
    return locked_until(*_who(request, credentials))


def _who(request: HttpRequest, credentials: Any) -> tuple[str, str | None]:
    """The name that is tried, and from where."""
    username = (credentials or {}).get("username") or request.POST.get("username", "")
    return str(username), client_address(request)
