"""What the classifying engine learns from: closed cases, with what people settled on.

Nothing but people and other offices writes a classification, so a closed case carries the last
word of a person. Confidential cases are never learned from.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hotline.records.models import Case
from hotline.rules.guessed_fields import CAMPAIGN, KIND, NO_CAMPAIGN, TOPIC, URGENCY
from hotline.rules.guessing import Text
from hotline.rules.learning import capped
from hotline.rules.life import Status

NEWEST, LOOKED_AT, LEAST_OF_A_VALUE = 20_000, 100_000, 60
AT_ONCE = 2_000
LONGEST_TEXT = 2_000


@dataclass(frozen=True, slots=True)
class Settled:
    """A closed case: what was written, what people held of it by field, when it was closed."""

    text: Text
    values: dict[str, str]
    at: datetime


def settled_cases(newest: int = NEWEST, looked_at: int = LOOKED_AT) -> list[Settled]:
    """The cases to learn from, the earliest first: the newest, and for rare topics older ones."""
    found = Case.objects.filter(
        closed_at__isnull=False, confidential=False, kind__isnull=False, topic__isnull=False
    ).exclude(status=Status.WITHDRAWN)
    listed = list(found.order_by("-closed_at").values_list("pk", "topic__code")[:looked_at])
    places = capped([code for _, code in listed], newest, LEAST_OF_A_VALUE)
    rows = list(_read([listed[place][0] for place in places]))
    return sorted(rows, key=lambda row: row.at)


def _read(keys: Sequence[UUID]) -> Iterator[Settled]:
    for start in range(0, len(keys), AT_ONCE):
        rows = Case.objects.filter(pk__in=keys[start : start + AT_ONCE], closed_at__isnull=False)
        named = rows.values_list(
            *("title", "text", "kind__code", "topic__code", "urgency", "campaign__code"),
            "closed_at",
        )
        for title, text, kind, topic, urgency, campaign, at in named:
            values = {KIND: kind, TOPIC: topic, URGENCY: urgency}
            values[CAMPAIGN] = campaign or NO_CAMPAIGN
            yield Settled(Text(title, text[:LONGEST_TEXT]), values, at)
