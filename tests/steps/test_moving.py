"""Moving: one entry a move, guards before everything, and nothing left of what was refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from hotline.records.models import Case, JournalEntry
from hotline.rules.life import MOVES, NotOpen, Status
from hotline.rules.permits import NotPermitted
from hotline.steps.moving import Refused, moving, permit
from hotline.steps.storing.book import LostRace
from hotline.steps.verbs import STEPS
from tests.factories import City, case_at
from tests.steps.acts import ACTS, SOON, act, actor, facts_of, ready
from tests.steps.cases import BEGIN, LATER, in_hand, journal, kept, read_again, walked

TRACED = [
    (1, "register", "registered"),
    (2, "accept", "awaiting_dispatch"),
    (3, "dispatch", "awaiting_signature"),
    (4, "sign", "in_handling"),
    (5, "reply", "awaiting_review"),
    (6, "review", "awaiting_callback"),
    (7, "call_back", "called_back"),
    (8, "close", "closed"),
]


def test_every_verb_of_the_table_is_acted_here() -> None:
    assert [*ACTS] == [verb for verb in MOVES if verb in STEPS or verb == "try_call_back"]


def test_every_step_of_the_list_is_the_verb_of_its_name() -> None:
    assert {verb: step.__name__ for verb, step in STEPS.items()} == {verb: verb for verb in STEPS}
    assert {*STEPS} <= {*MOVES} - {"register", "try_call_back"}


def test_a_whole_life_leaves_one_entry_a_move(city: City) -> None:
    case = walked(city, "closed")
    assert (journal(case), case.version) == (TRACED, len(TRACED))


@pytest.mark.parametrize("verb", ACTS)
def test_a_move_leaves_one_entry_and_one_version(city: City, verb: str) -> None:
    case = ready(city, verb)
    before = case.version
    act(city, verb, case)
    reached = MOVES[verb].lands_on(ACTS[verb].start).value
    assert journal(case)[before:] == [(before + 1, verb, reached)]
    assert (case.version, case.status, case.moved_at) == (before + 1, reached, LATER)


@pytest.mark.parametrize("verb", ACTS)
def test_the_case_in_hand_says_what_is_stored(city: City, verb: str) -> None:
    case = ready(city, verb)
    act(city, verb, case)
    assert Case.objects.filter(pk=case.pk).values().get() == in_hand(case)


@pytest.mark.parametrize("verb", ACTS)
def test_an_entry_keeps_who_when_and_the_counted_facts(city: City, verb: str) -> None:
    case = ready(city, verb, campaign="flood")
    act(city, verb, case)
    entry = JournalEntry.objects.filter(case=case).latest("seq")
    facts = ("channel_id", "kind_id", "topic_id", "lead_id", "due_at")
    assert {name: getattr(entry, name) for name in facts} == {
        name: getattr(case, name) for name in facts
    }
    assert (entry.at, entry.by, entry.campaign_id) == (LATER, actor(city, verb), case.campaign_id)


@pytest.mark.parametrize("verb", ACTS)
def test_a_person_without_the_permit_is_refused_and_nothing_changes(city: City, verb: str) -> None:
    case = ready(city, verb)
    before, held = kept(case), in_hand(case)
    stranger = city.person("security_admin", "east")
    with pytest.raises(NotPermitted) as refusal:
        act(city, verb, case, by=stranger)
    assert refusal.value.permit == MOVES[verb].permit
    assert (kept(case), in_hand(case)) == (before, held)


@pytest.mark.parametrize("verb", ACTS)
def test_who_looked_at_an_older_version_is_refused(city: City, verb: str) -> None:
    case = ready(city, verb)
    before, held = kept(case), in_hand(case)
    with pytest.raises(LostRace):
        act(city, verb, case, seen=case.version - 1)
    assert (kept(case), in_hand(case)) == (before, held)


@pytest.mark.parametrize("verb", ACTS)
def test_who_looked_at_this_version_moves_it(city: City, verb: str) -> None:
    case = ready(city, verb)
    seen = case.version
    assert act(city, verb, case, seen=seen).version == seen + 1


@pytest.mark.parametrize("verb", ACTS)
def test_who_holds_an_old_copy_is_refused(city: City, verb: str) -> None:
    case = ready(city, verb)
    copy = type(case).objects.get(pk=case.pk)
    act(city, "mark_confidential", case)
    before, held = kept(case), in_hand(copy)
    with pytest.raises(LostRace):
        act(city, verb, copy)
    assert (kept(case), in_hand(copy)) == (before, held)


@pytest.mark.parametrize("status", Status)
def test_every_verb_from_every_other_status_is_refused(city: City, status: Status) -> None:
    case = read_again(case_at(city, status, at=SOON - timedelta(minutes=60)))
    facts = {verb: facts_of(city, verb, case) for verb in ACTS}
    before, held = kept(case), in_hand(case)
    refused = {}
    for verb in ACTS:
        if status not in MOVES[verb].sources:
            with pytest.raises(NotOpen) as refusal:
                act(city, verb, case, **facts[verb])
            refused[verb] = refusal.value.status
    assert refused == {verb: status for verb in ACTS if status not in MOVES[verb].sources}
    assert (kept(case), in_hand(case)) == (before, held)


def test_a_move_dated_before_the_last_one_is_refused(city: City) -> None:
    case = walked(city, "awaiting_dispatch")
    before, held = kept(case), in_hand(case)
    with pytest.raises(LostRace):
        act(city, "classify", case, at=case.moved_at - timedelta(microseconds=1))
    assert (kept(case), in_hand(case)) == (before, held)
    act(city, "classify", case, at=case.moved_at)
    assert case.version == held["version"] + 1


def test_the_system_itself_needs_no_permit(city: City) -> None:
    case = walked(city, "registered")
    act(city, "accept", case, by=None)
    assert JournalEntry.objects.get(case=case, verb="accept").by is None


def test_permit_asks_a_person_and_lets_the_system_pass(city: City) -> None:
    permit(None, "reveal")
    permit(city.person("callback_agent"), "reveal")
    with pytest.raises(NotPermitted):
        permit(city.person("reviewer"), "reveal")


def test_a_person_who_left_has_no_permit(city: City) -> None:
    person = city.person("dispatcher")
    person.is_active = False
    with pytest.raises(NotPermitted):
        permit(person, "dispatch")


def test_a_step_that_raises_inside_leaves_nothing(city: City) -> None:
    case = walked(city, "registered")
    before, held = kept(case), in_hand(case)
    with pytest.raises(Refused), moving(case, "accept", by=None, at=BEGIN) as change:
        change.set(title="改过的标题", accepted_at=BEGIN)
        change.defer("write_bulletin_files", bulletin="none")
        raise Refused("anything", "不行。")
    assert (kept(case), in_hand(case)) == (before, held)
    assert ProcrastinateJob.objects.count() == 0


def test_a_writing_that_fails_half_way_leaves_nothing(city: City) -> None:
    case = walked(city, "awaiting_signature")
    held, second_lead = in_hand(case), case.assignments.values().get()
    with (
        pytest.raises(Exception, match="assignment_pkey"),
        moving(case, "sign", by=None, at=LATER) as change,
    ):
        change.set(title="改过的标题")
        change.defer("write_bulletin_files", bulletin="none")
        change.add(case.assignments.model(**second_lead))
    assert (in_hand(case), ProcrastinateJob.objects.count()) == (held, 0)


def test_a_stored_step_leaves_its_job(city: City) -> None:
    case = walked(city, "registered")
    with moving(case, "accept", by=None, at=BEGIN) as change:
        change.defer("write_bulletin_files", bulletin="some")
    jobs = ProcrastinateJob.objects.values_list("task_name", "args", "status")
    assert list(jobs) == [("write_bulletin_files", {"bulletin": "some"}, "todo")]


def test_a_step_that_loses_leaves_no_job(city: City) -> None:
    case = walked(city, "registered")
    copy = type(case).objects.get(pk=case.pk)
    act(city, "accept", case)
    with pytest.raises(LostRace), moving(copy, "accept", by=None, at=BEGIN) as change:
        change.defer("write_bulletin_files", bulletin="none")
    assert ProcrastinateJob.objects.count() == 0


def test_a_verb_that_does_not_exist_is_refused(city: City) -> None:
    case = walked(city, "registered")
    with pytest.raises(NotOpen), moving(case, "fly", by=None, at=BEGIN):
        pass


def test_a_refusal_that_is_another_persons_doing_is_told_as_a_lost_race(city: City) -> None:
    case = ready(city, "grant_extension")
    copy = read_again(case)
    act(city, "refuse_extension", case)
    with pytest.raises(LostRace):
        act(city, "grant_extension", copy)
    assert journal(case)[-1][1] == "refuse_extension"
