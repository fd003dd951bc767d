"""Connection rates of the telephone line, in all and within the seconds of the standard.

GB/T 33358-2016: answered within 15 seconds, and at least 95 in a hundred connected in any 24 hours.
The two rates are kept apart, each with what it is divided by. What is still waiting is in neither
yet; a call that was handed on inside the house was offered once.
"""

from __future__ import annotations

from dataclasses import dataclass

from hotline.rules.counting import percent

# What may be asked of the calls of a stretch of time: the list behind each number.
KINDS: dict[str, str] = {
    "offered": "来电",
    "answered": "已接通",
    "in_time": "限时内接通",
    "late": "超时接通",
    "abandoned": "未接通",
}


@dataclass(frozen=True, slots=True)
class Counts:
    """Calls of a stretch of time whose answer is decided."""

    answered: int = 0
    in_time: int = 0
    abandoned: int = 0

    @property
    def offered(self) -> int:
        """The denominator of both rates."""
        return self.answered + self.abandoned

    @property
    def late(self) -> int:
        """Answered, but not within the seconds."""
        return self.answered - self.in_time

    @property
    def rate(self) -> str:
        """接通率, as it is printed."""
        return _printed(self.answered, self.offered)

    @property
    def rate_in_time(self) -> str:
        """限时接通率, as it is printed."""
        return _printed(self.in_time, self.offered)

    def is_below(self, wanted: int) -> bool:
        """Whether fewer than so many in a hundred were connected."""
        return self.answered * 100 < wanted * self.offered

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.answered + other.answered,
            self.in_time + other.in_time,
            self.abandoned + other.abandoned,
        )


def _printed(part: int, whole: int) -> str:
    value = percent(part, whole, 1)
    return "—" if value is None else f"{value}%"
