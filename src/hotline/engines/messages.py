"""A message of a corpus, as the engines that compare many of them see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


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
