"""How the ledger writes down counted facts: small numbers for words, one bit for each fact.

The numbers are stored and so never change; what is new goes to the end.
"""

from __future__ import annotations

from datetime import date, timedelta

STATES = ("", "closed", "open", "withdrawn")
RATINGS = ("", "very_satisfied", "satisfied", "basically", "dissatisfied", "no_rating")
SOLVED = ("", "yes", "partly", "no")
FACT_BITS: dict[str, int] = {
    name: 1 << place
    for place, name in enumerate(
        (
            "direct",
            "signed_on_time",
            "contacted",
            "on_time",
            "late",
            "returned",
            "extended",
            "again",
            "urged",
            "supervised",
            "repeat",
            "called_back",
            "reached",
        )
    )
}
# Depends on the moment that is asked, not on a move: set while reading, never stored.
OVERDUE = "overdue"
OVERDUE_BIT = 1 << 20
LAST_START = 21
DAYS_KEPT_TOGETHER = 10


def bits_of(facts: frozenset[str]) -> int:
    """The facts as one number."""
    return sum(OVERDUE_BIT if name == OVERDUE else FACT_BITS[name] for name in facts)


def facts_of(bits: int) -> frozenset[str]:
    """The facts of a number."""
    held = {name for name, bit in FACT_BITS.items() if bits & bit}
    return frozenset(held | {OVERDUE} if bits & OVERDUE_BIT else held)


def tenth_of(day: date) -> date:
    """The first of the ten days (上旬、中旬、下旬) in which `day` lies."""
    return day.replace(
        day=min((day.day - 1) // DAYS_KEPT_TOGETHER * DAYS_KEPT_TOGETHER + 1, LAST_START)
    )


def tenth_after(first: date) -> date:
    """The first of the ten days that follow."""
    if first.day < LAST_START:
        return first.replace(day=first.day + DAYS_KEPT_TOGETHER)
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1)
