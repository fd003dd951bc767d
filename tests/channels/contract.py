"""What every adapter keeps to, whatever its protocol; each adapter's tests run all of it.

The test file of an adapter makes a `Side`: a road and the other side of it, and calls `keeps_…`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from hotline.channels.adapters import adapter_of
from hotline.channels.fetching import fetch
from hotline.channels.sending import send_due
from hotline.records.models import Case, Contact, Delivery, Inbound, Road
from hotline.records.queries.reference import forget
from hotline.rules.roads import INBOUND_STATES
from hotline.steps.accept import accept
from hotline.steps.roads.hear import hear, raw_of
from tests.factories import City
from tests.steps.cases import LATER


@dataclass(frozen=True)
class Side:
    """An adapter's road with what the other side sends: `good` are originals of different matters,
    `deliver` has the other side send some so that the adapter fetches them."""

    road: Road
    good: tuple[bytes, ...]
    deliver: Callable[[tuple[bytes, ...]], None] | None = None


def keeps_one_case_of_a_message_twice(side: Side) -> None:
    """The same original again, by whatever name it is called, makes no second case."""
    read = partial(adapter_of(side.road).read, side.road)
    heard = [
        hear(side.road, raw, read, at=LATER, key=f"any-{number}")
        for number, raw in enumerate(side.good * 2)
    ]
    news = [each.is_new for each in heard]
    assert news == [True] * len(side.good) + [False] * len(side.good)
    assert Case.objects.count() == Contact.objects.count() == len(side.good)
    assert {raw_of(row) for row in Inbound.objects.all()} == set(side.good)


def keeps_what_cannot_be_read(side: Side, damaged: tuple[bytes, ...]) -> None:
    """A damaged original is taken or held, never lost, never raised, and kept byte for byte."""
    read = partial(adapter_of(side.road).read, side.road)
    for number, raw in enumerate(damaged):
        kept = hear(side.road, raw, read, at=LATER, key=f"damaged-{number}").inbound
        if Inbound.objects.filter(pk=kept.pk, digest=kept.digest).exists():
            assert kept.state in INBOUND_STATES
            assert raw_of(kept) in damaged


def keeps_order_of_what_is_owed(city: City, side: Side) -> None:
    """What is owed goes out in the order of the case's moves, each once, after an outage too."""
    read = partial(adapter_of(side.road).read, side.road)
    case = hear(side.road, side.good[0], read, at=LATER).case
    assert case is not None
    case.kind, case.topic = city.kinds["help"], city.topics["0201"]
    accept(case, by=None, at=LATER)
    Delivery.objects.update(next_at=LATER)
    adapter, side.road.adapter = side.road.adapter, "failing"
    side.road.save()
    forget()
    assert send_due(at=LATER) == Counter(down=1)
    side.road.adapter = adapter
    side.road.save()
    forget()
    Delivery.objects.update(next_at=LATER)
    outcomes = send_due(at=LATER + timedelta(minutes=1))
    ended = list(Delivery.objects.order_by("pk").values_list("kind", "state"))
    assert [kind for kind, _ in ended] == ["received", "accepted"]
    assert outcomes.total() == len(ended)
    assert {state for _, state in ended} <= {"sent", "moot"}


def keeps_fetching_once(side: Side) -> None:
    """What was fetched is not fetched as news again, and an empty road gives nothing."""
    assert side.deliver is not None
    side.deliver(side.good)
    assert fetch(side.road, at=LATER) == Counter(taken=len(side.good))
    side.road.mark = {}
    side.deliver(side.good)
    again = fetch(side.road, at=LATER)
    assert (again["taken"], again["down"], Case.objects.count()) == (0, 0, len(side.good))
