"""The files of known answers about one city's messages, read for measuring."""

from __future__ import annotations

import csv
from pathlib import Path

from hotline.engines.messages import Message, message_of

MESSAGES = "messages_2017_2020.csv"
LONGEST_FIELD = 10_000_000


def rows_of(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file in UTF-8."""
    csv.field_size_limit(LONGEST_FIELD)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return [dict(row) for row in csv.DictReader(stream)]


def messages_in(folder: Path) -> list[Message]:
    """The city's messages."""
    return [message_of(row) for row in rows_of(folder / MESSAGES)]
