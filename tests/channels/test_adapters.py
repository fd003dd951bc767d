"""The adapters that need no other side keep to the contract, and damaged originals hurt nobody."""

from __future__ import annotations

import json

from hotline.channels.fetching import fetch
from hotline.records.models import Inbound, Road
from tests.channels import contract
from tests.channels.damage import variants
from tests.channels.test_roads import message, road
from tests.factories import City
from tests.steps.cases import LATER

GOOD = tuple(
    message(f"上-{number}", text).encode()
    for number, text in enumerate(("路灯不亮。", "井盖松动。"), start=1)
)


def side(city: City) -> contract.Side:
    made = road(city)

    def deliver(originals: tuple[bytes, ...]) -> None:
        made.settings = {"messages": [raw.decode() for raw in originals]}
        made.save()

    return contract.Side(made, GOOD, deliver)


def test_the_dummy_makes_one_case_of_a_message_twice(city: City) -> None:
    contract.keeps_one_case_of_a_message_twice(side(city))


def test_the_dummy_fetches_once(city: City) -> None:
    contract.keeps_fetching_once(side(city))


def test_the_dummy_keeps_the_order_of_what_is_owed(city: City) -> None:
    contract.keeps_order_of_what_is_owed(city, side(city))


def test_damaged_messages_are_held_byte_for_byte(city: City) -> None:
    damaged = tuple(variants(GOOD[0], 150, seed=1))
    deep = ("[" * 100_000).encode(), json.dumps({"key": "x", "text": "y", "at": "z"}).encode()
    contract.keeps_what_cannot_be_read(side(city), (*damaged, *deep))


def test_a_road_that_always_fails_is_noted_and_takes_nothing(city: City) -> None:
    on = road(city, adapter="failing")
    assert fetch(on, at=LATER) == {"down": 1}
    assert Road.objects.get().failing_since == LATER
    contract.keeps_what_cannot_be_read(contract.Side(on, GOOD), GOOD)
    assert set(Inbound.objects.values_list("state", flat=True)) == {"held"}
