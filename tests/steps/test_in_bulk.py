"""In bulk: every case for itself, the refused beside the done, each with its sentence."""

from __future__ import annotations

import pytest
from django.db import OperationalError

from hotline.records.models import Case
from hotline.rules.life import MOVES
from hotline.steps.dispatch import dispatch
from hotline.steps.in_bulk import Outcome, in_bulk
from hotline.steps.storing.book import LostRace
from tests.factories import City
from tests.steps.cases import LATER, kept, walked


def test_what_one_is_refused_stops_no_other(city: City) -> None:
    ready = [walked(city, "awaiting_dispatch") for _ in range(2)]
    closed = walked(city, "closed")
    before = kept(closed)
    office = city.person("dispatcher")
    facts = {"to": city.units["east"], "by": office, "at": LATER}
    outcomes = in_bulk(dispatch, [ready[0], closed, ready[1]], **facts)
    assert [(row.case.number, row.done, row.field) for row in outcomes] == [
        (ready[0].number, True, ""),
        (closed.number, False, ""),
        (ready[1].number, True, ""),
    ]
    assert outcomes[0].sentence == ""
    assert outcomes[1].sentence.startswith("工单现为“已办结”，不能派单")
    assert {Case.objects.get(pk=case.pk).status for case in ready} == {"awaiting_signature"}
    assert kept(closed) == before


def test_a_refusal_says_which_fact_is_wanted(city: City) -> None:
    case = walked(city, "awaiting_dispatch")
    facts = {"to": None, "by": city.person("dispatcher"), "at": LATER}
    assert [(row.field, row.sentence) for row in in_bulk(dispatch, [case], **facts)] == [
        ("to", "请选择承办单位。")
    ]


def test_a_person_without_the_permit_does_none(city: City) -> None:
    cases = [walked(city, "awaiting_dispatch") for _ in range(2)]
    facts = {"to": city.units["east"], "by": city.person("reviewer"), "at": LATER}
    outcomes = in_bulk(dispatch, cases, **facts)
    name = MOVES["dispatch"].name
    assert {row.sentence for row in outcomes} == {f"您的岗位没有“{name}”的权限，请与管理员联系。"}
    assert {Case.objects.get(pk=case.pk).status for case in cases} == {"awaiting_dispatch"}


def test_only_the_case_that_moved_since_it_was_seen_is_refused(city: City) -> None:
    old, new = (walked(city, "awaiting_dispatch") for _ in range(2))
    seen = {old.number: old.version - 1, new.number: new.version}
    facts = {"to": city.units["east"], "by": city.person("dispatcher"), "at": LATER}
    outcomes = in_bulk(dispatch, [old, new], seen=seen, **facts)
    assert [type(row.refusal) for row in outcomes] == [LostRace, type(None)]


def test_a_breakdown_is_no_refusal(city: City) -> None:
    def broken(case: Case, **facts: object) -> Case:
        raise OperationalError

    with pytest.raises(OperationalError):
        in_bulk(broken, [walked(city, "registered")])


def test_no_cases_have_no_outcome() -> None:
    none: list[Outcome] = []
    assert in_bulk(dispatch, [], by=None, at=LATER, to=None) == none
