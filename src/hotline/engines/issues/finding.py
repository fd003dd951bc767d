"""The hot issues of some messages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from hotline.engines.alike.reading import Reading, read_all
from hotline.engines.alike.usual import Usual
from hotline.engines.issues.gathering import gather
from hotline.engines.issues.grouping import grouped
from hotline.engines.issues.heat import callers_of, course_of, heat_of, is_persistent
from hotline.engines.issues.issue import Issue
from hotline.engines.issues.naming import name_of, places_of, told_best, words_of
from hotline.engines.meaning import Encoder
from hotline.engines.messages import Message

FEWEST = 3
# Texts are one text where they share nearly all pairs of characters.
COPIED = 0.9


def find_issues(
    messages: Sequence[Message],
    *,
    encoder: Encoder | None = None,
    usual: Usual | None = None,
    fewest: int = FEWEST,
) -> list[Issue]:
    """The issues of these messages, the hottest first. `usual` is what the office has seen before;
    without it what is usual is learnt from the messages themselves."""
    return issues_among(messages, read_all(messages, encoder), usual=usual, fewest=fewest)


def issues_among(
    messages: Sequence[Message],
    readings: Sequence[Reading],
    *,
    usual: Usual | None = None,
    fewest: int = FEWEST,
) -> list[Issue]:
    """The same of messages that were read before, their readings in the same order."""
    known, spell = usual or Usual.of(readings), _spell(messages)
    found = [
        issue_of([messages[i] for i in group], [readings[i] for i in group], known, spell)
        for group in groups_of(readings, known, fewest)
    ]
    return sorted(found, key=lambda issue: (-issue.heat.total, issue.members))


def groups_of(readings: Sequence[Reading], usual: Usual, fewest: int = FEWEST) -> list[list[int]]:
    """The groups of these readings, as places among them."""
    grouping = grouped(readings, usual)
    gather(grouping, readings, usual)
    return grouping.groups(fewest)


def issue_of(
    members: Sequence[Message], readings: Sequence[Reading], usual: Usual, spell: timedelta
) -> Issue:
    """One issue of its members, given in the same order as their readings; `spell` is the time over
    which its usual number is reckoned."""
    heat = heat_of(members, spell)
    ordered = sorted(members, key=lambda member: (member.at is None, member.at, member.id))
    moments = [member.at for member in ordered if member.at]
    return Issue(
        name=name_of(readings, usual),
        heat=heat,
        members=tuple(member.id for member in ordered),
        told_best_by=told_best(readings).id,
        places=places_of(readings, usual),
        districts=_districts(readings),
        words=words_of(readings, usual),
        since=moments[0] if moments else None,
        until=moments[-1] if moments else None,
        course=course_of(members, heat),
        is_persistent=is_persistent(members),
        is_campaign=_is_campaign(members, readings),
    )


def _spell(messages: Sequence[Message]) -> timedelta:
    moments = [message.at for message in messages if message.at]
    return max(moments) - min(moments) if moments else timedelta()


def _districts(readings: Sequence[Reading]) -> tuple[str, ...]:
    held = Counter(district for reading in readings for district in reading.districts)
    return tuple(name for name, count in held.most_common(3) if 3 * count >= len(readings))


def _is_campaign(members: Sequence[Message], readings: Sequence[Reading]) -> bool:
    """Whether one text stands under several callers, in at least three messages."""
    for reading in readings:
        copies = [
            member
            for member, other in zip(members, readings, strict=True)
            if len(reading.grams & other.grams) >= COPIED * max(len(reading.grams | other.grams), 1)
        ]
        if len(copies) >= FEWEST and callers_of(copies) >= FEWEST:
            return True
    return False
