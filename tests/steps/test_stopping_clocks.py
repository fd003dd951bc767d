"""A move that has two reasons to stop a clock stops it once, and is not taken for a lost race."""

from __future__ import annotations

from datetime import timedelta

from hotline.records.models import Clock
from hotline.steps.recall import recall
from tests.factories import City
from tests.steps.cases import LATER, replied, walked


def test_a_reply_that_speaks_of_a_talk_stops_the_clock_of_contact_once(city: City) -> None:
    case = walked(city, "in_handling")
    clerk = city.person("unit_clerk", "east")
    replied(case, contacted_at=LATER - timedelta(minutes=5), by=clerk, at=LATER)
    stopped = Clock.objects.filter(case=case, name="contact").values_list("stopped_at", flat=True)
    assert (case.status, [*stopped]) == ("awaiting_review", [LATER])


def test_a_case_that_waits_for_its_citizen_can_be_recalled(city: City) -> None:
    case = walked(city, "awaiting_citizen")
    recall(case, reason="派错单位。", by=city.person("dispatcher"), at=LATER)
    running = Clock.objects.filter(case=case, stopped_at__isnull=True)
    assert (case.status, running.count()) == ("awaiting_dispatch", 0)
