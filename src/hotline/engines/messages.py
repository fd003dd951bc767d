"""A message of a corpus, as the engines that compare many of them see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

MOMENTS = ("%Y/%m/%d %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y-%m-%d", "%Y/%m/%d")


@dataclass(frozen=True, slots=True)
class Message:
    """One citizen's message. `caller` names who sent it without telling who it is (an account, a
    blind index), empty where unknown; `place` what was written as its place; `likes` and `against`
    how many readers agreed and disagreed, where the message was public."""

    id: str
    title: str
    text: str = ""
    at: datetime | None = None
    caller: str = ""
    place: str = ""
    likes: int = 0
    against: int = 0


def message_of(row: Mapping[str, str]) -> Message:
    """The message of a file's row; a time that cannot be read counts as unknown."""
    return Message(
        id=row["id"],
        title=row.get("title", ""),
        text=row.get("text", ""),
        at=moment_of(row.get("time", "")),
        caller=row.get("user", ""),
        place=row.get("place", ""),
        likes=_count_of(row.get("likes", "")),
        against=_count_of(row.get("against", "")),
    )


def moment_of(text: str) -> datetime | None:
    """A moment as files write it, without a zone."""
    for form in MOMENTS:
        try:
            return datetime.strptime(text.strip(), form)  # noqa: DTZ007 - files know no zone
        except ValueError:
            continue
    return None


def _count_of(text: str) -> int:
    """A count as files write it; what is none counts as 0."""
    return int(text) if text.strip().isdecimal() else 0
