"""Issues that turned out to be one concern become one, and no person's word is overruled."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hotline.records.identity import new_id
from hotline.records.models import Case, HotIssue, HotIssueCase, Staff
from hotline.records.queries.hot_material import places_of
from hotline.steps.issues import arranging
from hotline.steps.issues.regroup import regroup
from hotline.steps.issues.undo import undo
from hotline.steps.moving import Refused
from tests.factories import City
from tests.steps.cases import BEGIN
from tests.steps.issues.told import many

SOON = BEGIN + timedelta(hours=2)


@pytest.fixture
def supervisor(city: City) -> Staff:
    return city.person("supervisor")


def begun_apart(city: City, sizes: tuple[int, ...] = (3, 2, 1)) -> list[HotIssue]:
    """One concern that began in several places: cases in issues of their own."""
    cases = iter(many(city, sum(sizes)))
    return [begun_with([next(cases) for _ in range(size)]) for size in sizes]


def begun_with(cases: list[Case]) -> HotIssue:
    """An issue of these cases."""
    first, last = cases[0], cases[-1]
    issue = HotIssue.objects.create(
        id=new_id(), name=first.title, first_at=first.registered_at, last_at=last.registered_at,
        size=len(cases), places={places_of([first])[first.pk][0]: len(cases)},
    )  # fmt: skip
    for case in cases:
        HotIssueCase.objects.create(issue=issue, case=case, at=case.registered_at, since=SOON)
    return issue


def sizes() -> list[int]:
    """How many cases the issues have that stand by themselves."""
    found = HotIssue.objects.filter(merged_into=None).order_by("-size")
    return [row.members.filter(is_in=True).count() for row in found]


def test_what_began_apart_becomes_one_with_its_reason(city: City) -> None:
    large, middle, single = begun_apart(city)
    assert regroup(at=SOON) == 2
    entry = large.entries.get(verb="gathered")
    assert sizes() == [6]
    assert {part["issue"] for part in entry.details["parts"]} == {str(middle.pk), str(single.pk)}
    assert (entry.by, entry.note.startswith("相同的")) == (None, True)
    assert regroup(at=SOON) == 0


def test_a_gathering_is_undone_and_not_made_again(city: City, supervisor: Staff) -> None:
    large, *_ = begun_apart(city)
    regroup(at=SOON)
    entry = large.entries.get(verb="gathered")
    undo(entry, by=supervisor, at=SOON)
    assert sizes() == [3, 2, 1]
    assert regroup(at=SOON) == 0
    with pytest.raises(Refused):
        undo(entry, by=supervisor, at=SOON)


def test_what_a_person_arranged_stays_where_it_is(city: City, supervisor: Staff) -> None:
    large, middle, single = begun_apart(city)
    arranging.rename(middle, name="三号楼停水", by=supervisor, at=SOON)
    assert regroup(at=SOON) == 2
    rows = HotIssue.objects.in_bulk([large.pk, middle.pk, single.pk])
    assert [rows[row.pk].merged_into_id for row in (large, middle, single)] == [
        middle.pk,
        None,
        middle.pk,
    ]
    assert rows[middle.pk].name == "三号楼停水"


def test_two_that_people_arranged_never_become_one(city: City, supervisor: Staff) -> None:
    for row in begun_apart(city, (3, 2)):
        arranging.rename(row, name=f"由人命名 {row.size}", by=supervisor, at=SOON)
    assert regroup(at=SOON) == 0


def test_a_case_that_was_taken_out_does_not_come_back(city: City, supervisor: Staff) -> None:
    large, single = begun_apart(city, (4, 1))
    case = large.members.latest("at").case
    arranging.take_out(large, case=case, by=supervisor, at=SOON)
    alone = begun_with([case])
    assert regroup(at=SOON) == 1
    assert HotIssueCase.objects.get(case=case, is_in=True).issue_id in (alone.pk, single.pk)


def test_a_dismissed_issue_takes_no_other_along(city: City, supervisor: Staff) -> None:
    large, *_ = begun_apart(city)
    arranging.dismiss(large, note="已处理完毕", by=supervisor, at=SOON)
    assert regroup(at=SOON) == 1
    assert sizes() == [3, 3]


def test_the_newest_are_compared_where_there_are_very_many(city: City) -> None:
    begun_apart(city)
    assert regroup(at=SOON, most=2) == 1
