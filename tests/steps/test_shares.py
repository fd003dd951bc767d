"""Shares in a case: the lead, those who assist it, those below, and the leader's approval."""

from __future__ import annotations

import pytest

from hotline.records.models import Assignment, Case, Clock
from hotline.rules.permits import NotPermitted
from tests.factories import CAREFUL, City
from tests.steps.acts import act
from tests.steps.cases import LATER, china, in_hand, kept, read_again, refused, walked


def shares(case: Case) -> list[tuple[str, str, str]]:
    """Every share: its unit, its part, how it ended."""
    rows = Assignment.objects.filter(case=case).order_by("pk")
    return list(rows.values_list("department__code", "part", "ended_as"))


def assisted(city: City) -> Case:
    """A case in handling at the east, with the west assisting."""
    case = walked(city, "awaiting_dispatch")
    act(city, "dispatch", case, assisting=[city.units["west"]])
    act(city, "sign", case)
    return case


def test_each_unit_has_a_deadline_of_its_own_and_the_lead_replies_for_all(city: City) -> None:
    case = assisted(city)
    assert shares(case) == [("east", "lead", ""), ("west", "assisting", "")]
    due = dict(Assignment.objects.filter(case=case).values_list("part", "due_at"))
    assert due == dict.fromkeys(("lead", "assisting"), china("2022-04-13T17:00"))
    west = city.person("unit_clerk", "west")
    before, held = kept(case), in_hand(case)
    with pytest.raises(NotPermitted):
        act(city, "reply", case, by=west)
    assert (kept(case), in_hand(case)) == (before, held)
    act(city, "report_back", case, by=west, handling=" 已清运。 ")
    row = Assignment.objects.get(case=case, part="assisting")
    assert (row.signed_at, row.replied_at, row.handling, row.ended_as) == (
        LATER,
        LATER,
        "已清运。",
        "replied",
    )
    assert not Clock.objects.filter(assignment=row, stopped_at=None).exists()
    assert case.status == "in_handling"


def test_who_has_not_reported_when_the_reply_is_good_is_overtaken(city: City) -> None:
    case = assisted(city)
    act(city, "reply", case)
    act(city, "review", case)
    assert shares(case) == [("east", "lead", "replied"), ("west", "assisting", "overtaken")]
    assert not Clock.objects.filter(case=case, stopped_at=None).exclude(name="callback").exists()


def test_a_unit_is_named_once(city: City) -> None:
    case = walked(city, "awaiting_dispatch")
    for units in ([city.units["east"]], [city.units["west"]] * 2):
        assert refused(case, lambda units=units: act(city, "dispatch", case, assisting=units)) == (
            "assisting",
            "同一个单位不能重复：协办单位不要再选主办单位，也不要选两次。",
        )


def test_what_is_passed_down_is_due_no_later_than_ones_own(city: City) -> None:
    case = walked(city, "in_handling")
    street = city.units["east_street"]
    for due, told in (
        (LATER, "下级的办理时限应晚于现在，请改正。"),
        (china("2022-04-13T17:01"), "下级的办理时限不能晚于本单位的办理时限，请改正。"),
    ):
        passing = {"to": street, "due_at": due}
        assert refused(case, lambda p=passing: act(city, "pass_down", case, **p)) == (
            "due_at",
            told,
        )
    act(city, "pass_down", case)
    below = Assignment.objects.get(case=case, part="below")
    assert (below.due_at, below.above.department, case.status) == (
        china("2022-04-13T17:00"),
        city.units["east"],
        "in_handling",
    )
    assert read_again(case).due_at == china("2022-04-13T17:00")
    assert refused(case, lambda: act(city, "pass_down", case)) == (
        "to",
        "“临河街道”已经在办这件工单，请另选。",
    )


@pytest.mark.parametrize("unit", ["west", "west_street", "east"])
def test_work_is_passed_to_ones_own_units_only(city: City, unit: str) -> None:
    case = walked(city, "in_handling")
    name = city.units[unit].name
    assert refused(case, lambda: act(city, "pass_down", case, to=city.units[unit])) == (
        "to",
        f"“{name}”不是“汀东区政府”的下级单位，请另选。",
    )


def test_the_unit_below_tells_what_it_did_and_the_lead_stays_responsible(city: City) -> None:
    case = walked(city, "in_handling")
    act(city, "pass_down", case)
    street = city.person("unit_clerk", "east_street")
    assert sorted(read_again(case).seen_by) == sorted(
        [city.units["east"].pk, city.units["east_street"].pk]
    )
    with pytest.raises(NotPermitted):
        act(city, "reply", case, by=street)
    act(city, "report_back", case, by=street)
    assert shares(case) == [("east", "lead", ""), ("east_street", "below", "replied")]


# --- the leader's approval -------------------------------------------------------------------


def replied(city: City) -> Case:
    """A reply that waits for the unit's own leader."""
    case = walked(city, "in_handling", unit=CAREFUL)
    act(city, "reply", case, by=city.person("unit_clerk", CAREFUL))
    return case


def test_a_reply_leaves_a_careful_unit_with_its_leaders_word(city: City) -> None:
    case = replied(city)
    assert case.status == "awaiting_approval"
    assert Clock.objects.get(case=case, name="handle").stopped_at is None
    act(city, "approve", case, at=china("2022-04-08T10:00"))
    row = Assignment.objects.get(case=case)
    assert (case.status, row.replied_at, row.approved_at, row.approved_by) == (
        "awaiting_review",
        china("2022-04-08T10:00"),
        china("2022-04-08T10:00"),
        city.person("unit_leader", CAREFUL),
    )
    assert Clock.objects.get(case=case, name="handle").stopped_at == row.replied_at


def test_a_leader_who_replies_needs_nobodys_approval(city: City) -> None:
    case = walked(city, "in_handling", unit=CAREFUL)
    act(city, "reply", case, by=city.person("unit_leader", CAREFUL))
    assert case.status == "awaiting_review"


def test_a_reply_held_back_has_not_been_made(city: City) -> None:
    case = replied(city)
    act(city, "hold_back", case)
    row = Assignment.objects.get(case=case)
    assert (case.status, row.replied_at, row.approved_at) == ("in_handling", None, None)


@pytest.mark.parametrize("verb", ["approve", "hold_back"])
def test_a_clerk_does_not_approve_nor_the_leader_of_another_unit(city: City, verb: str) -> None:
    case = replied(city)
    before = kept(case)
    for person in (city.person("unit_clerk", CAREFUL), city.person("unit_leader", "west")):
        with pytest.raises(NotPermitted):
            act(city, verb, case, by=person)
    assert kept(case) == before


def test_the_talk_that_a_reply_tells_of_is_kept_as_one(city: City) -> None:
    case = walked(city, "in_handling")
    act(city, "reply", case, contacted_at=LATER, dialled="15400000009")
    talk = case.outreaches.get()
    assert (talk.at, talk.reached, talk.other_number) == (LATER, True, True)
    assert Clock.objects.get(case=case, name="contact").stopped_at == LATER
