"""Urging: pressed with a reason, counted, and only while a unit has the case."""

from __future__ import annotations

import pytest

from hotline.records.models import Department
from hotline.rules.life import NotOpen
from hotline.rules.permits import NotPermitted
from hotline.steps.oversight.urge import urge, urgings
from tests.factories import City
from tests.steps.cases import LATER, journal, kept, last_entry, refused, walked
from tests.steps.clocks import watcher


def test_an_urged_case_stays_where_it_is(city: City) -> None:
    case = walked(city, "in_handling")
    urge(case, by=watcher(city), at=LATER, note=" 请今天联系。 ")
    entry = last_entry(case)
    assert (journal(case)[-1][1:], entry.note) == (("urge", "in_handling"), "请今天联系。")


def test_the_entry_names_who_was_urged_and_how_often(city: City) -> None:
    case = walked(city, "awaiting_signature", unit="east")
    for _ in range(2):
        urge(case, by=watcher(city), at=LATER, note="请签收。")
    assert last_entry(case).details == {"to": ["east"], "count": 2}
    assert urgings(case) == 2


def test_every_unit_that_owes_its_share_is_urged(city: City) -> None:
    case = walked(city, "in_handling", unit="east")
    for unit, finished in (("west", None), ("west_street", LATER)):
        case.assignments.create(
            department=Department.objects.get(code=unit),
            part="assisting",
            given_at=LATER,
            finished_at=finished,
        )
    urge(case, by=watcher(city), at=LATER, note="请加快。")
    assert last_entry(case).details["to"] == ["east", "west"]


def test_a_person_says_what_for(city: City) -> None:
    case = walked(city, "in_handling")
    by = watcher(city)
    assert refused(case, lambda: urge(case, by=by, at=LATER, note=" ")) == (
        "note",
        "请写明催办的内容。",
    )


def test_the_system_needs_no_words(city: City) -> None:
    case = walked(city, "in_handling")
    urge(case, by=None, at=LATER)
    assert (last_entry(case).by, last_entry(case).note) == (None, "")


def test_who_may_not_urge_is_refused(city: City) -> None:
    case = walked(city, "in_handling")
    before = kept(case)
    with pytest.raises(NotPermitted):
        urge(case, by=city.person("call_taker"), at=LATER, note="请加快。")
    assert kept(case) == before


@pytest.mark.parametrize("status", ["awaiting_dispatch", "awaiting_callback", "closed"])
def test_a_case_that_no_unit_has_is_not_urged(city: City, status: str) -> None:
    case = walked(city, status)
    with pytest.raises(NotOpen):
        urge(case, by=watcher(city), at=LATER, note="请加快。")
