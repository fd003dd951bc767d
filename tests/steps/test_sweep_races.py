"""Two sweeps at once, and a sweep beside a person: everything once, and nobody is lost.

These tests really commit; afterwards their database is put back whole (`tests/conftest.py`).
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.db import transaction

from hotline.records.models import Case, Notice, Supervision
from hotline.records.queries.reference import calendar, departments, forget, warnings
from hotline.steps.sweep import sweep
from tests.factories import City, make_city
from tests.steps.acts import act, actor
from tests.steps.at_once import at_once
from tests.steps.cases import BEGIN, journal, read_again, walked
from tests.steps.clocks import DUE, HOUR, acts_of, make_clock, next_of, with_warnings

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 5
CASES = 30
LATE = DUE + timedelta(days=3)
ALL = ["yellow", "red", "urge"]


@pytest.fixture
def city() -> City:
    forget()
    made = with_warnings(make_city())
    for read in (warnings, calendar, departments):
        read()  # so that the threads only sweep
    return made


def test_two_sweeps_at_once_give_everything_once(city: City) -> None:
    for round_ in range(ROUNDS):
        cases = [walked(city, "in_handling") for _ in range(CASES)]
        clocks = [make_clock(case) for case in cases]
        given = at_once(lambda: sweep(at=DUE), lambda: sweep(at=DUE))
        given.append(sweep(at=DUE))  # what both left because the other held it
        assert sum(given, Counter()) == Counter(dict.fromkeys(ALL, CASES)), round_
        assert [acts_of(clock) for clock in clocks] == [ALL] * CASES
        assert [sum(verb == "urge" for _, verb, _ in journal(case)) for case in cases] == (
            [1] * CASES
        )
    assert Notice.objects.count() == ROUNDS * CASES * len(ALL)


def test_two_sweeps_at_once_supervise_a_case_once(city: City) -> None:
    for _ in range(ROUNDS):
        case = walked(city, "in_handling")
        clocks = [make_clock(case), make_clock(case)]
        at_once(lambda: sweep(at=LATE), lambda: sweep(at=LATE))
        sweep(at=LATE)
        assert Supervision.objects.filter(case=case).count() == 1
        assert sum((Counter(acts_of(clock)) for clock in clocks), Counter())["supervise"] == 1


def test_a_sweep_beside_a_person_moves_the_case_in_some_order(city: City) -> None:
    actor(city, "reply")
    for _ in range(ROUNDS):
        case = walked(city, "in_handling")
        clock = make_clock(case, next_at=DUE)
        copy = read_again(case)
        at_once(lambda copy=copy: act(city, "reply", copy), lambda: sweep(at=DUE))
        sweep(at=DUE)
        verbs = [verb for _, verb, _ in journal(case)]
        assert len(verbs) == read_again(case).version
        assert acts_of(clock) == (["urge"] if "urge" in verbs else [])


def test_a_case_that_somebody_holds_is_left_for_the_next_sweep(city: City) -> None:
    held, free = (make_clock(walked(city, "in_handling")) for _ in range(2))

    with transaction.atomic():
        Case.objects.select_for_update().get(pk=held.case_id)
        outcomes = at_once(lambda: sweep(at=BEGIN + 5 * HOUR))
    assert (outcomes, acts_of(held), next_of(held)) == ([Counter(yellow=1)], [], BEGIN)
    assert acts_of(free) == ["yellow"]
    assert sweep(at=BEGIN + 5 * HOUR) == Counter(yellow=1)
