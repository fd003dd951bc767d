"""移交: what waits for a person by name waits for somebody else once they have left."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from hotline.records.models import Delegation, Staff, StaffEntry, Supervision
from hotline.rules.life import Status
from hotline.steps.access.lend import lend
from hotline.steps.moving import Refused
from hotline.steps.oversight.supervise import supervise
from hotline.steps.setup.deactivate_staff import deactivate_staff
from tests.factories import City, case_at, make_staff


@pytest.fixture
def leaver(city: City) -> Staff:
    """A supervisor with one case under watch."""
    person = city.person("supervisor")
    case = case_at(city, Status.IN_HANDLING)
    later = timezone.now() + timedelta(days=3)
    supervise(
        case, level="ordinary", demand="三日内办结。", due_at=later, by=person, at=timezone.now()
    )
    return person


def leaves(city: City, person: Staff, successor: Staff | None = None) -> None:
    admin = city.person("security_admin")
    deactivate_staff(person, successor=successor, by=admin, at=timezone.now())


@pytest.mark.parametrize("kind", ["nobody", "oneself", "stranger", "gone"])
def test_nobody_leaves_while_something_would_be_left_lying(
    city: City, leaver: Staff, kind: str
) -> None:
    gone = make_staff("gone", roles=[])
    gone.is_active = False
    heirs = {
        "nobody": None,
        "oneself": leaver,
        "stranger": city.person("unit_clerk", "east"),
        "gone": gone,
    }
    with pytest.raises(Refused) as refused:
        leaves(city, leaver, heirs[kind])
    assert (refused.value.field, Staff.objects.get(pk=leaver.pk).is_active) == ("successor", True)


def test_it_goes_over_in_one_step_and_history_stays(city: City, leaver: Staff) -> None:
    heir = make_staff("heir", roles=[city.roles["supervisor"]], name="接手人")
    leaves(city, leaver, heir)
    row = Supervision.objects.get()
    assert (row.keeper, row.started_by) == (heir, leaver)
    entry = StaffEntry.objects.get(verb="hand_over")
    assert (entry.whom, entry.after) == (leaver, {"successor": "接手人", "handed": ["督办 1 件"]})


def test_who_has_nothing_waiting_leaves_without_a_successor(city: City) -> None:
    person = city.person("reviewer")
    leaves(city, person)
    assert not StaffEntry.objects.filter(verb="hand_over").exists()


def test_what_was_lent_and_held_ends_with_the_account(city: City) -> None:
    away, deputy = city.person("dispatcher"), city.person("call_taker")
    today = timezone.localdate()
    given = {"permits": ["dispatch"], "starts_on": today, "ends_on": today}
    lend(away, deputy=deputy, **given, by=away, at=timezone.now())
    leaves(city, deputy)
    row = Delegation.objects.get()
    assert (row.ended_at is None, row.ended_by) == (False, city.person("security_admin"))
