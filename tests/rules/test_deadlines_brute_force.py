"""A hundred thousand deadlines against a naive count that shares nothing with the program's.

The naive clock is a strip of minutes, one byte each: 1 where the minute counts, 0 where it does
not. A pause rubs its minutes out. It is walked day by day, the last day hour by hour, and the last
hour minute by minute.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import product
from typing import NamedTuple

import chinese_calendar

from hotline.rules.deadlines import Part, deadline
from hotline.rules.workdays import CHINA, WorkCalendar

CASES = 100_000
FIRST, LAST = date(2019, 1, 1), date(2027, 12, 31)
ZERO = datetime(2019, 1, 1, tzinfo=CHINA)
DAY = 24 * 60
LAST_PUBLISHED = 2026
LATEST_START = (date(2026, 10, 15) - FIRST).days * DAY

Minutes = tuple[tuple[int, int], ...]  # from and until, in minutes of the day or of the years
# The office's hours in minutes of the day: with a lunch break, in one stretch, in three.
HOURS: dict[str, Minutes] = {
    "usual": ((510, 690), (810, 1020)),
    "one": ((540, 1020),),
    "three": ((480, 720), (780, 1050), (1140, 1260)),
}
# Days on which an office differs from the published calendar.
OWN_DAYS = {
    "usual": {},
    "one": {date(2021, 5, 14): False, date(2021, 5, 15): True},
    "three": {date(2024, 2, 29): False, date(2026, 12, 31): False, date(2027, 1, 2): True},
}
LARGEST = {"hours": 240, "days": 30, "working_hours": 80, "working_days": 20}


class Case(NamedTuple):
    """One question: an office, the parts, and moments as minutes since the first midnight."""

    office: str
    parts: tuple[tuple[int, str], ...]
    start: int
    pauses: Minutes
    superior: int | None


# --- the naive count -------------------------------------------------------------------------


@dataclass(frozen=True)
class Tables:
    """Which days an office works, and which minutes, over all the years."""

    worked: list[bool]
    minutes: bytes
    closing: int


def is_worked(day: date, office: str) -> bool:
    if day in OWN_DAYS[office]:
        return OWN_DAYS[office][day]
    if day.year > LAST_PUBLISHED:
        return day.isoweekday() < 6
    return bool(chinese_calendar.is_workday(day))


@cache
def tables(office: str) -> Tables:
    days = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]
    worked = [is_worked(day, office) for day in days]
    open_day = bytearray(DAY)
    for opens, closes in HOURS[office]:
        open_day[opens:closes] = b"\x01" * (closes - opens)
    strip = b"".join(bytes(open_day) if works else bytes(DAY) for works in worked)
    return Tables(worked, strip, HOURS[office][-1][1])


@cache
def all_minutes() -> bytes:
    return b"\x01" * (((LAST - FIRST).days + 1) * DAY)


def nth_minute(strip: bytes, start: int, amount: int, pauses: Minutes) -> int:
    """Until when one walks along the strip to meet `amount` minutes that count."""
    length = 1
    while True:  # a short piece of the strip first, a longer one where it does not suffice
        length *= 4
        piece = bytearray(strip[start : start + length * DAY])
        for stops, resumes in pauses:
            low = min(max(stops - start, 0), len(piece))
            high = min(max(resumes - start, low), len(piece))
            piece[low:high] = bytes(high - low)
        if piece.count(1) >= amount:
            break
    at = met = 0
    for stride in (DAY, 60, 1):
        while (here := piece.count(1, at, at + stride)) + met < amount:
            met += here
            at += stride
    return start + at + 1


def nth_day(office: Tables, start: int, amount: int, pauses: Minutes) -> int:
    """The close of the `amount`-th day that counts after the day of the start."""
    day = start // DAY
    while amount:
        day += 1
        rests = any(
            stops < resumes and stops // DAY <= day < resumes // DAY for stops, resumes in pauses
        )
        if office.worked[day] and not rests:
            amount -= 1
    return day * DAY + office.closing


def naive(case: Case) -> int:
    """When it is due, by the slow and plain way."""
    office, at = tables(case.office), case.start
    for amount, unit in case.parts:
        if unit == "working_days":
            at = nth_day(office, at, amount, case.pauses)
        elif unit == "working_hours":
            at = nth_minute(office.minutes, at, amount * 60, case.pauses)
        else:
            minutes = amount * {"hours": 60, "days": DAY}[unit]
            at = nth_minute(all_minutes(), at, minutes, case.pauses)
    return at if case.superior is None else min(at, case.superior)


# --- the program's count ---------------------------------------------------------------------


def clock_time(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)


@cache
def work_calendar(office: str) -> WorkCalendar:
    days = dict.fromkeys(chinese_calendar.holidays, False)
    days |= dict.fromkeys(chinese_calendar.workdays, True)
    hours = tuple((clock_time(opens), clock_time(closes)) for opens, closes in HOURS[office])
    published = frozenset(range(2019, LAST_PUBLISHED + 1))
    return WorkCalendar(days | OWN_DAYS[office], hours, published)


def moment(minutes: int) -> datetime:
    return ZERO + timedelta(minutes=minutes)


def counted(case: Case) -> int:
    """When it is due, by the rules of the program."""
    due = deadline(
        [Part(amount, unit) for amount, unit in case.parts],
        moment(case.start),
        work_calendar(case.office),
        pauses=[(moment(stops), moment(resumes)) for stops, resumes in case.pauses],
        superior=None if case.superior is None else moment(case.superior),
    )
    minutes, rest = divmod(due.at - ZERO, timedelta(minutes=1))
    assert rest == timedelta(0)
    return minutes


# --- the cases -------------------------------------------------------------------------------

EDGES = [
    # leap day, month's end, year's end, before and in and after a year without a notice
    *("2020-02-28", "2020-02-29", "2024-02-28", "2024-02-29", "2023-02-28", "2021-04-30"),
    *("2019-12-31", "2022-12-31", "2025-12-31", "2026-12-25"),
    # worked weekends, 清明, Labour Day, National Day, Spring Festival and its longer one of 2020
    *("2022-04-02", "2022-04-24", "2025-01-26", "2021-09-18", "2019-09-29", "2022-04-05"),
    *("2019-05-01", "2022-04-29", "2020-09-30", "2023-09-28", "2025-10-08", "2020-01-23"),
    *("2020-01-31", "2024-02-09", "2025-01-28"),
    # days on which one of the offices differs
    *("2021-05-13", "2021-05-15", "2024-03-01"),
]
# At and around every edge of the office's hours, and at both edges of the day.
TIMES = (0, 509, 510, 511, 600, 689, 690, 720, 810, 1019, 1020, 1021, 1439)
PARTS = (
    *(((1, unit),) for unit in LARGEST),
    *(((5, unit), (10, other)) for unit, other in product(LARGEST, repeat=2)),
)


def edge_cases() -> Iterator[Case]:
    for number, (day, at, parts) in enumerate(product(EDGES, TIMES, PARTS)):
        start = (date.fromisoformat(day) - FIRST).days * DAY + at
        patterns: tuple[Minutes, ...] = (
            (),
            ((start, start + DAY),),  # from the very start
            ((start - 3 * DAY, start),),  # over when it starts
            ((start - DAY, start + 60), (start + 60, start + 2 * DAY)),  # touching each other
            ((start + 100, start + 9 * DAY), (start + DAY, start + 2 * DAY)),  # one in the other
            ((start + DAY - at, start + 2 * DAY - at),),  # from midnight to midnight
            ((start + 90 * DAY, start + 91 * DAY), (start + 5, start + 5)),  # after it, and empty
        )
        office = tuple(HOURS)[number % len(HOURS)]
        yield Case(office, parts, start, patterns[number % len(patterns)], None)


def random_cases(chance: random.Random, count: int) -> Iterator[Case]:
    for _ in range(count):
        start = chance.randrange(LATEST_START)
        units = chance.choices(tuple(LARGEST), k=chance.choice((1, 1, 2, 3)))
        parts = tuple((chance.randint(1, LARGEST[unit]), unit) for unit in units)
        superior = start + chance.randrange(-DAY, 40 * DAY) if chance.random() < 0.1 else None
        yield Case(chance.choice(tuple(HOURS)), parts, start, pauses(chance, start), superior)


def pauses(chance: random.Random, start: int) -> Minutes:
    """Up to four, in any order: apart, touching or overlapping, often at round times."""
    made: list[tuple[int, int]] = []
    for _ in range(chance.choice((0, 0, 1, 1, 2, 4))):
        stops = max(start + chance.randrange(-5 * DAY, 40 * DAY), 0)
        if made and chance.random() < 0.3:
            stops = made[-1][1]
        if chance.random() < 0.3:
            stops -= stops % chance.choice((30, DAY))
        made.append(
            (stops, stops + chance.choice((0, 1, 30, 450, DAY, chance.randrange(20 * DAY))))
        )
    chance.shuffle(made)
    return tuple(made)


def differences(cases: Sequence[Case]) -> list[tuple[Case, datetime, datetime]]:
    """The cases on which the two counts do not agree, with both answers."""
    found = []
    for case in cases:
        ours, theirs = counted(case), naive(case)
        if ours != theirs:
            found.append((case, moment(ours), moment(theirs)))
    return found


def test_a_hundred_thousand_deadlines_are_those_of_a_naive_count() -> None:
    cases = list(edge_cases())
    cases += random_cases(random.Random(20190101), CASES - len(cases))
    assert len(cases) == CASES
    assert differences(cases)[:5] == []


def test_the_naive_count_knows_what_a_person_counts_by_hand() -> None:
    friday = (date(2022, 4, 29) - FIRST).days * DAY + 16 * 60  # before Labour Day, until the 4th
    by_hand = {
        ((5, "working_days"),): "2022-05-10T17:00",  # with the worked Saturday, the 7th
        ((4, "working_hours"),): "2022-05-05T11:30",
        ((24, "hours"),): "2022-04-30T16:00",
        ((7, "days"),): "2022-05-06T16:00",
        ((1, "working_days"), (1, "working_days")): "2022-05-06T17:00",
    }
    found = {parts: naive(Case("usual", parts, friday, (), None)) for parts in by_hand}
    assert {parts: moment(at).isoformat()[:16] for parts, at in found.items()} == by_hand
