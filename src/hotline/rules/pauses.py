"""Pauses of a clock: half-open intervals that do not count, all in the time of China."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

Pause = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Pauses:
    """The pauses of one clock, in order and without overlap; made by `merged`."""

    spans: tuple[Pause, ...] = ()

    def after(self, start: datetime, length: timedelta) -> datetime:
        """The moment at which `length` has run since `start`, the pauses not counted."""
        end = start + length
        for stops, resumes in self.spans:
            if stops >= end:
                break
            end += max(resumes - max(stops, start), timedelta(0))
        return end

    def left_of(self, opens: datetime, closes: datetime) -> Iterator[Pause]:
        """What remains of an interval when the pauses are cut out of it."""
        for stops, resumes in self.spans:
            if resumes <= opens:
                continue
            if stops >= closes:
                break
            if opens < stops:
                yield opens, stops
            opens = resumes
        if opens < closes:
            yield opens, closes

    def takes(self, day: date) -> bool:
        """Whether a day does not count: from the day of the pause on, until that of resuming.

        So a unit that had to ask on its last day has the day of resuming instead.
        """
        return any(stops.date() <= day < resumes.date() for stops, resumes in self.spans)

    def between(self, start: datetime, end: datetime) -> int:
        """How many pauses touch the time from `start` to `end`."""
        return sum(stops < end and start < resumes for stops, resumes in self.spans)


def merged(pauses: Iterable[Pause]) -> Pauses:
    """Pauses in any order, touching or overlapping, as the intervals that they make up."""
    spans: list[Pause] = []
    for stops, resumes in sorted(pauses):
        if stops >= resumes:
            continue
        if spans and stops <= spans[-1][1]:
            spans[-1] = spans[-1][0], max(resumes, spans[-1][1])
        else:
            spans.append((stops, resumes))
    return Pauses(tuple(spans))
