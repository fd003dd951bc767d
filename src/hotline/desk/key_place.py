"""What security keys are bound to here, and the challenge that one has to sign: kept in the
session, good for one answer."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from hotline.records.queries.reference import office
from hotline.steps.access.keys import Place

CHALLENGE = "challenge"


def key_place(request: HttpRequest) -> Place | None:
    """The host and origin of this page; None for a bare address, which no key can be bound to."""
    host = settings.HOTLINE_WEBAUTHN_HOST or split_domain_port(request.get_host())[0]
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        origin = f"{request.scheme}://{request.get_host()}"
        return Place(host, origin, office().hotline_name)
    return None


def keep_challenge(request: HttpRequest, challenge: bytes) -> None:
    """Keep what has been asked of a key; an earlier question is void."""
    request.session[CHALLENGE] = bytes_to_base64url(challenge)


def take_challenge(request: HttpRequest) -> bytes | None:
    """What was asked last, once."""
    kept = request.session.pop(CHALLENGE, None)
    return base64url_to_bytes(kept) if kept else None
