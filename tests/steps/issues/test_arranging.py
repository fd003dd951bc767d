"""What a person rules about an issue holds, also when more arrives, and can be undone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hotline.records.models import HotIssue, HotIssueCase, Staff
from hotline.rules.permits import NotPermitted
from hotline.steps.issues import arranging
from hotline.steps.issues.undo import undo
from hotline.steps.issues.weigh import let_single_cases_go, weigh_all
from hotline.steps.moving import Refused
from tests.factories import City
from tests.steps.cases import BEGIN
from tests.steps.issues.told import issue, many, read, told

SOON = BEGIN + timedelta(minutes=20)
SMOKE = ("烧烤店油烟扰民", "楼下烧烤店油烟大，没有排烟管道，开窗都是烟味。")
ELSEWHERE = {"said": SMOKE, "place": "样例里小区", "topic": "010214"}


@pytest.fixture
def supervisor(city: City) -> Staff:
    return city.person("supervisor")


def two(city: City) -> tuple[HotIssue, HotIssue]:
    """Water here, smoke there, three cases each."""
    many(city, 3)
    for number in range(3):
        told(city, 20 + number, BEGIN + timedelta(minutes=number), **dict(ELSEWHERE))
    read(SOON)
    rows = {row.place: row for row in HotIssue.objects.filter(size=3)}
    return rows["示例花园小区"], rows["样例里小区"]


def issue_of(case: object) -> HotIssue:
    return HotIssueCase.objects.get(case=case, is_in=True).issue


def test_what_comes_to_a_merged_issue_goes_to_the_other(city: City, supervisor: Staff) -> None:
    water, smoke = two(city)
    arranging.merge(smoke, into=water, by=supervisor, at=SOON)
    later = told(city, 40, SOON, **dict(ELSEWHERE))
    read(SOON)
    assert issue_of(later) == water
    assert (issue().size, issue().callers) == (7, 7)


def test_a_merging_is_undone_with_its_own_cases(city: City, supervisor: Staff) -> None:
    water, smoke = two(city)
    arranging.merge(smoke, into=water, by=supervisor, at=SOON)
    entry = smoke.entries.get(verb="merged")
    undo(entry, by=supervisor, at=SOON)
    assert sorted(HotIssue.objects.filter(merged_into=None).values_list("size", flat=True)) == [
        3,
        3,
    ]
    with pytest.raises(Refused, match="已经撤销"):
        undo(entry, by=supervisor, at=SOON)


def test_what_was_split_off_stays_apart(city: City, supervisor: Staff) -> None:
    cases = many(city, 6)
    read(SOON)
    whole = issue()
    chosen = [case.pk for case in cases[:2]]
    part = arranging.split(whole, cases=chosen, name="示例路", by=supervisor, at=SOON)
    told(city, 8, SOON)
    read(SOON)
    weigh_all(at=SOON)
    held = set(
        HotIssueCase.objects.filter(case__in=chosen, is_in=True).values_list("issue", flat=True)
    )
    assert (held, HotIssue.objects.get(pk=part.pk).name) == ({part.pk}, "示例路")
    undo(whole.entries.get(verb="split"), by=supervisor, at=SOON)
    assert issue().size == 7


def test_a_name_that_a_person_gave_stays(city: City, supervisor: Staff) -> None:
    many(city, 3)
    read(SOON)
    before = issue().name
    arranging.rename(issue(), name="示例花园爆管停水", by=supervisor, at=SOON)
    told(city, 5, SOON)
    read(SOON)
    assert issue().name == "示例花园爆管停水"
    undo(issue().entries.get(verb="renamed"), by=supervisor, at=SOON)
    assert issue().name == before


def test_a_case_that_was_taken_out_is_never_put_back(city: City, supervisor: Staff) -> None:
    cases = many(city, 4)
    read(SOON)
    arranging.take_out(issue(), case=cases[1], by=supervisor, at=SOON)
    told(city, 5, SOON)
    read(SOON)
    assert (issue().size, issue().cases) == (4, 4)
    assert not HotIssueCase.objects.filter(case=cases[1], is_in=True).exists()
    undo(issue().entries.get(verb="took_out"), by=supervisor, at=SOON)
    assert issue().size == 5


def test_a_case_that_was_put_in_comes_from_where_it_was(city: City, supervisor: Staff) -> None:
    water, smoke = two(city)
    case = smoke.members.earliest("at").case
    arranging.put_in(water, case=case, by=supervisor, at=SOON)
    assert [HotIssue.objects.get(pk=row.pk).size for row in (water, smoke)] == [4, 2]
    undo(water.entries.get(verb="put_in"), by=supervisor, at=SOON)
    assert [HotIssue.objects.get(pk=row.pk).size for row in (water, smoke)] == [3, 3]


def test_a_dismissed_one_comes_back_as_it_is_now(city: City, supervisor: Staff) -> None:
    many(city, 6)
    read(SOON)
    arranging.dismiss(issue(), note="演练", by=supervisor, at=SOON)
    weigh_all(at=SOON)
    assert issue().state == "dismissed"
    undo(issue().entries.get(verb="dismissed"), by=supervisor, at=SOON)
    assert issue().state == "burst"


def test_what_makes_no_sense_is_refused_with_what_to_do(city: City, supervisor: Staff) -> None:
    water, smoke = two(city)
    case = water.members.earliest("at").case
    acts = (
        lambda: arranging.merge(water, into=water, by=supervisor, at=SOON),
        lambda: arranging.rename(water, name=" ", by=supervisor, at=SOON),
        lambda: arranging.dismiss(water, note="", by=supervisor, at=SOON),
        lambda: arranging.split(water, cases=[], name="", by=supervisor, at=SOON),
        lambda: arranging.put_in(water, case=case, by=supervisor, at=SOON),
        lambda: arranging.take_out(smoke, case=case, by=supervisor, at=SOON),
        lambda: arranging.restore(water, by=supervisor, at=SOON),
    )
    for act in acts:
        with pytest.raises(Refused):
            act()
    with pytest.raises(NotPermitted):
        arranging.rename(water, name="新名", by=city.person("reviewer"), at=SOON)


def test_an_issue_is_over_when_nobody_speaks_of_it(city: City) -> None:
    many(city, 4)
    read(SOON)
    weigh_all(at=SOON + timedelta(days=15))
    assert (issue().state, issue().cases, issue().heat) == ("over", 0, 0)


def test_what_stayed_a_single_case_is_forgotten(city: City) -> None:
    told(city, 1)
    read(SOON)
    assert let_single_cases_go(at=SOON + timedelta(days=30)) == 0
    assert let_single_cases_go(at=SOON + timedelta(days=90)) == 1
    assert HotIssueCase.objects.count() == 0
