"""Where a request comes from: the client's own address, also behind the office's proxy."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """The address that the lock counts by and a session is listed with.

    A proxy writes the address that it was called from at the end of X-Forwarded-For; whatever
    stands before it the client may have written itself. Without a proxy the header means nothing.
    """
    direct = request.META.get("REMOTE_ADDR") or None
    if not settings.HOTLINE_BEHIND_PROXY:
        return direct
    told = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    try:
        return str(ipaddress.ip_address(told))
    except ValueError:
        return direct
