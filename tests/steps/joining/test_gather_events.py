"""Events: several callers about one matter within a short time are one event; what a person parted
or dismissed stays so."""

from __future__ import annotations

import pytest

from hotline.records.models import Case, SameEvent, SameEventCase, Staff
from hotline.records.queries.same_events import event_for, open_events
from hotline.steps.joining.settle_events import dismiss_event, take_out
from tests.factories import City
from tests.steps.cases import LATER
from tests.steps.joining.test_find_same import find_same, phoned

SAID = (
    "示例花园三号楼停水两天了，打物业电话没人管。",
    "我家住在示例花园，从前天起停水，没有水做饭。",
    "示例花园又停水，老人提水上楼很困难。",
    "示例花园五号楼停水，请抢修。",
    "反映示例花园停水，何时恢复供水？",
    "示例花园停水第三天，孩子没法洗澡。",
)


def called(city: City, first: int, count: int) -> list[Case]:
    """So many people about the same matter, each in their words and from their own number."""
    return [
        phoned(city, SAID[each % len(SAID)], f"154000001{each:02d}", f"event-{each}")
        for each in range(first, first + count)
    ]


@pytest.fixture
def dispatcher(city: City) -> Staff:
    return city.person("dispatcher")


@pytest.fixture
def event(city: City) -> SameEvent:
    """Five callers within the hour."""
    called(city, 0, 5)
    find_same()
    return SameEvent.objects.get()


def test_five_callers_about_one_matter_are_one_event(event: SameEvent, dispatcher: Staff) -> None:
    assert (event.kind, event.cases, event.callers) == ("event", 5, 5)
    shown = event_for(dispatcher, event.pk)
    assert shown is not None
    assert [case.citizen_id for case in shown.cases] == list(
        Case.objects.order_by("pk").values_list("citizen", flat=True)
    )


def test_four_callers_are_none(city: City) -> None:
    called(city, 0, 4)
    find_same()
    assert SameEvent.objects.count() == 0


def test_one_caller_who_calls_often_is_none(city: City) -> None:
    for each in range(6):
        phoned(city, SAID[each], key=f"again-{each}")
    find_same()
    assert SameEvent.objects.count() == 0


def test_the_next_callers_join_it_and_are_counted_once(city: City, event: SameEvent) -> None:
    called(city, 5, 1)
    phoned(city, SAID[1], "15400000105", "event-again")
    find_same()
    event.refresh_from_db()
    assert (event.cases, event.callers) == (7, 6)
    assert (find_same(), SameEvent.objects.count()) == (0, 1)


def test_the_same_words_sent_by_many_are_an_event_of_copies(city: City) -> None:
    for each in range(5):
        phoned(city, SAID[0], f"154000002{each:02d}", f"copy-{each}")
    find_same()
    assert SameEvent.objects.values_list("kind", "callers").get() == ("copies", 5)


def test_a_case_taken_out_stays_out(event: SameEvent, dispatcher: Staff) -> None:
    member = SameEventCase.objects.filter(event=event).order_by("pk")[2]
    take_out(member, by=dispatcher, at=LATER)
    take_out(member, by=dispatcher, at=LATER)
    event.refresh_from_db()
    shown = event_for(dispatcher, event.pk)
    assert shown is not None
    assert (event.cases, event.callers, len(shown.cases)) == (4, 4, 4)


def test_a_dismissed_event_does_not_begin_again(
    city: City, event: SameEvent, dispatcher: Staff
) -> None:
    dismiss_event(event, by=dispatcher, at=LATER)
    called(city, 5, 3)
    find_same()
    assert SameEvent.objects.count() == 1
    assert open_events(dispatcher, 0, 10) == []


def test_an_event_shows_only_what_a_person_may_see(
    city: City, event: SameEvent, dispatcher: Staff
) -> None:
    hidden = Case.objects.order_by("pk")[:4]
    Case.objects.filter(pk__in=hidden.values("pk")[:3]).update(confidential=True)
    assert [len(one.cases) for one in open_events(dispatcher, 0, 10)] == [2]
    Case.objects.filter(pk__in=hidden.values("pk")).update(stepped_aside=[dispatcher.pk])
    assert (open_events(dispatcher, 0, 10), event_for(dispatcher, event.pk)) == ([], None)
    assert event_for(city.person("unit_clerk", "west_street"), event.pk) is None
