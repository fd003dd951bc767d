"""New cases are grouped by concern, whatever their wording, and weighed."""

from __future__ import annotations

from datetime import timedelta

from hotline.records.models import Case, HotIssue, HotIssueCase
from hotline.steps.joining.join import join
from tests.factories import City
from tests.steps.cases import BEGIN
from tests.steps.issues.told import issue, many, read, told

NOISE = ("广场舞太吵", "广场音响扰民，晚上十点还在放。")


def test_the_same_concern_in_other_words_is_one_issue(city: City) -> None:
    cases = many(city, 5)
    told(city, 9, said=NOISE, place="西城区另一广场", topic="0201")
    assert read(BEGIN + timedelta(minutes=10)) == 4
    found = issue()
    members = HotIssueCase.objects.filter(issue=found).order_by("at")
    assert [member.case_id for member in members] == [case.pk for case in cases]
    assert (found.cases, found.callers, found.place) == (5, 5, "示例花园小区")
    assert "停水" in found.name
    assert all("停水" in m.shared or "爆裂" in m.shared for m in members[1:])


def test_what_comes_later_joins_what_is_there(city: City) -> None:
    many(city, 2)
    read(BEGIN + timedelta(minutes=3))
    later = told(city, 3, BEGIN + timedelta(days=2))
    assert read(BEGIN + timedelta(days=2)) == 1
    assert issue().members.latest("at").case_id == later.pk


def test_after_a_long_silence_it_is_a_new_issue(city: City) -> None:
    many(city, 2)
    read(BEGIN + timedelta(minutes=3))
    told(city, 3, BEGIN + timedelta(days=40))
    assert read(BEGIN + timedelta(days=40)) == 0
    assert sorted(HotIssue.objects.values_list("size", flat=True)) == [1, 2]


def test_what_is_confidential_or_taken_back_is_in_no_issue(city: City) -> None:
    first, second, *_ = many(city, 4)
    Case.objects.filter(pk=first.pk).update(confidential=True)
    Case.objects.filter(pk=second.pk).update(status="withdrawn")
    read(BEGIN + timedelta(minutes=10))
    assert (issue().size, HotIssueCase.objects.count()) == (2, 2)


def test_a_joined_case_counts_once_and_every_caller(city: City) -> None:
    cases = many(city, 4)
    for case in cases[:2]:
        Case.objects.filter(pk=case.pk).update(status="awaiting_dispatch")
        case.refresh_from_db()
    join(cases[1], main=cases[0], by=None, at=BEGIN + timedelta(minutes=9))
    read(BEGIN + timedelta(minutes=10))
    assert (issue().cases, issue().callers) == (3, 4)


def test_one_caller_many_times_is_told_apart(city: City) -> None:
    for hour in range(5):
        told(city, hour, BEGIN + timedelta(hours=hour), phone="15400000007")
    read(BEGIN + timedelta(hours=6))
    assert (issue().state, issue().callers, issue().cases) == ("persistent", 1, 5)


def test_what_is_there_week_after_week_is_steady(city: City) -> None:
    for week in range(8):
        told(city, week, BEGIN + timedelta(weeks=week))
        read(BEGIN + timedelta(weeks=week))
    assert (issue().size, issue().state) == (8, "steady")


def test_who_is_unknown_is_said(city: City) -> None:
    many(city, 3, phone="")
    read(BEGIN + timedelta(minutes=10))
    parts = {part["code"]: part for part in issue().parts}
    assert (issue().callers, "callers" in parts) == (0, False)
