"""Onward: what a move is news of besides its own road: to programs that subscribed, and by text
message to its citizen.

Called by `owe`, so that the rows are planned in the very transaction of the move.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from hotline.records.models import Contact, Delivery, Road
from hotline.records.queries.reference import roads
from hotline.records.scope import everything
from hotline.rules.events import EVENT_OF
from hotline.rules.reaching import after_quiet
from hotline.rules.texting import QUIET_FROM, QUIET_UNTIL, TOLD
from hotline.steps.storing.book import book

if TYPE_CHECKING:
    from hotline.steps.moving import Change

WEBHOOK = "webhook"
SMS = "sms"


WECHAT = "wechat"


def onward(change: Change) -> Iterator[Delivery]:
    """One delivery for each subscription that wants to hear of this move, and for its citizen."""
    if change.writing.facts.get("confidential", change.case.confidential):
        return
    event, kind = EVENT_OF.get(change.move.verb), TOLD.get(change.move.verb)
    for road in roads().values():
        if not road.is_on:
            continue
        if road.adapter == WEBHOOK and event in road.settings.get("events", ()):
            yield _row(change, road, "event", change.at)
        elif road.adapter == SMS and kind is not None and _tells(change, road, kind):
            # Nobody is woken by a message.
            yield _row(change, road, kind, after_quiet(change.at, QUIET_FROM, QUIET_UNTIL))
    if kind == "rating" and change.case.owes_back:
        yield from _asked_in_chats(change)


@everything()
def _asked_in_chats(change: Change) -> list[Delivery]:
    """Who told it in a conversation is asked there whether they are content."""
    rows = []
    for contact in book().rows_of(change.case, Contact):
        road = roads().get(contact.road_id)
        if road is not None and road.is_on and road.adapter == WECHAT:
            row = _row(change, road, "rating", change.at)
            row.contact = contact
            rows.append(row)
    return rows


def _tells(change: Change, road: Road, kind: str) -> bool:
    chosen = road.settings.get("kinds") or ()
    return change.case.citizen_id is not None and (not chosen or kind in chosen)


def _row(change: Change, road: Road, kind: str, at: datetime) -> Delivery:
    return Delivery(road=road, case=change.case, kind=kind, made_at=change.at, next_at=at)
