"""Two at once: exactly one wins, the other is refused, and nothing is lost or doubled.

These tests really commit; afterwards their database is put back whole (`tests/conftest.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import cycle, islice

import pytest
from django.db import connection

from hotline.records.models import (
    Assignment,
    Bulletin,
    Callback,
    Case,
    Citizen,
    Contact,
    JournalEntry,
)
from hotline.records.queries.reference import forget
from hotline.rules.life import MOVES, NotOpen, Status
from hotline.steps.draft import begin
from hotline.steps.intake import Facts, take_in
from hotline.steps.moving import Refused
from hotline.steps.receive import receive
from hotline.steps.register import register
from hotline.steps.storing.book import LostRace
from tests.factories import City, make_city
from tests.records.month import make_form
from tests.steps.acts import ACTS, act, actor
from tests.steps.at_once import at_once
from tests.steps.cases import BEGIN, LATER, arrival, journal, walked

pytestmark = pytest.mark.django_db(transaction=True)

PAIRS = 30
# Two verbs at one moment on one case; each pair starts from the first one's status.
RIVALS = [
    ("answer", "accept"),
    ("accept", "accept"),
    ("dispatch", "dispatch"),
    ("sign", "sign"),
    ("reply", "reply"),
    ("review", "send_back"),
    ("call_back", "call_back"),
    ("try_call_back", "call_back"),
    ("close", "handle_again"),
    ("classify", "classify"),
]


@pytest.fixture
def city() -> City:
    forget()
    made = make_city()
    for verb in ACTS:
        actor(made, verb)  # nobody is made while two act at once
    return made


def copy_of(case: Case) -> Case:
    """The case as another person's screen read it."""
    return Case.objects.select_related("kind", "topic", "channel").get(pk=case.pk)


def facts_of(case: Case) -> tuple[int, int, int]:
    """How many assignments, callbacks and entries a case has."""
    models = (Assignment, Callback, JournalEntry)
    found = [model.objects.filter(case=case).count() for model in models]
    return found[0], found[1], found[2]


def test_of_two_at_once_exactly_one_moves_the_case(city: City) -> None:
    for number, (one, other) in enumerate(islice(cycle(RIVALS), PAIRS)):
        case = walked(city, ACTS[one][0], at=BEGIN + timedelta(minutes=number))
        before = journal(case)
        copies = (copy_of(case), copy_of(case))
        outcomes = at_once(
            lambda copies=copies, verb=one: act(city, verb, copies[0]),
            lambda copies=copies, verb=other: act(city, verb, copies[1]),
        )
        lost = [error for error in outcomes if isinstance(error, Exception)]
        assert [type(error) for error in lost] in ([LostRace], [NotOpen]), (one, other, outcomes)
        winner = (one, other)[0 if isinstance(outcomes[0], Case) else 1]
        reached = MOVES[winner].lands_on(Status(ACTS[one][0])).value
        stored = copy_of(case)
        assert journal(case) == [*before, (len(before) + 1, winner, reached)]
        assert (stored.status, stored.version) == (reached, len(before) + 1)


@pytest.mark.parametrize(
    ("verb", "left"), [("dispatch", (1, 0, 3)), ("call_back", (1, 1, 7)), ("sign", (1, 0, 4))]
)
def test_the_loser_leaves_no_row(city: City, verb: str, left: tuple[int, int, int]) -> None:
    case = walked(city, ACTS[verb][0])
    copies = (copy_of(case), copy_of(case))
    at_once(*(lambda copy=copy: act(city, verb, copy) for copy in copies))
    assert facts_of(case) == left


def test_the_same_arrival_twice_at_once_is_one_contact(city: City) -> None:
    channel = city.channels["telephone"]

    def take(_: int) -> Callable[[], object]:
        return lambda: receive(
            arrival(sender_phone="15400000001"), channel=channel, by=None, at=LATER
        )

    outcomes = at_once(*map(take, range(4)))
    assert sorted(outcome.is_new for outcome in outcomes) == [False, False, False, True]
    assert len({outcome.contact.pk for outcome in outcomes}) == 1
    assert (Contact.objects.count(), Citizen.objects.count()) == (1, 1)


def test_the_same_form_twice_at_once_is_one_case(city: City) -> None:
    facts = Facts(kind=city.kinds["help"], topic=city.topics["010214"])
    channel = city.channels["telephone"]

    def take(key: str) -> Callable[[], object]:
        return lambda: take_in(arrival(key), facts, channel=channel, by=None, at=LATER)

    for round_ in range(10):
        outcomes = at_once(*map(take, [f"key-{round_}"] * 2))
        assert sorted(outcome.is_new for outcome in outcomes) == [False, True]
        assert len({outcome.case.pk for outcome in outcomes}) == 1
    assert (Contact.objects.count(), Case.objects.count()) == (10, 10)


def test_a_contact_is_registered_once_by_two_at_once(city: City) -> None:
    channel = city.channels["telephone"]
    for number in range(10):
        made = receive(arrival(f"key-{number}"), channel=channel, by=None, at=BEGIN).contact
        copies = [Contact.objects.get(pk=made.pk) for _ in range(2)]
        outcomes = at_once(
            *(lambda copy=copy: register(copy, by=None, at=LATER) for copy in copies)
        )
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Case", "LostRace"]
        assert Case.objects.filter(contacts=made).count() == 1
    assert Case.objects.count() == 10


def test_two_who_begin_a_bulletin_at_once_get_the_same(city: City) -> None:
    make_form(city)
    begun = at_once(*[lambda: begin("2022-03", by=None, at=LATER)] * 2)
    assert len({bulletin.pk for bulletin in begun}) == 1
    assert Bulletin.objects.count() == 1


def test_a_number_is_never_given_twice(city: City) -> None:
    channel = city.channels["telephone"]
    contacts = [
        receive(arrival(f"key-{number}"), channel=channel, by=None, at=BEGIN).contact
        for number in range(6)
    ]
    cases = at_once(
        *(lambda contact=contact: register(contact, by=None, at=LATER) for contact in contacts)
    )
    assert len({case.number for case in cases}) == len(contacts)


def test_a_key_with_other_words_at_once_is_refused(city: City) -> None:
    channel = city.channels["telephone"]

    def take(text: str) -> Callable[[], object]:
        return lambda: receive(arrival(text=text), channel=channel, by=None, at=LATER)

    outcomes = at_once(take("一。"), take("二。"))
    refusals = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
    assert [refusal.field for refusal in refusals] == ["key"]
    assert Contact.objects.count() == 1


def test_the_journals_survive_a_test_that_commits(city: City) -> None:
    walked(city, "closed")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM records_journalentry")
        assert cursor.fetchone() == (8,)
