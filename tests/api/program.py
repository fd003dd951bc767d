"""A program of somebody else, as the API sees it."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse
from django.test import Client

from hotline.records.models import Case

CASE = {
    "channel": "telephone",
    "key": "T-1",
    "title": "路灯不亮",
    "text": "青禾路二号门前的路灯连续三晚没有亮，请派人检查。",
}


def case(**facts: Any) -> dict[str, Any]:
    """A case that is right, unless told otherwise."""
    return {**CASE, **facts}


class Program:
    """Sends requests with a token, exactly as given."""

    def __init__(self, token: str = "") -> None:
        self.client = Client(raise_request_exception=False)
        self.token = token

    def post(self, body: Any, **headers: str) -> HttpResponse:
        """Hand a case in; bytes go out as they are, anything else as JSON."""
        return self.send("cases", body, **headers)

    def move(self, case: Case, verb: str, facts: Any = None, **headers: str) -> HttpResponse:
        """Ask for a move of a case."""
        return self.send(f"cases/{case.number}/{verb}", facts or {}, **headers)

    def send(self, path: str, body: Any, **headers: str) -> HttpResponse:
        """Send a body to something below /api/v1/."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.client.post(
            f"/api/v1/{path}",
            content,
            content_type="application/json",
            headers=self._headers(headers),
        )

    def get(self, path: str, **headers: str) -> HttpResponse:
        """Ask for something below /api/v1/."""
        return self.client.get(f"/api/v1/{path}", headers=self._headers(headers))

    def _headers(self, headers: dict[str, str]) -> dict[str, str]:
        own = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return {**own, **{name.replace("_", "-"): value for name, value in headers.items()}}


def told(answer: HttpResponse) -> tuple[int, str, str]:
    """Status, field and sentence of a problem, after checking that it is one."""
    assert answer["Content-Type"] == "application/problem+json", answer.content[:300]
    body = json.loads(answer.content)
    assert body["status"] == answer.status_code
    assert body["type"].startswith("urn:hotline:problem:")
    return answer.status_code, body.get("field", ""), body["detail"]
