"""Find places: what a new case names is kept under its key, and unknown names wait for a person."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hotline.records.models import CasePlace, Place, UnknownPlace
from hotline.records.queries.reference import forget
from hotline.rules.arrivals import Arrival
from hotline.rules.permits import NotPermitted
from hotline.steps.intake import Facts, take_in
from hotline.steps.moving import Refused
from hotline.steps.reading.keep_engine import keep_engine
from hotline.steps.reading.read_arrivals import read_arrivals, read_on
from hotline.steps.reading.settle_place import dismiss, take_as_alias, undo
from hotline.steps.reading.settle_place import take_in as take_name_in
from tests.factories import City
from tests.steps.cases import BEGIN, LATER

SOON = LATER + timedelta(minutes=1)
SAID = "甲区示例街道望岳花园3号楼2单元501室停水两天了。"


@pytest.fixture
def street(city: City) -> Place:
    """The gazetteer of the invented city: one street in one district."""
    district = Place.objects.create(code="jia", name="甲区", level="district")
    made = Place.objects.create(code="shili", name="示例街道", level="street", parent=district)
    forget()
    return made


def said(city: City, text: str = SAID, key: str = "1") -> None:
    arrival = Arrival("telephone", key, text, BEGIN, title=text[:20])
    known = Facts(kind=city.kinds["help"], topic=city.topics["0201"])
    take_in(arrival, known, channel=city.channels["telephone"], by=None, at=LATER)


def found() -> UnknownPlace:
    read_on("places", at=SOON)
    return UnknownPlace.objects.get(name="望岳花园")


def test_a_case_keeps_the_places_that_it_names_down_to_the_estate(
    city: City, street: Place
) -> None:
    said(city)
    assert read_on("places", at=SOON) == 1
    rows = CasePlace.objects.order_by("pk").values_list("key", "code", "is_main")
    assert list(rows) == [
        ("district:jia", "jia", False),
        ("street:shili", "shili", False),
        ("estate:望岳花园", "", True),
    ]


def test_cases_of_one_estate_share_its_key_and_count_its_name(city: City, street: Place) -> None:
    said(city)
    said(city, "望岳花园小区一期又停水了。", "2")
    row = found()
    assert CasePlace.objects.filter(key="estate:望岳花园").count() == 2
    assert (row.count, len(row.examples), row.around) == (2, 2, {"jia": 1, "shili": 1})


def test_switched_off_it_reads_nothing(city: City, street: Place) -> None:
    keep_engine("places", is_on=False, options={}, by=None, at=LATER)
    said(city)
    assert "places" not in read_arrivals(at=SOON)
    assert CasePlace.objects.exists() is False


def test_a_name_is_taken_into_the_gazetteer_and_found_from_then_on(
    city: City, street: Place
) -> None:
    said(city)
    row, by = found(), city.person("dispatcher")
    place = take_name_in(row, name="望岳花园", level="estate", parent=street, by=by, at=SOON)
    assert (place.code, place.parent, row.state) == ("p_wangyuehuayuan", street, "taken")
    said(city, "望岳花园的路灯坏了。", "2")
    read_on("places", at=SOON + timedelta(minutes=1))
    assert CasePlace.objects.get(code=place.code).key == "estate:望岳花园"
    assert UnknownPlace.objects.get().count == 1
    undo(row, by=by, at=SOON)
    place.refresh_from_db()
    assert (row.state, place.valid_to is None) == ("open", False)


def test_a_name_becomes_another_way_of_saying_and_is_taken_back(city: City, street: Place) -> None:
    said(city)
    row, by = found(), city.person("dispatcher")
    take_as_alias(row, place=street, by=by, at=SOON)
    street.refresh_from_db()
    assert (street.aliases, row.state) == (["望岳花园"], "alias")
    with pytest.raises(Refused, match="刚由同事处理过"):
        dismiss(row, by=by, at=SOON)
    undo(row, by=by, at=SOON)
    street.refresh_from_db()
    assert (street.aliases, row.state) == ([], "open")


def test_only_who_keeps_places_settles_them(city: City, street: Place) -> None:
    said(city)
    with pytest.raises(NotPermitted):
        dismiss(found(), by=city.person("callback_agent"), at=SOON)


def test_what_is_missing_is_asked_for(city: City, street: Place) -> None:
    said(city)
    row, by = found(), city.person("dispatcher")
    with pytest.raises(Refused, match="所在的街道"):
        take_name_in(row, name="望岳花园", level="estate", parent=None, by=by, at=SOON)
    with pytest.raises(Refused, match="另一种叫法"):
        take_as_alias(row, place=None, by=by, at=SOON)
