"""Guesses kept beside cases: read, settled by people, counted by the week."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hotline.records.models import CaseGuess, EngineSetting, GuessWeek
from hotline.records.queries.reference import forget
from hotline.rules.life import Status
from hotline.steps.guessing import running
from hotline.steps.guessing.read_guesses import read, read_attention
from hotline.steps.guessing.settle_guesses import settle_guesses
from hotline.steps.guessing.watch import count_weeks
from tests.factories import City, case_at, taken_in
from tests.steps.cases import LATER

GARBAGE = {
    "title": "小区垃圾没人清运",
    "text": "小区门口垃圾成堆三天没有清运，气味难闻，投诉物业。",
}


def kept(field: str) -> CaseGuess:
    return CaseGuess.objects.get(field=field)


def test_from_the_first_day_words_of_the_citys_own_topics_guess_and_only_suggest(
    city: City,
) -> None:
    case = taken_in(city, at=LATER, kind="", topic="", **GARBAGE)
    read([case], LATER)
    found = kept("topic")
    assert (found.value, found.doing != "fill", found.outcome) == ("010214", True, "open")
    assert "垃圾" in [words for words, *_ in found.reasons]
    case.refresh_from_db()
    assert (case.topic, case.kind, case.version) == (None, None, 1)


def test_a_case_is_guessed_once_however_often_it_is_read(city: City) -> None:
    case = taken_in(city, at=LATER, **GARBAGE)
    read([case], LATER)
    before = CaseGuess.objects.count()
    read([case], LATER)
    assert CaseGuess.objects.count() == before


def test_what_endangers_a_life_is_kept_with_its_words(city: City) -> None:
    calm, alarming = (
        taken_in(city, at=LATER, **GARBAGE),
        taken_in(city, at=LATER, title="要跳楼", text="再不给我解决我就从楼顶跳下去，不想活了。"),
    )
    read_attention([calm, alarming], LATER)
    found = CaseGuess.objects.get(field="attention")
    assert (found.case, found.engine) == (alarming, "attention")
    assert found.reasons != []


def test_engines_that_are_off_say_nothing(city: City) -> None:
    case = taken_in(city, at=LATER, title="要跳楼", text="我就从楼顶跳下去，不想活了。垃圾没人管。")
    for engine in ("classify", "attention"):
        EngineSetting.objects.create(engine=engine, is_on=False)
    forget()
    assert (read([case], LATER), read_attention([case], LATER)) == (0, 0)


def test_a_guess_waits_until_the_case_is_sorted_and_then_says_who_kept_it(city: City) -> None:
    case = taken_in(city, at=LATER, **GARBAGE)
    read([case], LATER)
    assert settle_guesses(at=LATER) == 0
    case = case_at(city, Status.IN_HANDLING, **GARBAGE)
    CaseGuess.objects.all().delete()
    read([case], LATER)
    assert settle_guesses(at=LATER) == 1
    topic = kept("topic")
    assert (topic.outcome, topic.settled_value) == ("kept", "010214")
    assert topic.settled_by == city.person("call_taker")


def test_a_guess_that_people_changed_says_into_what(city: City) -> None:
    case = case_at(city, Status.IN_HANDLING, topic="010216", **GARBAGE)
    read([case], LATER)
    settle_guesses(at=LATER)
    assert (kept("topic").outcome, kept("topic").settled_value) == ("changed", "010216")


def test_the_week_is_counted_by_how_its_guesses_ended_and_counted_anew(city: City) -> None:
    for topic in ("010214", "010216"):
        read([case_at(city, Status.IN_HANDLING, topic=topic, **GARBAGE)], LATER)
    settle_guesses(at=LATER)
    for _ in range(2):
        count_weeks(at=LATER + timedelta(hours=1))
    week = GuessWeek.objects.get(field="topic")
    assert (week.facts["kept"], week.facts["changed"], week.facts["mix"]) == (1, 1, {"010214": 2})


@pytest.fixture(autouse=True)
def fresh() -> None:
    running.forget()
