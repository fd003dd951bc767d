"""Speaking to an OpenID provider: what it offers, its keys, and an identity for a code.

Source: OpenID Connect Core 1.0 §3.1, Discovery 1.0 §4; RFC 7636 (PKCE). Nothing that it answers is
believed before it is checked: the issuer's name, sizes, signatures and claims.
"""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.error import URLError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jwt import JWTClaimsRegistry

from hotline.site.sso.place import OURSELVES, Issuer

PATIENCE = 5  # seconds
LARGEST = 1_000_000  # bytes
KEPT_FOR = 3600  # seconds
ASKED_ANEW_AFTER = 30  # seconds
CLOCKS_APART = 60  # seconds
# Asymmetric only: with a shared secret, or none, anybody who knows it is the provider.
ALGORITHMS = ["RS256", "PS256", "ES256"]


class SignInFailed(Exception):
    """The provider is not there, or what it said is not to be believed; the text is for the log."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What the provider offers, and at which addresses."""

    authorize: str
    token: str
    keys: str
    end_session: str


class _NoRedirect(HTTPRedirectHandler):
    """A provider's own addresses lead nowhere else."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Follow none: the redirect becomes an error."""


_OPENER: OpenerDirector = build_opener(_NoRedirect)


class Provider:
    """One issuer, its offer and keys kept for an hour; keys are asked for anew when a token names
    one that is not known."""

    def __init__(self, issuer: Issuer) -> None:
        self.issuer = issuer
        self._offer: tuple[float, Offer] | None = None
        self._keys: tuple[float, KeySet] | None = None

    def offer(self) -> Offer:
        """What the issuer publishes of itself; it must be the issuer that we were told."""
        if self._offer is not None and time.monotonic() - self._offer[0] < KEPT_FOR:
            return self._offer[1]
        found = _asked(f"{self.issuer.address.rstrip('/')}/.well-known/openid-configuration")
        if found.get("issuer") != self.issuer.address:
            raise SignInFailed("issuer of another name")
        names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        authorize, token, keys = (_sound(found.get(name)) for name in names)
        end = found.get("end_session_endpoint")
        offer = Offer(authorize, token, keys, _sound(end) if end else "")
        self._offer = (time.monotonic(), offer)
        return offer

    def way_in(self, *, back: str, state: str, nonce: str, challenge: str) -> str:
        """The address to which the browser goes to sign in."""
        asked = {
            "response_type": "code",
            "client_id": self.issuer.client,
            "redirect_uri": back,
            "scope": "openid profile",
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        address = self.offer().authorize
        return f"{address}{'&' if urlsplit(address).query else '?'}{urlencode(asked)}"

    def way_out(self, *, back: str) -> str:
        """The address at which the browser signs out there too; empty if there is none."""
        address = self.offer().end_session
        if not address:
            return ""
        asked = urlencode({"client_id": self.issuer.client, "post_logout_redirect_uri": back})
        return f"{address}{'&' if urlsplit(address).query else '?'}{asked}"

    def identity(self, code: str, *, back: str, verifier: str, nonce: str) -> Mapping[str, Any]:
        """Who the code stands for: the checked claims of the token that it is exchanged for."""
        sent = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back,
            "client_id": self.issuer.client,
            "code_verifier": verifier,
        }
        given = _asked(self.offer().token, sent, _credentials(self.issuer))
        token = given.get("id_token")
        if not isinstance(token, str):
            raise SignInFailed("no ID token")
        return self._checked(token, nonce)

    def _checked(self, token: str, nonce: str) -> Mapping[str, Any]:
        """The claims of a token that this issuer signed for us, for this very sign-in, just now."""
        try:
            decoded = self._decoded(token)
            wanted = JWTClaimsRegistry(
                leeway=CLOCKS_APART,
                iss={"essential": True, "value": self.issuer.address},
                sub={"essential": True},
                aud={"essential": True, "value": self.issuer.client},
                exp={"essential": True},
                iat={"essential": True},
                nonce={"essential": True, "value": nonce},
            )
            wanted.validate(decoded.claims)
        except (JoseError, ValueError, TypeError) as error:
            raise SignInFailed(type(error).__name__) from error
        claims: Mapping[str, Any] = decoded.claims
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if (several or "azp" in claims) and claims.get("azp") != self.issuer.client:
            raise SignInFailed("token for another party")
        return claims

    def _decoded(self, token: str) -> jwt.Token:
        """The token under the keys that are known; once more under fresh ones, if they changed."""
        known, since = self._key_set(0)
        try:
            return jwt.decode(token, known, algorithms=ALGORITHMS)
        except (JoseError, ValueError):
            fresh, now = self._key_set(ASKED_ANEW_AFTER)
            if now == since:
                raise
            return jwt.decode(token, fresh, algorithms=ALGORITHMS)

    def _key_set(self, newer_than: float) -> tuple[KeySet, float]:
        """The issuer's keys and when they were read; none older than asked for."""
        limit = newer_than or KEPT_FOR
        if self._keys is None or time.monotonic() - self._keys[0] >= limit:
            found = _asked(self.offer().keys)
            try:
                self._keys = (time.monotonic(), KeySet.import_key_set(found))  # type: ignore[arg-type]
            except (JoseError, ValueError, TypeError, KeyError) as error:
                raise SignInFailed("unreadable keys") from error
        return self._keys[1], self._keys[0]


def _credentials(issuer: Issuer) -> dict[str, str]:
    """HTTP Basic, as every provider must understand it (RFC 6749 §2.3.1)."""
    if not issuer.secret:
        return {}
    pair = f"{quote(issuer.client, safe='')}:{quote(issuer.secret, safe='')}"
    return {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}


def _asked(
    address: str, sent: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """The JSON object that an address answers with."""
    body = urlencode(sent).encode() if sent is not None else None
    request = Request(  # noqa: S310 - only https, or this very machine: see `_sound`
        _sound(address), body, {"Accept": "application/json", **(headers or {})}
    )
    try:
        with _OPENER.open(request, timeout=PATIENCE) as answer:
            raw = answer.read(LARGEST + 1)
        found = json.loads(raw) if len(raw) <= LARGEST else None
    except (URLError, HTTPException, OSError, ValueError) as error:
        raise SignInFailed(f"{type(error).__name__} at {urlsplit(address).path}") from error
    if not isinstance(found, dict):
        raise SignInFailed("no JSON object")
    return found


def _sound(address: object) -> str:
    """An address that nobody on the way can answer for."""
    parts = urlsplit(address if isinstance(address, str) else "")
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in OURSELVES):
        return str(address)
    raise SignInFailed("unsound address")
