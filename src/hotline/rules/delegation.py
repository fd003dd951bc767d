"""代班: which permits may be lent to somebody while their holder is away, and beside which others.

A deputy acts as themself. Nothing is lent that rests on trust in one person (confidential cases,
accounts, the journals), and nobody comes to hold by lending what no role holds together.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from hotline.rules.permits import APART, PERMITS, held_together

# To arrange deputies for others is itself lent to nobody: a chain would have no end.
NEVER_LENT = frozenset(
    {
        *("see_confidential", "mark_confidential", "step_aside"),
        *("manage_staff", "see_journal", "arrange_deputies"),
    }
)
# Beside what is kept apart always: who does a thing does not pass it as another's deputy.
APART_WHEN_LENT: tuple[tuple[str, str], ...] = (
    *APART,
    ("reply", "review"),
    ("reply", "send_back"),
    ("draft_bulletin", "publish_bulletin"),
    ("submit_bulletin", "publish_bulletin"),
    ("submit_bulletin", "approve_bulletin"),
)
LONGEST_DAYS = 90


def lendable(held: Collection[str]) -> list[str]:
    """Those of a person's own permits that can be lent at all, in the order of the table."""
    return [permit for permit in PERMITS if permit in held and permit not in NEVER_LENT]


def may_be_lent(asked: Iterable[str], *, of: Collection[str], beside: Collection[str]) -> list[str]:
    """What of `asked` the holder of `of` really lends to somebody who holds `beside` already."""
    held, lent = set(beside), []
    for permit in sorted(set(asked)):
        if permit in held or permit not in lendable(of):
            continue
        if held_together({*held, permit}, APART_WHEN_LENT) is None:
            held.add(permit)
            lent.append(permit)
    return lent
