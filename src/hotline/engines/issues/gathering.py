"""Gathering at a place: what is said of a place that one issue has nearly for its own.

Where most of those who name a road or an estate speak of one concern, a further message that names
it is likelier part of that concern than its words alone say: a lower likelihood will do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from hotline.engines.alike.reading import Reading, pieces
from hotline.engines.alike.usual import Usual
from hotline.engines.issues.grouping import Grouping
from hotline.engines.issues.naming import places_of

FEWEST = 3
# A group owns a place where so many of its members name it, and so many of those who name it are
# members.
NAMED_BY, OWNED_FROM = 0.6, 0.35
# From which average likelihood a message joins the owner of the place it names: the less, the more
# members already speak of that place, where it names it at once; and where it names it by the way.
AT_ONCE, AT_ONCE_MANY, MANY, BY_THE_WAY = 0.1, 0.05, 8, 0.09
# And a group of messages that are alike among themselves.
GROUP_FROM = 0.2


def gather(grouping: Grouping, readings: Sequence[Reading], usual: Usual) -> None:
    """Let the groups take in what is said of the places they own, the largest first."""
    holding: dict[str, set[int]] = defaultdict(set)
    for place, reading in enumerate(readings):
        for gram in reading.grams:
            holding[gram].add(place)
    for members in grouping.groups(FEWEST):
        own = [readings[member] for member in members]
        if len({reading.caller or reading.id for reading in own}) < FEWEST:
            continue
        for name in places_of(own, usual):
            if grams := pieces(name):
                naming = set.intersection(*(holding[gram] for gram in grams))
                at_once = {place for place in naming if grams <= readings[place].lead_grams}
                _gather_at(grouping, grouping.group_of(members[0]), naming, at_once)


def _gather_at(grouping: Grouping, group: int, naming: set[int], at_once: set[int]) -> None:
    members = set(grouping.members(group))
    inside = len(members & naming)
    if inside < max(NAMED_BY * len(members), OWNED_FROM * len(naming)):
        return
    fitting = []
    for other in sorted({grouping.group_of(place) for place in naming} - {group}):
        others = set(grouping.members(other))
        if len(others) > len(members) or 2 * len(naming & others) < len(others):
            continue
        if grouping.nearness(group, other) >= _enough(len(members), others, at_once):
            fitting.append(other)
    for other in fitting:
        grouping.unite(group, other)


def _enough(members: int, others: set[int], at_once: set[int]) -> float:
    """How likely it has to be that these others belong to a group of so many members."""
    if len(others) >= FEWEST:
        return GROUP_FROM
    if others <= at_once:
        return AT_ONCE_MANY if members >= MANY else AT_ONCE
    return BY_THE_WAY
