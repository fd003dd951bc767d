"""Intake: arrival, case and first decision together, once, or not at all."""

from __future__ import annotations

import pytest

from hotline.records.models import Case, Citizen, Contact, JournalEntry
from hotline.rules.permits import NotPermitted
from hotline.steps.intake import Facts, TakenIn, take_in
from hotline.steps.moving import Refused
from hotline.steps.receive import receive
from tests.factories import City
from tests.steps.cases import LATER, arrival, journal

EVERYTHING = (Contact, Citizen, Case, JournalEntry)


def facts(city: City, **changes: object) -> Facts:
    known = {"kind": city.kinds["help"], "topic": city.topics["010214"]}
    return Facts(**{**known, **changes})


def taken(city: City, matter: Facts | None = None, **changes: object) -> TakenIn:
    known = {"channel": city.channels["telephone"], "by": city.person("call_taker"), "at": LATER}
    given = arrival(sender_phone="15400000001", place="某街", title="路灯")
    return take_in(given, matter or facts(city), **{**known, **changes})


def stored() -> list[int]:
    return [model.objects.count() for model in EVERYTHING]


@pytest.mark.parametrize(
    ("changes", "verbs", "status"),
    [
        ({}, ["register", "accept"], "awaiting_dispatch"),
        ({"accept": False}, ["register"], "registered"),
        ({"answer": "请到窗口办理。"}, ["register", "answer"], "closed"),
        ({"answer": " "}, ["register", "accept"], "awaiting_dispatch"),
    ],
)
def test_a_matter_is_accepted_answered_or_only_registered(
    city: City, changes: dict[str, object], verbs: list[str], status: str
) -> None:
    made = taken(city, facts(city, **changes))
    assert (made.is_new, made.case.status) == (True, status)
    assert [verb for _, verb, _ in journal(made.case)] == verbs


def test_the_case_takes_over_all_that_is_known(city: City) -> None:
    known = {"campaign": city.campaigns["flood"], "urgency": "urgent", "form_of_address": "先生"}
    case = taken(city, facts(city, **known)).case
    contact = Contact.objects.get()
    assert (case.title, case.place, case.urgency) == ("路灯", "某街", "urgent")
    assert (case.campaign, contact.campaign, contact.case) == (
        city.campaigns["flood"],
        city.campaigns["flood"],
        case,
    )
    assert Citizen.objects.get().form_of_address == "先生"


def test_the_same_key_again_gives_the_first_case_and_changes_nothing(city: City) -> None:
    first = taken(city)
    before = stored()
    second = taken(city, facts(city, kind=city.kinds["report"], answer="另一个答复"))
    assert (second.is_new, second.case, stored()) == (False, first.case, before)


def test_a_contact_that_had_become_no_case_becomes_one(city: City) -> None:
    given = arrival(sender_phone="15400000001", place="某街", title="路灯")
    receive(given, channel=city.channels["telephone"], by=None, at=LATER)
    assert (taken(city).is_new, Contact.objects.count()) == (True, 1)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": None}, "kind"),
        ({"topic": None}, "topic"),
        ({"kind": None, "answer": "请办理。"}, "kind"),
        ({"urgency": "asap"}, "urgency"),
    ],
)
def test_what_is_refused_leaves_nothing(city: City, changes: dict[str, object], field: str) -> None:
    with pytest.raises(Refused) as refused:
        taken(city, facts(city, **changes))
    assert (refused.value.field, stored()) == (field, [0, 0, 0, 0])


def test_a_matter_that_is_only_registered_may_wait_for_its_kind(city: City) -> None:
    assert taken(city, facts(city, kind=None, topic=None, accept=False)).case.kind is None


def test_who_may_not_take_in_is_refused_and_nothing_is_left(city: City) -> None:
    with pytest.raises(NotPermitted):
        taken(city, by=city.person("reviewer"))
    assert stored() == [0, 0, 0, 0]


def test_the_same_key_with_other_words_is_refused(city: City) -> None:
    taken(city)
    with pytest.raises(Refused) as refused:
        take_in(
            arrival(text="别的。"),
            facts(city),
            channel=city.channels["telephone"],
            by=None,
            at=LATER,
        )
    assert (refused.value.field, Case.objects.count()) == ("key", 1)
