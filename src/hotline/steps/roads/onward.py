"""Onward: what a move is news of besides its own road: to programs that subscribed.

Called by `owe`, so that the rows are planned in the very transaction of the move.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from hotline.records.models import Delivery
from hotline.records.queries.reference import roads
from hotline.rules.events import EVENT_OF

if TYPE_CHECKING:
    from hotline.steps.moving import Change

WEBHOOK = "webhook"


def onward(change: Change) -> Iterator[Delivery]:
    """One delivery for each subscription that wants to hear of this move."""
    event = EVENT_OF.get(change.move.verb)
    if event is None or _is_confidential(change):
        return
    for road in roads().values():
        if road.adapter == WEBHOOK and road.is_on and event in road.settings.get("events", ()):
            yield Delivery(
                road=road, case=change.case, kind="event", made_at=change.at, next_at=change.at
            )


def _is_confidential(change: Change) -> bool:
    return bool(change.writing.facts.get("confidential", change.case.confidential))
