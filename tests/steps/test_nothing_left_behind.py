"""What a move leaves behind it: no fact of a way that the case is no longer on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hotline.records.models import Case, Clock, DispatchRule, Ruling
from hotline.rules.life import Status
from hotline.steps.joining.share_answer import share_answer
from tests.factories import City, case_at
from tests.life.every_row import every_row_makes_sense
from tests.steps.acts import SOON, act
from tests.steps.cases import LATER, last_entry, read_again, refused, replied, walked


def test_a_withdrawn_case_waits_for_no_day(city: City) -> None:
    case = walked(city, "shelved")
    act(city, "withdraw", case)
    assert read_again(case).shelved_until is None
    every_row_makes_sense([read_again(case)])


def test_what_is_taken_up_after_its_callback_is_with_no_main_case(city: City) -> None:
    main = walked(city, "awaiting_review")
    case = walked(city, "awaiting_dispatch")
    act(city, "join", case, main=main)
    act(city, "review", main)
    for verb in ("call_back", "shelve", "take_up"):
        act(city, verb, read_again(case))
    stored = read_again(case)
    assert (stored.status, stored.joined_to) == ("awaiting_dispatch", None)
    every_row_makes_sense([stored])


def test_no_time_to_make_contact_runs_while_a_case_is_shelved(city: City) -> None:
    case = walked(city, "in_handling")
    due = Clock.objects.get(case=case, name="contact").due_at
    act(city, "shelve", case)
    held = Clock.objects.get(case=case, name="contact")
    assert (held.due_at, held.next_at) == (None, None)
    later = LATER + timedelta(days=28)
    act(city, "take_up", case, at=later)
    after = Clock.objects.get(case=case, name="contact").due_at
    assert due is not None and after is not None and after > later > due
    every_row_makes_sense([read_again(case)])


def test_the_main_case_s_answer_has_tries_of_its_own(city: City) -> None:
    case = walked(city, "awaiting_callback")
    for verb in ("try_call_back", "try_call_back", "handle_again"):
        act(city, verb, case)
    main = walked(city, "awaiting_review")
    act(city, "join", case, main=main)
    act(city, "review", main)
    again = read_again(case)
    act(city, "try_call_back", again)
    assert again.status == "awaiting_callback"
    act(city, "try_call_back", again)
    assert again.status == "called_back"


# --- confidential cases stand alone ------------------------------------------------------------


def test_a_main_case_that_becomes_confidential_lets_the_others_go(city: City) -> None:
    main, case = walked(city, "in_handling"), walked(city, "awaiting_dispatch")
    act(city, "join", case, main=main)
    act(city, "mark_confidential", main)
    stored = read_again(case)
    assert (stored.status, stored.joined_to, last_entry(case).verb) == (
        "awaiting_dispatch",
        None,
        "part",
    )
    every_row_makes_sense([read_again(main), stored])


def test_a_joined_case_that_becomes_confidential_is_handled_alone(city: City) -> None:
    case = walked(city, "joined")
    act(city, "mark_confidential", case)
    stored = read_again(case)
    assert (stored.status, stored.joined_to, stored.confidential) == (
        "awaiting_dispatch",
        None,
        True,
    )
    every_row_makes_sense([stored])


def test_no_answer_is_shared_but_that_of_the_case_joined_to(city: City) -> None:
    case, stranger = walked(city, "joined"), walked(city, "closed")
    told = refused(case, lambda: share_answer(case, main=stranger, by=None, at=LATER))
    assert told == ("main", f"这件工单没有并入 {stranger.number}，不能共享它的答复。")


# --- telling progress --------------------------------------------------------------------------


def test_two_cases_are_not_each_closed_as_the_other(city: City) -> None:
    one, two, three = (case_at(city, Status.REGISTERED, at=SOON) for _ in range(3))
    act(city, "tell_progress", one, earlier=two)
    act(city, "tell_progress", two, earlier=three)
    field, sentence = refused(three, lambda: act(city, "tell_progress", three, earlier=one))
    assert (field, one.number in sentence) == ("earlier", True)
    assert Case.objects.get(pk=three.pk).status == "registered"


def test_of_a_withdrawn_case_there_is_no_progress(city: City) -> None:
    gone, case = walked(city, "withdrawn"), walked(city, "registered")
    field, sentence = refused(case, lambda: act(city, "tell_progress", case, earlier=gone))
    assert (field, "已撤销" in sentence) == ("earlier", True)


# --- replies -----------------------------------------------------------------------------------


def test_nobody_was_contacted_before_there_was_a_case(city: City) -> None:
    case = walked(city, "in_handling")
    before = case.registered_at - timedelta(minutes=1)
    clerk = city.person("unit_clerk", "east")
    told = refused(case, lambda: replied(case, by=clerk, at=LATER, contacted_at=before))
    assert told == ("contacted_at", "联系诉求人的时间不能早于工单登记，请改正。")


@pytest.mark.parametrize("status", list(Status))
def test_every_status_that_the_factories_reach_makes_sense(city: City, status: Status) -> None:
    every_row_makes_sense([walked(city, status)])


@pytest.mark.parametrize("status", list(Status))
def test_a_case_that_becomes_confidential_makes_sense(city: City, status: Status) -> None:
    case = walked(city, status)
    act(city, "mark_confidential", case, accused=[city.units["east"]])
    every_row_makes_sense([read_again(case)])


def test_the_catalogue_tells_nothing_of_a_confidential_case(city: City) -> None:
    case = walked(city, "awaiting_ruling")
    act(city, "mark_confidential", case)
    act(city, "rule", case, unit=city.units["west"], reason="举报人在东区政府工作。")
    assert DispatchRule.objects.get(source="ruling").reason == "保密工单的职责裁定，理由见该工单。"
    assert Ruling.objects.get(case=case).reason == "举报人在东区政府工作。"
