"""Roads as the adapters and the desk read them: secrets, what is held, what is due back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, Value

from hotline.records.models import Channel, Delivery, Inbound, Road
from hotline.records.queries.notices import MOST_COUNTED
from hotline.records.queries.queues import added_up, tally
from hotline.records.queries.reference import roads
from hotline.records.scope import everything
from hotline.records.sealing import unseal

SECRETS = ("road", "secrets")
BY_HAND, BY_FILE = "hand", "files"
PAGE_SIZE = 30


def secrets_of(road: Road) -> dict[str, str]:
    """The passwords and keys of a road by the names of its adapter's settings.

    For adapters at the moment of connecting only: never kept, never shown, never logged.
    """
    body = unseal(*SECRETS, road.pk, road.secrets_sealed)
    found: dict[str, str] = json.loads(body) if body else {}
    return found


def hand_road_of(channel: Channel) -> Road | None:
    """The road by hand of a channel, or of the one whose board it is; None where it has none."""
    for pk in (channel.pk, channel.parent_id):
        for road in roads().values():
            if road.adapter == BY_HAND and road.is_on and pk and road.channel_id == pk:
                return road
    return None


def hand_roads() -> dict[str, Road]:
    """The roads by hand that matters are copied from, by code."""
    return {
        road.code: road
        for road in sorted(roads().values(), key=lambda road: road.code)
        if road.adapter == BY_HAND and road.is_on and road.channel_id is not None
    }


@dataclass(frozen=True, slots=True)
class Waits:
    """What waits on one road: to be sent, brought by hand, looked at because it failed, to be read
    by a person, or for the matter that it speaks of. More than MOST_COUNTED stands for all above.
    """

    sending: int = 0
    by_hand: int = 0
    failed: int = 0
    held: int = 0
    waiting: int = 0


@everything()
def waits_by_road(found: Sequence[Road]) -> dict[UUID, Waits]:
    """What waits on each of these roads, by one question that counts so far and no further."""
    tallies: list[QuerySet[Any, Any]] = []
    for road in found:
        for state in ("waiting", "by_hand", "failed"):
            rows = Delivery.objects.filter(road=road, state=state)
            tallies.append(_capped(rows, f"{road.pk} d {state}"))
        for state in ("held", "waiting"):
            tallies.append(
                _capped(Inbound.objects.filter(road=road, state=state), f"{road.pk} i {state}")
            )
    held = added_up(tallies)
    return {
        road.pk: Waits(
            sending=held[f"{road.pk} d waiting"],
            by_hand=held[f"{road.pk} d by_hand"],
            failed=held[f"{road.pk} d failed"],
            held=held[f"{road.pk} i held"],
            waiting=held[f"{road.pk} i waiting"],
        )
        for road in found
    }


def _capped(rows: QuerySet[Any, Any], name: str) -> QuerySet[Any, Any]:
    return tally(rows, name).annotate(one=Value(1))[: MOST_COUNTED + 1]


@everything()
def last_originals(road: Road, most: int) -> list[Inbound]:
    """The newest originals of a road, without their bytes."""
    rows = Inbound.objects.filter(road=road).defer("raw_sealed").order_by("-received_at")
    return list(rows[:most])


@everything()
def last_deliveries(road: Road, most: int) -> list[Delivery]:
    """The newest things owed on a road, without what was sent; of the case its number only."""
    rows = Delivery.objects.filter(road=road).defer("body_sealed", "note").order_by("-made_at")
    return list(rows.select_related("case")[:most])


@everything()
def originals_in(states: Sequence[str], page: int) -> list[Inbound]:
    """A page of the originals in these states and one more, if there is: those that are open the
    oldest first, settled ones the newest first."""
    order = ("received_at",) if "held" in states else ("-settled_at",)
    rows = Inbound.objects.filter(state__in=states).order_by(*order).defer("raw_sealed")
    first = (page - 1) * PAGE_SIZE
    return list(rows.select_related("road", "channel", "case")[first : first + PAGE_SIZE + 1])


@everything()
def original(pk: UUID) -> Inbound | None:
    """One original with its road."""
    return Inbound.objects.select_related("road__channel", "channel", "case").filter(pk=pk).first()


def roads_of_files() -> list[Road]:
    """The roads that are on and exchange files."""
    return list(Road.objects.filter(adapter=BY_FILE, is_on=True).select_related("channel"))


@everything()
def due_in_file(road: Road, most: int) -> list[Delivery]:
    """What waits to go into the next file of a road, in the order in which it was owed."""
    rows = Delivery.objects.filter(road=road, state="waiting").order_by("pk")
    return list(rows.select_related("road", "case", "contact")[:most])
