"""Gathering at a place: what is said of a place that one issue has nearly for its own.

Where those who name a road or an estate speak of one concern before all others, a further message
that names it is likelier part of that concern than its words alone say: a lower likelihood will do,
the lower, the more members speak of that place and the fewer agree on something else there. So it
hangs on no single number of members: a group that misses a few of them gathers the others still.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from hotline.engines.alike.reading import Reading, pieces
from hotline.engines.alike.usual import Usual
from hotline.engines.issues.grouping import Grouping
from hotline.engines.issues.naming import spoken_of

FEWEST, FEWEST_CALLERS, ROUNDS = 3, 2, 4
# A group owns a place where so many of its members name it, and so many of those who name it are
# members.
NAMED_BY, OWNED_FROM = 0.6, 0.33
# By how many times the owner leads over the next concern there, and no more than this counts.
MOST_LEAD = 4.0
# From which likelihood × lead a message joins the owner of the place that it names at once, or by
# the way; and what shares nothing else never does.
AT_ONCE, BY_THE_WAY, LEAST = 0.1, 0.12, 0.035
# And from which likelihood a group of messages that are alike among themselves.
GROUP_FROM = 0.2


def gather(grouping: Grouping, readings: Sequence[Reading], usual: Usual) -> None:
    """Let the groups take in what is said of the places they own, the largest first, until nothing
    changes."""
    holding: dict[str, set[int]] = defaultdict(set)
    for place, reading in enumerate(readings):
        for gram in reading.grams:
            holding[gram].add(place)
    for _ in range(ROUNDS):
        before = len(grouping)
        for members in grouping.groups(FEWEST):
            if len(grouping.members(grouping.group_of(members[0]))) == len(members):
                _gather_of(grouping, members, readings, usual, holding)
        if len(grouping) == before:
            return


def _gather_of(
    grouping: Grouping,
    members: Sequence[int],
    readings: Sequence[Reading],
    usual: Usual,
    holding: dict[str, set[int]],
) -> None:
    """At each place that these members name."""
    own = [readings[member] for member in members]
    if len({reading.caller or reading.id for reading in own}) < FEWEST_CALLERS:
        return
    for name in spoken_of(own, usual):
        if grams := pieces(name):
            naming = set.intersection(*(holding[gram] for gram in grams))
            at_once = {place for place in naming if grams <= readings[place].lead_grams}
            _gather_at(grouping, grouping.group_of(members[0]), naming, at_once)


def _gather_at(grouping: Grouping, group: int, naming: set[int], at_once: set[int]) -> None:
    members = set(grouping.members(group))
    inside = len(members & naming)
    if inside < max(NAMED_BY * len(members), OWNED_FROM * len(naming)):
        return
    at_hand = {
        other: set(grouping.members(other))
        for other in sorted({grouping.group_of(place) for place in naming} - {group})
    }
    rival = max((len(naming & others) for others in at_hand.values()), default=0)
    lead = min(inside / (rival + 1), MOST_LEAD)
    fitting = [
        other
        for other, others in at_hand.items()
        if len(others) <= len(members)
        and 2 * len(naming & others) >= len(others)
        and grouping.nearness(group, other) >= _enough(lead, others, at_once)
    ]
    for other in fitting:
        grouping.unite(group, other)


def _enough(lead: float, others: Collection[int], at_once: set[int]) -> float:
    """How likely it has to be that these others belong to a group with such a lead."""
    if len(others) >= FEWEST:
        return GROUP_FROM
    if at_once.issuperset(others):
        return max(AT_ONCE / lead, LEAST)
    return max(BY_THE_WAY / lead, LEAST)
