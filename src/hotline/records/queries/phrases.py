"""Which agreed words fit a case: those of its topic first, then of the topics above, then any."""

from __future__ import annotations

from datetime import date

from hotline.records.models import PhraseText, Topic
from hotline.records.queries.reference import phrases


def phrases_for(kind: str, topic: Topic | None, day: date) -> list[PhraseText]:
    """The texts of `kind` (see rules/phrases.py) that hold on `day`, the most special first."""
    path = ["", *(topic.path if topic is not None else ())]
    found = [
        row
        for row in phrases()
        if row.kind == kind
        and row.topic in path
        and row.valid_from <= day
        and (row.valid_to is None or day <= row.valid_to)
    ]
    return sorted(found, key=lambda row: (-path.index(row.topic), row.order, row.code))
