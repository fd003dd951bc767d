"""What a hot issue is made of; plain values, the same for a file and for the office's own cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Course(StrEnum):
    """How an issue runs in time: all at once, without end, or neither."""

    BURST = "burst"
    STEADY = "steady"
    PASSING = "passing"


COURSES = {Course.BURST: "集中爆发", Course.STEADY: "长期持续", Course.PASSING: "阶段性"}


@dataclass(frozen=True, slots=True)
class Heat:
    """How hot an issue is, and what of it comes from what; the parts sum up to `total`.

    `messages` and `callers` are counts, `busiest` the most messages of a fortnight, `growth` how
    many times its usual number that is, `echoes` the likes and dislikes of readers; `points` says
    how much each adds."""

    total: float
    messages: int
    callers: int
    busiest: int
    growth: float
    echoes: int
    days: int
    points: Sequence[tuple[str, float]] = ()


@dataclass(frozen=True, slots=True)
class Issue:
    """One issue: its name in words of its members, its members by id (the earliest first), the
    member that tells it best, the places named, and its marks.

    `is_persistent`: nearly all come from one caller; `is_campaign`: several callers sent the same
    text."""

    name: str
    heat: Heat
    members: tuple[str, ...]
    told_best_by: str
    places: tuple[str, ...]
    districts: tuple[str, ...]
    words: tuple[str, ...]
    since: datetime | None
    until: datetime | None
    course: Course
    is_persistent: bool = False
    is_campaign: bool = False
