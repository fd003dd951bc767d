"""Find the same: a matter that came by three roads is offered as one and answered on each."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hotline.channels.fetching import fetch
from hotline.channels.sending import send_due
from hotline.records.models import Case, Delivery, SameMatter, Staff
from hotline.records.queries.same_matter import compared, offers
from hotline.rules.arrivals import Arrival
from hotline.steps.accept import accept
from hotline.steps.intake import Facts, take_in
from hotline.steps.joining.join import join
from hotline.steps.joining.keep_apart import keep_apart
from hotline.steps.joining.print_cases import print_cases
from hotline.steps.reading.read_arrivals import read_on
from hotline.steps.withdraw import withdraw
from tests.channels.test_roads import message, road
from tests.factories import City
from tests.steps.cases import BEGIN, LATER

SOON = LATER + timedelta(minutes=1)
TEXT = "示例花园三号楼停水两天了，打物业电话没人管。"


def find_same() -> int:
    return read_on("same", at=SOON)


def phoned(city: City, text: str = TEXT, phone: str = "15400000001", key: str = "call-1") -> Case:
    arrival = Arrival(
        "telephone",
        key,
        text,
        BEGIN,
        title="示例花园停水两天",
        sender_phone=phone,
        place="示例花园三号楼",
    )
    known = Facts(kind=city.kinds["help"], topic=city.topics["0201"])
    return take_in(arrival, known, channel=city.channels["telephone"], by=None, at=LATER).case


def from_platforms(city: City) -> list[Case]:
    """The same matter from a province and from a people's board, in other words."""
    said = [("省-2026-000071", "示例花园停水，居民反映物业不管。"), ("人-88", "示例花园又停水了！")]
    for place, (key, text) in enumerate(said):
        channel = city.channels["mayor_mailbox"]
        on = road(
            city,
            code=f"road-{place}",
            channel=channel,
            settings={"messages": [message(key, text, sender_phone="15400000001")]},
        )
        assert fetch(on, at=LATER) == {"taken": 1}
    return list(Case.objects.exclude(external_number="").order_by("pk"))


def test_one_matter_from_three_roads_is_offered_as_one(city: City) -> None:
    first = phoned(city)
    others = from_platforms(city)
    assert find_same() == 3  # each with each
    pairs = {(row.case_id, row.other_id) for row in SameMatter.objects.filter(other=first)}
    assert pairs == {(other.pk, first.pk) for other in others}
    assert find_same() == 0


def test_each_road_is_answered_for_itself(city: City) -> None:
    main = phoned(city)
    for case in from_platforms(city):
        case.kind, case.topic = city.kinds["help"], city.topics["0201"]
        accept(case, by=None, at=SOON)
        join(case, main=main, by=None, at=SOON)
        withdraw(case, reason="诉求人要求", by=None, at=SOON)
    told = list(Delivery.objects.order_by("pk").values_list("road__code", "kind"))
    assert sorted(told) == sorted(
        (f"road-{place}", kind)
        for place in (0, 1)
        for kind in ("received", "accepted", "withdrawn")
    )
    assert send_due(at=SOON) == {"sent": 6}


def test_what_a_person_keeps_apart_is_not_offered_again(city: City, dispatcher: Staff) -> None:
    phoned(city)
    phoned(city, key="call-2")
    assert find_same() == 1
    keep_apart(offers(dispatcher).get(), by=dispatcher, at=SOON)
    assert (find_same(), offers(dispatcher).count()) == (0, 0)


def test_confidential_and_withdrawn_matters_are_compared_with_nothing(city: City) -> None:
    first = phoned(city)
    phoned(city, key="call-2")
    Case.objects.filter(pk=first.pk).update(confidential=True)
    assert find_same() == 0


@pytest.fixture
def dispatcher(city: City) -> Staff:
    return city.person("dispatcher")


def test_however_many_cases_are_printed_at_once_four_questions_are_asked(city: City) -> None:
    for number in range(4):
        phoned(city, phone=f"1540000000{number}", key=f"call-{number}")
    first, *others = Case.objects.select_related("citizen").order_by("pk")
    asked = []
    for cases in ([first], others, [first, *others]):
        with CaptureQueriesContext(connection) as queries:
            print_cases(cases)
        asked.append(len(queries))
    # Of cases that have their prints it only asks whether they have them, and not even twice.
    assert asked == [4, 4, 0]


def test_a_copy_of_long_ago_and_one_of_today_are_both_found_the_newest_first(city: City) -> None:
    told = [phoned(city, phone=f"1540000000{day}", key=f"call-{day}") for day in range(3)]
    for case, days in zip(told, (40, 11, 0), strict=True):
        Case.objects.filter(pk=case.pk).update(registered_at=BEGIN - timedelta(days=days))
    cases = list(Case.objects.select_related("citizen").order_by("registered_at"))
    matters = print_cases(cases)
    with CaptureQueriesContext(connection) as queries:
        likes = compared(matters[cases[-1].pk], cases[-1].registered_at, 60, but=cases[-1].pk)
    assert {case.pk for case, _ in likes} == {case.pk for case in cases[:-1]}
    assert len(queries) == 3
