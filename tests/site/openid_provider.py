"""A small OpenID provider on loopback: it keeps to the protocol, and lies where a test has it lie.

Signs with real keys, checks the client, the redirect address and PKCE, and redeems a code once.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "hotline", "loopback-only"
Claims = dict[str, Any]


def _key() -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": secrets.token_hex(4), "use": "sig", "alg": "RS256"})


class FakeProvider:
    """The provider's state: its key, who signs in, and how its next token is falsified."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.key = _key()
        self.published: list[RSAKey] = [self.key]
        self.claims: Claims = {"sub": "u-1", "preferred_username": "call_taker"}
        self.falsify: Callable[[Claims], None] = lambda claims: None
        self.sign: Callable[[Claims], str] = self.signed
        self.codes: dict[str, dict[str, str]] = {}
        self.redeemed: list[str] = []

    def rotate(self) -> None:
        """Sign with a new key, which is published from now on."""
        self.key = _key()
        self.published = [self.key]

    def signed(self, claims: Claims) -> str:
        """A token as it should be."""
        return jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims, self.key)

    def authorized(self, query: dict[str, str]) -> str:
        """Where the browser goes after the person has signed in here."""
        assert query["response_type"] == "code" and query["code_challenge_method"] == "S256"
        assert query["client_id"] == CLIENT and "openid" in query["scope"].split()
        code = secrets.token_hex(8)
        self.codes[code] = query
        back = urlencode({"code": code, "state": query["state"], "iss": self.address})
        return f"{query['redirect_uri']}?{back}"

    def token(self, form: dict[str, str], authorization: str) -> tuple[int, Claims]:
        """A token for a code, once, to the right client with the right verifier."""
        pair = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        asked = self.codes.pop(form.get("code", ""), None)
        self.redeemed.append(form.get("code", ""))
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if (
            authorization != f"Basic {pair}"
            or asked is None
            or form["redirect_uri"] != asked["redirect_uri"]
            or challenge != asked["code_challenge"]
        ):
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims: Claims = {
            "iss": self.address,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            **self.claims,
        }
        self.falsify(claims)
        return 200, {"token_type": "Bearer", "access_token": "-", "id_token": self.sign(claims)}

    def described(self) -> Claims:
        """What it says of itself."""
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
            "end_session_endpoint": f"{self.address}/leave",
        }


@contextmanager
def running_provider() -> Iterator[FakeProvider]:
    """A provider that answers on a free port of this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    provider = FakeProvider(f"http://127.0.0.1:{server.server_port}")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path, query = urlsplit(self.path).path, urlsplit(self.path).query
            if path == "/.well-known/openid-configuration":
                self._json(200, provider.described())
            elif path == "/keys":
                keys = [key.as_dict(private=False) for key in provider.published]
                self._json(200, {"keys": keys})
            elif path == "/authorize":
                found = {name: values[0] for name, values in parse_qs(query).items()}
                self.send_response(302)
                self.send_header("Location", provider.authorized(found))
                self.end_headers()
            else:
                self._json(404, {})

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(raw).items()}
            self._json(*provider.token(form, self.headers.get("Authorization", "")))

        def _json(self, status: int, body: Claims) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server.RequestHandlerClass = Handler
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
