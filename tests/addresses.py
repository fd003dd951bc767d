"""Every named address of the site; who gets what there is in `permissions.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver, reverse

NO_ROW = UUID(int=0)
ARGUMENTS = {
    "list": "cases",
    "number": "YT20200101-000001",
    "key": "consultation",
    "way": "mail",
    "chapter": "dispatcher",
    "month": "2022-04",
    "period": "2022-04",
    "screen": NO_ROW,
    "at": "monthly/2022-04",
    "kind": "html",
    "name": "total.count",
    "item": NO_ROW,
    "run": NO_ROW,
    "row": NO_ROW,
    "notice": NO_ROW,
    "verb": "dispatch",
    "to": "nowhere",
    "code": "flood",
    "article": "ZS000000",
    "correction": NO_ROW,
    "attachment": NO_ROW,
    "suspicion": NO_ROW,
    "pair": NO_ROW,
    "issue": NO_ROW,
    "entry": NO_ROW,
    "promise": NO_ROW,
    "wish": NO_ROW,
    "answer": NO_ROW,
    "comment": NO_ROW,
    "rule": NO_ROW,
    "table": "kinds",
    "form": "csv",
    "role": "dispatcher",
    "person": 0,
    "call": NO_ROW,
    "what": "topics",
    "sample": NO_ROW,
    "place": 1,
    "session": 0,
    "delegation": 0,
    "factor": NO_ROW,
    "road": "up",
    "sm3": "0" * 64,
    "webhook": NO_ROW,
    "token": "0" * 26,
    "task": "summary",
    "event": NO_ROW,
    "engine": "nowhere",
    "field": "nowhere",
}

# The arguments that are identities of rows, or codes, and so take no other text.
ROW_NAMES = (name for name, value in ARGUMENTS.items() if value == NO_ROW)
ROWS = frozenset(
    {
        *("at", "code", "person", "role", "table", "form", "place", "session", "delegation"),
        *("road", "sm3", "task", "engine", "field", *ROW_NAMES),
    }
)

# What is below /api/v1/ and leads nowhere: always 404.
NOWHERE = ""


@dataclass(frozen=True)
class Address:
    """One address: its name, and the arguments that its path takes."""

    name: str
    arguments: tuple[str, ...]

    def path(self, **given: object) -> str:
        """The path itself, filled with arguments of which most lead to nothing."""
        filled = {name: given.get(name, ARGUMENTS[name]) for name in self.arguments}
        return reverse(self.name, kwargs=filled)


def addresses() -> list[Address]:
    """Every named address of the site."""
    return list(_below(get_resolver().url_patterns, ()))


def _below(patterns: list[URLPattern | URLResolver], spaces: tuple[str, ...]) -> Iterator[Address]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inside = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from _below(pattern.url_patterns, inside)
            continue
        name = ":".join((*spaces, pattern.name or str(pattern.pattern)))
        yield Address(name, tuple(re.findall(r"<(?:\w+:)?(\w+)>", str(pattern.pattern))))
