"""Guarding: the accused and their kin never see the case, and who has an interest stays out."""

from __future__ import annotations

import pytest

from hotline.rules.permits import NotPermitted
from hotline.steps.guarding.step_aside import step_aside
from hotline.steps.pass_down import pass_down
from tests.factories import City
from tests.steps.acts import act
from tests.steps.cases import LATER, in_hand, kept, last_entry, read_again, refused, walked


def seen_by(city: City, case: object) -> list[str]:
    """The units that may see the case, by code."""
    codes = {unit.pk: code for code, unit in city.units.items()}
    return sorted(codes[pk] for pk in read_again(case).seen_by)


def test_a_confidential_case_stays_with_the_unit_that_handles_it(city: City) -> None:
    case = walked(city, "in_handling", unit="east_street")
    assert seen_by(city, case) == ["east", "east_street"]
    act(city, "mark_confidential", case, reason=" 举报人要求 ")
    assert (read_again(case).confidential, seen_by(city, case)) == (True, ["east_street"])
    assert last_entry(case).note == "举报人要求"
    act(city, "lift_confidential", case)
    assert (read_again(case).confidential, seen_by(city, case)) == (False, ["east", "east_street"])


@pytest.mark.parametrize("accused", ["east", "east_street"])
def test_the_accused_those_above_and_those_below_lose_sight_at_once(
    city: City, accused: str
) -> None:
    case = walked(city, "in_handling", unit="east_street")
    act(city, "mark_confidential", case, accused=[city.units[accused]])
    assert seen_by(city, case) == []
    act(city, "lift_confidential", case)
    assert seen_by(city, case) == []  # open to all others, never to them


def test_marking_again_without_the_accused_forgets_none(city: City) -> None:
    case = walked(city, "awaiting_dispatch")
    act(city, "mark_confidential", case, accused=[city.units["east"]])
    act(city, "mark_confidential", case, reason="再次核实。")
    assert read_again(case).accused == [city.units["east"].pk]
    assert last_entry(case).details == {"accused": ["east"]}
    act(city, "mark_confidential", case, accused=[])  # put right: it was a mistake
    assert read_again(case).accused == []


@pytest.mark.parametrize("unit", ["east", "east_street"])
def test_no_kin_of_the_accused_is_given_the_case(city: City, unit: str) -> None:
    case = walked(city, "awaiting_dispatch")
    act(city, "mark_confidential", case, accused=[city.units["east"]])
    told = f"“{city.units[unit].name}”是被举报单位或其上下级，应当回避，请另选承办单位。"
    act_on = {"to": city.units[unit]}
    assert refused(case, lambda: act(city, "dispatch", case, **act_on)) == ("to", told)
    helping = {"to": city.units["west"], "assisting": [city.units[unit]]}
    assert refused(case, lambda: act(city, "dispatch", case, **helping)) == ("assisting", told)
    act(city, "dispatch", case, to=city.units["west"])
    assert seen_by(city, case) == ["west"]


def test_a_case_is_not_passed_down_to_the_accused(city: City) -> None:
    case = walked(city, "in_handling", unit="west")
    act(city, "mark_confidential", case, accused=[city.units["west_street"]])
    clerk = city.person("unit_clerk", "west")
    assert (
        refused(
            case,
            lambda: pass_down(case, to=city.units["west_street"], by=clerk, at=LATER),
        )[0]
        == "to"
    )


@pytest.mark.parametrize("verb", ["mark_confidential", "lift_confidential"])
def test_guarding_needs_a_reason(city: City, verb: str) -> None:
    case = walked(city, "awaiting_dispatch")
    assert refused(case, lambda: act(city, verb, case, reason=" "))[0] == "reason"


def test_what_is_not_confidential_cannot_be_lifted(city: City) -> None:
    case = walked(city, "closed")
    assert refused(case, lambda: act(city, "lift_confidential", case)) == (
        "reason",
        "这件工单不是保密工单，不用解除。",
    )


def test_a_person_steps_aside_once(city: City) -> None:
    case = walked(city, "awaiting_dispatch")
    person = city.person("call_taker")
    for _ in range(2):
        act(city, "step_aside", case)
    assert (read_again(case).stepped_aside, last_entry(case).details) == (
        [person.pk],
        {"person": person.pk},
    )


def test_only_who_supervises_puts_another_aside(city: City) -> None:
    case = walked(city, "awaiting_dispatch")
    before, held = kept(case), in_hand(case)
    other = city.person("reviewer")
    with pytest.raises(NotPermitted) as refusal:
        act(city, "step_aside", case, person=other)
    assert (refusal.value.permit, kept(case), in_hand(case)) == ("supervise", before, held)
    step_aside(case, person=other, reason="亲属。", by=city.person("supervisor"), at=LATER)
    assert read_again(case).stepped_aside == [other.pk]


def test_stepping_aside_needs_a_person_and_a_reason(city: City) -> None:
    case = walked(city, "awaiting_dispatch")
    assert refused(case, lambda: act(city, "step_aside", case, by=None))[0] == "person"
    assert refused(case, lambda: act(city, "step_aside", case, reason=" "))[0] == "reason"
