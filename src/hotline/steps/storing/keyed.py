"""The live book for a program's request: the journal keeps the key under which a move was made.

A program that lost the answer sends its request again with the same key, and must not move the
case twice. No table is needed for that: the key is written into the entry of the very move, in its
transaction, so it is there exactly if the move is. Who reads the case first and looks for the key
after that either finds it, or holds a version that the guard accepts only if nobody has moved the
case since, under this key or another.
"""

from __future__ import annotations

from dataclasses import dataclass

from hotline.records.models import JournalEntry
from hotline.steps.storing.book import LiveBook, Writing

PLACE = "request"


@dataclass(frozen=True, slots=True)
class RequestKey:
    """Which request: the token that sent it, its own key for it, and a digest of what it said."""

    token: int
    key: str
    digest: str

    def details(self) -> dict[str, object]:
        """As the journal keeps it."""
        return {"token": self.token, "key": self.key, "digest": self.digest}


class KeyedBook(LiveBook):
    """Writes like the live book, and marks the entry of each move with the request's key."""

    def __init__(self, request: RequestKey) -> None:
        self.request = request

    def write(self, writing: Writing) -> None:
        """Mark the person's own entry, not what the system does in its wake; store as always."""
        for row in writing.rows:
            if isinstance(row, JournalEntry) and row.by_id is not None:
                row.details = {**row.details, PLACE: self.request.details()}
        super().write(writing)
