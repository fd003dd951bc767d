"""代班: who may lend what to whom, what holds on which day, and what the journal says."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from hotline.records.models import Delegation, JournalEntry, Staff, StaffEntry
from hotline.rules.life import Status
from hotline.rules.permits import NotPermitted
from hotline.steps.access.lend import end_lending, lend
from hotline.steps.dispatch import dispatch
from hotline.steps.moving import Refused
from tests.factories import City, case_at, make_staff

ONE_DAY = timedelta(days=1)


@pytest.fixture
def away(city: City) -> Staff:
    """The dispatcher, who goes away."""
    return city.person("dispatcher", name="张三")


@pytest.fixture
def deputy(city: City) -> Staff:
    return city.person("call_taker")


def lent(lender: Staff, deputy: Staff, **facts: Any) -> Delegation:
    today = timezone.localdate()
    given: dict[str, Any] = {
        "permits": ["dispatch"],
        "starts_on": today,
        "ends_on": today,
        "by": lender,
        "at": timezone.now(),
    }
    return lend(lender, deputy=deputy, **{**given, **facts})


def now(person: Staff) -> Staff:
    """The person as a new request reads them."""
    return Staff.objects.get(pk=person.pk)


def test_the_deputy_acts_as_themself_and_the_journal_says_for_whom(
    city: City, away: Staff, deputy: Staff
) -> None:
    case = case_at(city, Status.AWAITING_DISPATCH)
    facts: dict[str, Any] = {"to": city.units["east"], "at": datetime.now(UTC)}
    with pytest.raises(NotPermitted):
        dispatch(case, by=deputy, **facts)
    lent(away, deputy)
    dispatch(case, by=now(deputy), **{**facts, "at": datetime.now(UTC)})
    entry = JournalEntry.objects.filter(case=case).latest("seq")
    assert (entry.by, entry.details["in_place_of"]) == (deputy, "张三")


def test_what_is_lent_beside_the_same_own_permit_is_one_s_own(city: City, away: Staff) -> None:
    other = make_staff("second", roles=[city.roles["dispatcher"]])
    with pytest.raises(Refused, match="不必代班"):
        lent(away, other)


def test_it_begins_and_ends_by_itself(away: Staff, deputy: Staff) -> None:
    today = timezone.localdate()
    row = lent(away, deputy, starts_on=today + ONE_DAY, ends_on=today + 2 * ONE_DAY)
    assert not now(deputy).may("dispatch")
    for first, last, held in ((0, 0, True), (-2, -1, False), (-1, 1, True)):
        row.starts_on, row.ends_on = today + first * ONE_DAY, today + last * ONE_DAY
        row.save()
        assert now(deputy).may("dispatch") is held


def test_what_the_lender_loses_is_no_longer_lent(city: City, away: Staff, deputy: Staff) -> None:
    lent(away, deputy)
    away.roles.set([city.roles["callback_agent"]])
    assert not now(deputy).may("dispatch")
    away.roles.set([city.roles["dispatcher"]])
    Staff.objects.filter(pk=away.pk).update(is_active=False)
    assert not now(deputy).may("dispatch")


def test_who_moves_to_a_unit_takes_nothing_of_the_office_along(
    city: City, away: Staff, deputy: Staff
) -> None:
    lent(away, deputy)
    Staff.objects.filter(pk=deputy.pk).update(department=city.units["east"])
    assert not now(deputy).may("dispatch")


def test_who_becomes_an_administrator_holds_nothing_that_is_kept_apart(
    city: City, away: Staff, deputy: Staff
) -> None:
    deputy.roles.clear()
    lent(away, now(deputy), permits=["dispatch", "see_all_cases"])
    assert now(deputy).may("see_all_cases")
    deputy.roles.set([city.roles["security_admin"]])
    assert "see_all_cases" not in now(deputy).permits


@pytest.mark.parametrize("permit", ["see_confidential", "mark_confidential", "step_aside", "close"])
def test_what_may_not_be_lent_is_refused_by_name(away: Staff, deputy: Staff, permit: str) -> None:
    with pytest.raises(Refused, match="不能出借"):
        lent(away, deputy, permits=["dispatch", permit])


def test_nobody_passes_what_they_do_as_another_s_deputy(city: City) -> None:
    reviewer = city.person("reviewer")
    writer = make_staff("writer", roles=[city.roles["unit_clerk"]])
    with pytest.raises(Refused, match="不能由同一人担任"):
        lent(reviewer, writer, permits=["review"])


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"permits": []}, "permits"),
        ({"starts_on": date(2020, 1, 1)}, "starts_on"),
        ({"ends_on": date(2020, 1, 1)}, "ends_on"),
        ({"ends_on": date(2099, 1, 1)}, "ends_on"),
        ({"reason": "长" * 101}, "reason"),
    ],
)
def test_what_cannot_be_is_refused(
    away: Staff, deputy: Staff, facts: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        lent(away, deputy, **facts)
    assert (refused.value.field, Delegation.objects.count()) == (field, 0)


def test_only_inside_one_house_and_never_to_oneself(city: City, away: Staff) -> None:
    for other in (away, city.person("unit_clerk", "east")):
        with pytest.raises(Refused) as refused:
            lent(away, other)
        assert refused.value.field == "deputy"


def test_one_deputy_at_a_time(city: City, away: Staff, deputy: Staff) -> None:
    lent(away, deputy)
    with pytest.raises(Refused, match="代班"):
        lent(away, city.person("callback_agent"))


def test_who_arranges_it_does_so_in_their_own_house_only(
    city: City, away: Staff, deputy: Staff
) -> None:
    city.roles["supervisor"].permits = [*city.roles["supervisor"].permits, "arrange_deputies"]
    city.roles["supervisor"].save()
    chief = city.person("supervisor")
    lent(away, deputy, by=chief)
    entry = StaffEntry.objects.latest("pk")
    assert (entry.verb, entry.by, entry.whom, entry.after["permits"]) == (
        "lend",
        chief,
        away,
        ["派单"],
    )
    clerk = city.person("unit_clerk", "east")
    other = make_staff("clerk2", roles=[], unit=city.units["east"])
    for who in (chief, deputy):
        with pytest.raises(Refused) as refused:
            lent(clerk, other, permits=["sign"], by=who)
        assert refused.value.field == "lender"


def test_lender_and_deputy_may_end_it_and_nobody_else(
    city: City, away: Staff, deputy: Staff
) -> None:
    row = lent(away, deputy)
    with pytest.raises(Refused):
        end_lending(row, by=city.person("reviewer"), at=timezone.now())
    end_lending(row, by=deputy, at=timezone.now())
    assert not now(deputy).may("dispatch")
    assert StaffEntry.objects.latest("pk").verb == "end_lending"
