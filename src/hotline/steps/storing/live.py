"""Tell the open pages that something has changed, if and only if it is stored.

PostgreSQL's NOTIFY belongs to the transaction: a rolled-back one tells nobody. Only identities are
told, never what anybody wrote; each page asks again through its own door.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from django.db import connection

from hotline.rules.hearing import Audience, Facts

CHANNEL = "hotline_live"
# A word has at most 8,000 bytes; more people than this are told in several.
PEOPLE_AT_ONCE = 500


def tell_live(to: Audience | Iterable[int], kind: str, data: Facts) -> None:
    """Tell these people (an audience, or identities of staff) the `kind` of change and of what."""
    for audience in [to] if isinstance(to, Audience) else _in_parts(sorted(set(to))):
        word = {"to": audience.as_json(), "kind": kind, "data": dict(data)}
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, json.dumps(word)])


def _in_parts(people: list[int]) -> list[Audience]:
    starts = range(0, len(people), PEOPLE_AT_ONCE)
    return [Audience(frozenset(people[start : start + PEOPLE_AT_ONCE])) for start in starts]
