"""Ask a world, and keep the raw answer: status, every header, every cookie, every byte."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from tests.worlds.life import Built
from tests.worlds.sameness import Clockwork

PASSING = 200  # the place in the clockwork from which requests draw
# The moment of a PDF, also in its colour profile, whose packed length moves the places behind it.
DATED = re.compile(
    rb"/CreationDate\(D:[^)]*\)|/ID ?\[[^\]]*\]|/DocChecksum ?/[0-9A-F]+"
    rb"|<xmp:CreateDate>[^<]*<|xref\n\d+ \d+\n(?:\d{10} \d{5} [nf] \n)+|startxref\n\d+"
    rb"|/N 3/Length \d+ 0 R/Filter/FlateDecode>>\nstream\n.*?endstream\nendobj\n\n\d+ 0 obj\n\d+\n",
    re.DOTALL,
)
ONCE_ONLY = re.compile(rb'(name="csrfmiddlewaretoken" value=")[^"]*')
# What somebody typed, sealed into an address for that person alone: each sealing looks different.
SEALED_ONCE = re.compile(rb"([?&;]key=)[\w-]{30,}")
# The minute in which a page was made to be printed, by the wall's clock and not the world's.
PRINTED = re.compile("(打印于) [0-9-]{10} [0-9:]{5}".encode())
COOKIES_ONCE_ONLY = ("csrftoken", "sessionid")


@dataclass(frozen=True)
class Request:
    """One request: a page of the desk or portal, or with `program` something below /api/v1/."""

    path: str
    data: Any = None
    method: str = "GET"
    program: bool = False

    def __str__(self) -> str:
        return f"{self.method} {self.path} {json.dumps(self.data, ensure_ascii=False)}"


@dataclass(frozen=True)
class Script:
    """What one person asks, one after the other; nobody where nobody is signed in."""

    person: str
    name: str
    requests: tuple[Request, ...]

    def __str__(self) -> str:
        return f"{self.person or 'anybody'}: {self.name}"


def without_once_only(body: bytes) -> bytes:
    """The body without what is drawn for each answer: the form's token, and in a PDF, which
    LibreOffice dates itself, the moment and the marks that follow from it.

    With the values of the session's and the token's cookies and the length (`raw`) this is all
    that is ever made alike before worlds are compared.
    """
    return PRINTED.sub(rb"\1", DATED.sub(b"", ONCE_ONLY.sub(rb"\1", body)))


def raw(answer: HttpResponse) -> bytes:
    """The whole answer as bytes."""
    assert answer.status_code < 500, answer.content[:2000]
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    lines = [f"{answer.status_code}"]
    body = without_once_only(body)
    headers = sorted(answer.headers.items())
    lines += [f"{name}: {value}" for name, value in headers if name != "Content-Length"]
    for name, cookie in sorted(answer.cookies.items()):
        kept = "" if name in COOKIES_ONCE_ONLY else cookie.value
        # A message is signed with the second in which it was written; its words are compared.
        kept = kept.split(":")[0] if name == "messages" else kept
        lines.append(f"Set-Cookie: {name}={kept}")
    return SEALED_ONCE.sub(rb"\1", "\n".join(lines).encode() + b"\n\n" + body)


class Stopped(Exception):
    """Ends a script, so that nothing of it stays."""


def play(script: Script, built: Built, clockwork: Clockwork) -> list[bytes]:
    """The answers to a script; the world is afterwards as it was."""
    answers: list[bytes] = []
    try:
        with transaction.atomic():
            client = Client()
            if script.person:
                person = built.city.staff[script.person]
                client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
            token = built.tokens.get(script.person, "")
            for place, request in enumerate(script.requests):
                clockwork.at_place(PASSING + place)
                answers.append(raw(_sent(client, request, token)))
            raise Stopped
    except Stopped:
        return answers


def _sent(client: Client, request: Request, token: str) -> HttpResponse:
    if not request.program:
        send = client.post if request.method == "POST" else client.get
        return send(request.path, request.data or {})
    headers = {"Authorization": f"Bearer {token}"}
    path = f"/api/v1/{request.path}"
    if request.method == "GET":
        return Client().get(path, request.data or {}, headers=headers)
    body = json.dumps(request.data or {}).encode()
    return Client().post(path, body, content_type="application/json", headers=headers)


def first_difference(one: bytes, other: bytes) -> str:
    """Where two answers part, with what stands around it in each."""
    place = next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
    start = max(place - 120, 0)
    around = [text[start : place + 200].decode("utf-8", "replace") for text in (one, other)]
    return f"byte {place} of {len(one)} and {len(other)}:\n--- {around[0]}\n+++ {around[1]}"


def differences(script: Script, ones: list[bytes], others: list[bytes]) -> str:
    """Every request of a script that was answered differently; empty where none was."""
    told = [
        f"{script}\n{request}\n{first_difference(one, other)}"
        for request, one, other in zip(script.requests, ones, others, strict=True)
        if one != other
    ]
    return "\n\n".join(told)
