"""The mail server of the tests, one for all of them, and a mailbox of the invented office on it."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hotline.records.models import Road
from hotline.records.queries.reference import forget
from hotline.records.queries.roads import SECRETS
from hotline.records.sealing import seal
from tests.channels.mail.server import DOVECOT, OFFICE, PASSWORD, MailServer, mail_server
from tests.factories import City, make_channel

Mailbox = Callable[..., Road]


@pytest.fixture(scope="session")
def running_mail_server() -> Iterator[MailServer]:
    """The server; its folder is not pytest's, which Dovecot's own user could not enter."""
    if not DOVECOT:
        pytest.skip("dovecot-imapd and dovecot-pop3d are not installed")
    home = Path(tempfile.mkdtemp(prefix="hotline-mail-"))
    home.chmod(0o755)
    try:
        with mail_server(home) as server:
            yield server
    finally:
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def server(running_mail_server: MailServer) -> MailServer:
    """The server with nothing in it."""
    running_mail_server.empty()
    return running_mail_server


@pytest.fixture
def mailbox(city: City) -> Mailbox:
    """Makes a road of kind mail; what is given overrides its settings."""

    def made(server: MailServer | None = None, **settings: str) -> Road:
        channel = make_channel("mayor_mail", "市长信箱", "mail")
        make_channel("secretary_mail", "市委书记", "mail", parent=channel)
        given = {
            "address": OFFICE,
            "boards": "shuji@example.cn=市委书记",
            "trusted_server": "mx.example.cn",
            **settings,
        }
        if server is not None:
            given = {
                "host": "127.0.0.1",
                "port": str(server.ports["imap"]),
                "security": "starttls",
                "ca": server.ca,
                "user": OFFICE,
                "smtp_host": "127.0.0.1",
                "smtp_port": str(server.ports["smtp"]),
                "smtp_security": "none",
                **given,
            }
        road = Road(
            code="mayor_mail", name="市长信箱", adapter="mail", channel=channel, is_on=True,
            settings=given,
        )  # fmt: skip
        road.secrets_sealed = seal(*SECRETS, road.pk, json.dumps({"password": PASSWORD}))
        road.save()
        forget()
        return road

    return made
