"""An S3-compatible store behind Django's storage interface: put, get, ask, delete; nothing else.

Requests are signed after AWS Signature Version 4, which all such stores take. The bucket is part
of the path, unless the endpoint's host names it already. What goes there is sealed before.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from typing import Any
from urllib.parse import quote, urlsplit

from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage
from django.utils.deconstruct import deconstructible

SECONDS = 60
OK, NO_CONTENT, NOT_FOUND = 200, 204, 404
ALGORITHM = "AWS4-HMAC-SHA256"
SIGNED = "host;x-amz-content-sha256;x-amz-date"


class StoreFailed(OSError):
    """The store did not do what was asked; its text is the store's status."""


@deconstructible
class ObjectStorage(Storage):
    """One bucket, below a prefix."""

    def __init__(self, *, endpoint: str, bucket: str, prefix: str, region: str, key: str) -> None:
        parts = urlsplit(endpoint)
        self.is_safe = parts.scheme == "https"
        self.host = parts.netloc
        own = "" if self.host.startswith(f"{bucket}.") else f"/{bucket}"
        self.start = f"{own}/{prefix}/" if prefix else f"{own}/"
        self.region = region
        self.key, _, self.secret = key.partition(":")

    def exists(self, name: str) -> bool:
        """Whether there is an object of this name."""
        return self._asked("HEAD", name)[0] != NOT_FOUND

    def delete(self, name: str) -> None:
        """Delete an object; one that is gone already is no failure."""
        self._asked("DELETE", name)

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """Names are made by us and never collide."""
        return name

    def _open(self, name: str, mode: str = "rb") -> File[bytes]:
        status, body = self._asked("GET", name)
        if status == NOT_FOUND:
            raise FileNotFoundError(name)
        return ContentFile(body, name)

    def _save(self, name: str, content: Any) -> str:
        self._asked("PUT", name, content.read())
        return name

    def _asked(self, method: str, name: str, body: bytes = b"") -> tuple[int, bytes]:
        """One signed request; anything but done, or not found, is a failure."""
        path = quote(self.start + name)
        kind = HTTPSConnection if self.is_safe else HTTPConnection
        line = kind(self.host, timeout=SECONDS)
        try:
            headers = self._signed(method, path, body, datetime.now(UTC))
            line.request(method, path, body or None, headers)
            answer: HTTPResponse = line.getresponse()
            received = answer.read()
        finally:
            line.close()
        if answer.status not in (OK, NO_CONTENT, NOT_FOUND):
            raise StoreFailed(f"{method} {answer.status}")
        if method == "PUT" and answer.status == NOT_FOUND:
            raise StoreFailed("PUT 404: no such bucket")
        return answer.status, received

    def _signed(self, method: str, path: str, body: bytes, at: datetime) -> dict[str, str]:
        """The headers with the signature over method, path, headers and content."""
        moment, day = f"{at:%Y%m%dT%H%M%SZ}", f"{at:%Y%m%d}"
        digest = hashlib.sha256(body).hexdigest()
        lines = f"host:{self.host}\nx-amz-content-sha256:{digest}\nx-amz-date:{moment}\n"
        asked = "\n".join((method, path, "", lines, SIGNED, digest))
        scope = f"{day}/{self.region}/s3/aws4_request"
        to_sign = "\n".join((ALGORITHM, moment, scope, hashlib.sha256(asked.encode()).hexdigest()))
        mark = hmac.digest(self._key_of(day), to_sign.encode(), "sha256").hex()
        return {
            "Host": self.host,
            "x-amz-date": moment,
            "x-amz-content-sha256": digest,
            "Authorization": (
                f"{ALGORITHM} Credential={self.key}/{scope}, SignedHeaders={SIGNED}, "
                f"Signature={mark}"
            ),
        }

    def _key_of(self, day: str) -> bytes:
        """The day's signing key."""
        key = f"AWS4{self.secret}".encode()
        for part in (day, self.region, "s3", "aws4_request"):
            key = hmac.digest(key, part.encode(), "sha256")
        return key
