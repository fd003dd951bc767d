"""Signing in for tests: a person with a password, an app that makes codes, and the two steps."""

from __future__ import annotations

import time
from dataclasses import dataclass

import pyotp
from django.http import HttpResponse
from django.test import Client

from hotline.records.models import Staff
from tests.reading import form_to, read

PASSWORD = "correct-horse-9"


def with_password(person: Staff) -> Staff:
    """The person, who can sign in."""
    if not person.check_password(PASSWORD):
        person.set_password(PASSWORD)
        person.save()
    return person


def sign_in(client: Client, person: Staff, password: str = PASSWORD) -> HttpResponse:
    """The first step."""
    return client.post("/login", {"username": person.username, "password": password})


def second_step(client: Client, code: str) -> HttpResponse:
    """The second step, with a code."""
    return client.post("/login/second", {"code": code})


@dataclass
class App:
    """A person's app; each code that it gives is of a later half minute than the one before."""

    totp: pyotp.TOTP
    step: int = 0

    def code(self) -> str:
        """A code that was not given yet and that is good now."""
        self.step = max(self.step + 1, int(time.time()) // 30 - 1)
        return self.totp.at(self.step * 30)


def set_up_app(client: Client) -> tuple[App, list[str]]:
    """Add an app at the desk; gives it with the recovery codes that came with it."""
    page = read(client.get("/desk/second/app"))
    app = App(pyotp.TOTP(page.one("code", class_="secret").text.replace(" ", "")))
    answer = client.post("/desk/second/app", {"name": "我的手机", "code": app.code()})
    assert answer.status_code == 200, read(answer).text
    return app, [code.text for code in read(answer).one("ol", class_="recovery-codes").all("code")]


def signed_in(person: Staff, **headers: str) -> Client:
    """A browser in which the person signed in with a password."""
    client = Client(headers=headers)
    assert sign_in(client, with_password(person)).headers["Location"] == "/desk/"
    return client


def remove_address(client: Client) -> str:
    """Where the only factor is removed."""
    page = read(client.get("/desk/second"))
    return form_to(page, "/remove").attrs["action"]
