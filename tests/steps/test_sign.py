"""Sign: only the unit itself, or one above it, signs; and it signs once."""

from __future__ import annotations

import pytest

from hotline.records.models import Assignment
from hotline.rules.life import NotOpen
from hotline.rules.permits import NotPermitted
from hotline.steps.sign import open_assignment, own_unit_only, sign
from hotline.steps.storing.book import LostRace
from tests.factories import City
from tests.steps.acts import act
from tests.steps.cases import LATER, in_hand, journal, kept, read_again, walked

# The unit that has the case, the unit of the person, and whether that person may act.
SCOPES = [
    ("east", "east", True),
    ("east_street", "east_street", True),
    ("east_street", "east", True),
    ("east", "east_street", False),
    ("east", "west", False),
    ("east_street", "west_street", False),
    ("east_street", "west", False),
    ("east", "", False),
]


def test_a_signed_case_is_in_handling(city: City) -> None:
    case = walked(city, "awaiting_signature")
    clerk = city.person("unit_clerk", "east")
    sign(case, by=clerk, at=LATER)
    row = Assignment.objects.get(case=case)
    assert (read_again(case).status, row.signed_at, row.signed_by) == ("in_handling", LATER, clerk)
    assert journal(case)[3:] == [(4, "sign", "in_handling")]


def test_signing_does_not_move_the_deadline(city: City) -> None:
    case = walked(city, "awaiting_signature")
    due = case.due_at
    act(city, "sign", case)
    assert (read_again(case).due_at, Assignment.objects.get(case=case).due_at) == (due, due)


@pytest.mark.parametrize("verb", ["sign", "reply"])
@pytest.mark.parametrize(("unit", "own", "may"), SCOPES)
def test_a_unit_acts_for_itself_and_for_those_below(
    city: City, verb: str, unit: str, own: str, may: bool
) -> None:
    case = walked(city, {"sign": "awaiting_signature", "reply": "in_handling"}[verb], unit=unit)
    person = city.person("unit_clerk", own)
    before, held = kept(case), in_hand(case)
    if may:
        act(city, verb, case, by=person)
        assert journal(case)[-1][1] == verb
        return
    with pytest.raises(NotPermitted) as refusal:
        act(city, verb, case, by=person)
    assert (refusal.value.permit, kept(case), in_hand(case)) == (verb, before, held)


def test_a_case_that_waits_for_no_signature_is_told_so(city: City) -> None:
    with pytest.raises(NotOpen):
        act(city, "sign", walked(city, "registered"))


def test_the_open_assignment_is_that_of_this_round(city: City) -> None:
    case = walked(city, "called_back")
    act(city, "handle_again", case)
    act(city, "dispatch", case, to=city.units["west"])
    assert (open_assignment(case).round, open_assignment(case).department) == (
        2,
        city.units["west"],
    )


@pytest.mark.parametrize("status", ["awaiting_dispatch", "awaiting_callback"])
def test_a_case_without_an_open_assignment_was_moved_by_another(city: City, status: str) -> None:
    with pytest.raises(LostRace):
        open_assignment(walked(city, status))


def test_the_system_acts_for_every_unit(city: City) -> None:
    case = walked(city, "awaiting_signature")
    own_unit_only(open_assignment(case), None, "sign")
