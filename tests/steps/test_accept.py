"""Accept: the office takes the matter on, once it is classified."""

from __future__ import annotations

import pytest

from hotline.steps.accept import accept, need_classification
from hotline.steps.moving import Refused
from tests.factories import City
from tests.steps.acts import act
from tests.steps.cases import LATER, journal, last_entry, read_again, refused, walked


def test_an_accepted_case_waits_to_be_dispatched(city: City) -> None:
    case = walked(city, "registered")
    accept(case, by=city.person("call_taker"), at=LATER)
    stored = read_again(case)
    assert (stored.status, stored.accepted_at, stored.due_at) == ("awaiting_dispatch", LATER, None)
    assert journal(case)[1:] == [(2, "accept", "awaiting_dispatch")]


def test_the_entry_says_who_and_when(city: City) -> None:
    case = walked(city, "registered")
    person = city.person("call_taker")
    accept(case, by=person, at=LATER)
    entry = last_entry(case)
    assert (entry.by, entry.at, entry.note, entry.details) == (person, LATER, "", {})


@pytest.mark.parametrize(
    ("missing", "told"),
    [
        ("kind", ("kind", "请先选择诉求类型，再办理下一步。")),
        ("topic", ("topic", "请先选择问题分类，再办理下一步。")),
    ],
)
def test_a_case_that_is_not_classified_is_refused(
    city: City, missing: str, told: tuple[str, str]
) -> None:
    case = walked(city, "registered", **{missing: ""})
    assert refused(case, lambda: act(city, "accept", case)) == told


def test_a_case_with_neither_is_told_of_the_kind_first(city: City) -> None:
    case = walked(city, "registered", kind="", topic="")
    with pytest.raises(Refused) as refusal:
        need_classification(case)
    assert refusal.value.field == "kind"


def test_a_classified_case_passes(city: City) -> None:
    need_classification(walked(city, "registered"))
