"""When a citizen may be called back: never in the quiet hours, and not again at once.

The hours and the pauses are the city's data (`[[office.quiet_hours]]` in `city.toml`,
`callback_pause_hours` in `limits.toml`). What a citizen asked for goes before them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from hotline.rules.workdays import china

DAY = timedelta(days=1)
ASKED = "诉求人约定的时间"


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours of the day in which nobody is called: from `begins` up to `ends`, perhaps over
    midnight."""

    begins: time
    ends: time

    def holds(self, at: datetime) -> bool:
        """Whether `at` lies in these hours."""
        now = china(at).time()
        if self.begins <= self.ends:
            return self.begins <= now < self.ends
        return now >= self.begins or now < self.ends

    def over(self, at: datetime) -> datetime:
        """When the hours in which `at` lies are over."""
        here = china(at)
        end = here.replace(
            hour=self.ends.hour, minute=self.ends.minute, second=self.ends.second, microsecond=0
        )
        return end if end > here else end + DAY


def not_quiet(at: datetime, quiet: Sequence[Quiet]) -> datetime:
    """The first moment from `at` on in which one may call; after a day of nothing but quiet hours
    it is left at that."""
    end = at + DAY
    while at < end and (hours := next((each for each in quiet if each.holds(at)), None)):
        at = hours.over(at)
    return at


@dataclass(frozen=True, slots=True)
class Turn:
    """When a citizen's turn is, and why not before; `why` is empty when only the time was open."""

    at: datetime
    why: str = ""


def turn(
    ready_at: datetime,
    tried: Sequence[datetime],
    pauses: Sequence[int],
    quiet: Sequence[Quiet],
    asked_for: datetime | None = None,
) -> Turn:
    """When to call who is ready since `ready_at` and was `tried` in vain at these moments.

    After the n-th vain try the n-th of `pauses` (hours) waits, after further ones the last.
    """
    if asked_for is not None and (not tried or tried[-1] < asked_for):
        return Turn(asked_for, ASKED)
    if not tried or not pauses:
        return Turn(not_quiet(max([ready_at, *tried]), quiet))
    hours = pauses[min(len(tried), len(pauses)) - 1]
    later = not_quiet(tried[-1] + timedelta(hours=hours), quiet)
    return Turn(later, f"第 {len(tried)} 次未接通，{hours} 小时后再打")


def callable_at(due: Turn, now: datetime, quiet: Sequence[Quiet]) -> Turn:
    """The turn as it stands at `now`: one that has come waits while the hours are quiet, unless
    the citizen asked for that very time."""
    if due.at > now or due.why == ASKED:
        return due
    free = not_quiet(now, quiet)
    return due if free == now else Turn(free, "安静时段，不打扰诉求人")
