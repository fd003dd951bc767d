"""How hot an issue is, in parts that a person can check by counting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from math import log2

from hotline.engines.issues.issue import Course, Heat
from hotline.engines.messages import Message

FORTNIGHT = timedelta(days=14)
# A burst: so many messages in its busiest fortnight, and at least this share of all.
BURST_MESSAGES, BURST_SHARE = 4, 0.5
STEADY_DAYS, STEADY_SHARE = 120, 0.5
# Points for each doubling: people weigh most, then what they sent beyond one each, then readers.
PER_CALLERS, PER_FURTHER, PER_ECHOES, PER_GROWTH = 10.0, 2.0, 1.5, 1.0


def heat_of(members: Sequence[Message], spell: timedelta) -> Heat:
    """The heat of some messages of a corpus that spans `spell`."""
    callers = callers_of(members)
    moments = sorted(member.at for member in members if member.at)
    busiest = _busiest(moments)
    usual = max(len(members) * FORTNIGHT / max(spell, FORTNIGHT), 0.5)
    growth = busiest / usual if busiest else 0.0
    echoes = sum(member.likes + member.against for member in members)
    points = [
        ("callers", PER_CALLERS * log2(1 + callers)),
        ("messages", PER_FURTHER * log2(1 + len(members) - callers)),
        ("echoes", PER_ECHOES * log2(1 + echoes)),
        ("growth", PER_GROWTH * log2(1 + growth)),
    ]
    return Heat(
        total=round(sum(each for _, each in points), 1),
        messages=len(members),
        callers=callers,
        busiest=busiest,
        growth=round(growth, 1),
        echoes=echoes,
        days=(moments[-1] - moments[0]).days + 1 if moments else 0,
        points=[(name, round(each, 1)) for name, each in points],
    )


def callers_of(members: Sequence[Message]) -> int:
    """How many people; each message of an unknown one counts as another's."""
    known = {member.caller for member in members if member.caller}
    return len(known) + sum(not member.caller for member in members)


def is_persistent(members: Sequence[Message]) -> bool:
    """Whether nearly all come from one caller."""
    most = Counter(member.caller for member in members if member.caller).most_common(1)
    return bool(most) and most[0][1] >= max(3, 0.6 * len(members))


def course_of(members: Sequence[Message], heat: Heat) -> Course:
    """How it runs in time."""
    if heat.busiest >= max(BURST_MESSAGES, BURST_SHARE * heat.messages):
        return Course.BURST
    months = {(member.at.year, member.at.month) for member in members if member.at}
    if heat.days >= STEADY_DAYS and len(months) * 30 >= STEADY_SHARE * heat.days:
        return Course.STEADY
    return Course.PASSING


def _busiest(moments: Sequence[datetime]) -> int:
    """The most messages within a fortnight."""
    most, start = 0, 0
    for end, moment in enumerate(moments):
        while moment - moments[start] > FORTNIGHT:
            start += 1
        most = max(most, end - start + 1)
    return most
