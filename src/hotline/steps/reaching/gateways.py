"""The two ways out: mail by SMTP, text messages by an HTTP gateway (docs/sms-gateway.md)."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from http import HTTPStatus
from smtplib import SMTPRecipientsRefused
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

SUBJECT = "工单提醒"
SECONDS_TO_SEND = 20


class NotTaken(Exception):
    """The gateway refuses this message for good; another attempt would change nothing."""


class Gateway(Protocol):
    """What takes messages; raises NotTaken, or OSError when it may be tried again."""

    def send(self, identity: UUID, to: str, text: str) -> None:
        """Hand one message over; the same identity twice is the same message."""


@dataclass(frozen=True)
class Mail:
    """A mail server, through Django."""

    server: dict[str, Any]
    sender: str

    def send(self, identity: UUID, to: str, text: str) -> None:
        """One plain mail."""
        self._send(identity, to, SUBJECT, text)

    def send_page(self, identity: UUID, to: str, subject: str, text: str, html: str) -> None:
        """One mail that is a page, and the same as plain text for those who read only that."""
        self._send(identity, to, subject, text, html)

    def _send(self, identity: UUID, to: str, subject: str, text: str, html: str = "") -> None:
        connection = get_connection("django.core.mail.backends.smtp.EmailBackend", **self.server)
        name = f"<{identity}@{self.sender.rpartition('@')[2]}>"
        headers = {"Message-ID": name, "Auto-Submitted": "auto-generated"}
        line = " ".join(subject.split())
        mail = EmailMultiAlternatives(
            line, text, self.sender, [to], connection=connection, headers=headers
        )
        if html:
            mail.attach_alternative(html, "text/html")
        try:
            mail.send()
        except SMTPRecipientsRefused as error:
            raise NotTaken("recipient refused") from error


@dataclass(frozen=True)
class Sms:
    """An HTTP gateway that takes {"id", "to", "text"}."""

    address: str
    key: str

    def send(self, identity: UUID, to: str, text: str) -> None:
        """One text message."""
        body = json.dumps({"id": str(identity), "to": to, "text": text}).encode()
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.key}"}
        asked = urllib.request.Request(self.address, body, headers, method="POST")  # noqa: S310
        try:
            with urllib.request.urlopen(asked, timeout=SECONDS_TO_SEND):  # noqa: S310 - http(s) only
                return
        except urllib.error.HTTPError as error:
            refused = error.code < HTTPStatus.INTERNAL_SERVER_ERROR
            error.close()
            if refused and error.code != HTTPStatus.TOO_MANY_REQUESTS:
                raise NotTaken(f"HTTP {error.code}") from error
            raise OSError(f"HTTP {error.code}") from error


def gateway(way: str) -> Gateway | None:
    """The gateway of a way; None where it is not set up."""
    given = settings.HOTLINE_GATEWAYS.get(way)
    if given is None:
        return None
    return Mail(given["server"], given["from"]) if way == "mail" else Sms(**given)


def ways_open() -> list[str]:
    """The ways that are set up."""
    return list(settings.HOTLINE_GATEWAYS)
