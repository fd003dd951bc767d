"""A citizen at their own request, as the tests of following play them."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.test import Client

from hotline.records.models import (
    Case,
    Contact,
)
from hotline.rules.life import Status
from hotline.steps.filing.codes import digest_of
from tests.factories import City, case_at
from tests.reading import Node, press, read

CODE = "ABCD2345"
PHONE = "15400000123"
OWN = "/progress/case"
SECRETS = {
    "name": "甄示例",
    "phone": PHONE,
    "title": "路灯不亮标题",
    "text": "门前的路灯坏了半个月没有人修。",
    "place": "示例路口",
}


def coded(case: Case) -> Case:
    """The case, its first arrival given the code."""
    contact = Contact.objects.get(case=case)
    contact.code_digest = digest_of(contact, CODE)
    contact.save()
    return case


def own_case(city: City, status: Status | str, **facts: Any) -> Case:
    """A case of an invented caller with a code."""
    return coded(case_at(city, status, **{**SECRETS, **facts}))


def ask(client: Client, case: Case, **secret: str) -> HttpResponse:
    """Receipt and secret typed into the form."""
    page = read(client.get("/progress"))
    return press(client, page, "/progress", receipt=case.receipt, **secret)


def opened(case: Case, **secret: str) -> Client:
    """A browser that opened the case."""
    client = Client()
    answer = ask(client, case, **(secret or {"code": CODE}))
    assert (answer.status_code, answer.headers.get("Location")) == (302, OWN)
    return client


def own_page(client: Client) -> Node:
    """The page of the request."""
    answer = client.get(OWN)
    assert answer.status_code == 200
    return read(answer)


def send(client: Client, what: str, **typed: Any) -> HttpResponse:
    """One of the page's forms filled in and sent."""
    return press(client, own_page(client), f"{OWN}/{what}", **typed)
