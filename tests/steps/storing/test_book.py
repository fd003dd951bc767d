"""The live book: all of a writing or none of it, and the rows in hand say what is stored."""

from __future__ import annotations

import pytest
from django.db import IntegrityError
from procrastinate.contrib.django.models import ProcrastinateJob

from hotline.records.identity import new_id
from hotline.records.models import Assignment, Callback, Case, Citizen, Contact
from hotline.records.sealing import blind_index
from hotline.steps.receive import receive
from hotline.steps.storing.book import LiveBook, LostRace, Writing, book, writing_in
from tests.factories import City
from tests.steps.acts import act
from tests.steps.cases import LATER, arrival, in_hand, kept, walked

LIVE = LiveBook()
JOB = ("write_bulletin_files", {"bulletin": "none"})


def citizen(**facts: object) -> Citizen:
    return Citizen(id=new_id(), created_at=LATER, **facts)


def contact(city: City, key: str = "key-1") -> Contact:
    return receive(arrival(key), channel=city.channels["telephone"], by=None, at=LATER).contact


def copy_of(row: Contact) -> Contact:
    return Contact.objects.get(pk=row.pk)


def test_rows_changes_and_jobs_are_stored_together(city: City) -> None:
    made, person = contact(city), citizen()
    LIVE.write(Writing(rows=[person], changes=[(made, {"title": "新", "citizen": person})],
                       jobs=[JOB]))  # fmt: skip
    # A changed row may only point to what was stored before: rows come after changes.
    assert (copy_of(made).title, made.title, Citizen.objects.count()) == ("新", "新", 1)
    assert ProcrastinateJob.objects.count() == 1


def test_a_writing_that_fails_stores_nothing_and_leaves_the_rows_in_hand(city: City) -> None:
    made = contact(city)
    twice = citizen()
    writing = Writing(rows=[twice, twice], changes=[(made, {"title": "新"})], jobs=[JOB])
    with pytest.raises(IntegrityError):
        LIVE.write(writing)
    assert (copy_of(made).title, made.title, Citizen.objects.count()) == ("", "", 0)
    assert ProcrastinateJob.objects.count() == 0


def test_a_case_that_moved_meanwhile_loses_everything_of_the_writing(city: City) -> None:
    case = walked(city, "registered")
    copy = Case.objects.get(pk=case.pk)
    act(city, "accept", case)
    before, held = kept(case), in_hand(copy)
    facts = {"title": "新", "version": copy.version + 1}
    with pytest.raises(LostRace):
        LIVE.write(Writing(case=copy, seen=copy.version, facts=facts, rows=[citizen()]))
    assert (kept(case), in_hand(copy), Citizen.objects.count()) == (before, held, 0)


def test_the_loser_of_a_race_is_told_what_to_do() -> None:
    assert str(LostRace()) == "工单刚被他人更新，您的操作没有生效；请刷新页面，核对后再办理。"


def test_a_fact_that_was_empty_is_filled_once(city: City) -> None:
    made = contact(city)
    first, second = copy_of(made), copy_of(made)
    LIVE.write(Writing(changes=[(first, {"citizen": stored_citizen(), "outcome": "a"})]))
    with pytest.raises(LostRace):
        LIVE.write(Writing(changes=[(second, {"citizen": stored_citizen(), "outcome": "b"})]))
    assert (copy_of(made).outcome, second.outcome, second.citizen_id) == ("a", "", None)


def stored_citizen() -> Citizen:
    person = citizen()
    LIVE.write(Writing(rows=[person]))
    return person


def test_a_fact_that_was_filled_can_be_changed(city: City) -> None:
    made = contact(city)
    LIVE.write(Writing(changes=[(made, {"citizen": stored_citizen()})]))
    other = stored_citizen()
    LIVE.write(Writing(changes=[(made, {"citizen": other})]))
    assert copy_of(made).citizen == other


def test_a_row_that_is_gone_is_told(city: City) -> None:
    made = contact(city)
    Contact.objects.all().delete()
    with pytest.raises(LostRace):
        LIVE.write(Writing(changes=[(made, {"title": "新"})]))


def test_numbers_grow_and_never_repeat(db: None) -> None:
    numbers = [LIVE.next_number() for _ in range(5)]
    assert numbers == list(range(numbers[0], numbers[0] + 5))


def test_the_rows_of_a_case_come_oldest_first(city: City) -> None:
    case = walked(city, "awaiting_callback")
    other = walked(city, "awaiting_callback")
    for _ in range(2):
        act(city, "try_call_back", case)
    act(city, "try_call_back", other)
    tries = list(LIVE.rows_of(case, Callback))
    assert [row.pk for row in tries] == sorted(row.pk for row in tries)
    assert ({row.case_id for row in tries}, len(tries)) == ({case.pk}, 2)
    assert len(list(LIVE.rows_of(case, Assignment))) == 1


def test_a_contact_is_found_by_channel_and_key(city: City) -> None:
    made = contact(city)
    found = [
        LIVE.contact_of(city.channels[channel], key)
        for channel, key in (("telephone", "key-1"), ("province", "key-1"), ("telephone", "key-2"))
    ]
    assert found == [made, None, None]


def test_of_several_citizens_with_one_phone_the_earliest_comes_first(db: None) -> None:
    index = blind_index("15400000001")
    first, second = citizen(phone_index=index), citizen(phone_index=index)
    for row in (second, first):
        row.save(force_insert=True)
    assert list(LIVE.citizens_of(index or b"")) == [first, second]
    assert list(LIVE.citizens_of(b"another")) == []


def test_steps_write_in_the_live_book_unless_told_otherwise() -> None:
    other = LiveBook()
    with writing_in(other):
        inside = book()
    assert (inside is other, type(book()), book() is other) == (True, LiveBook, False)


def test_the_book_is_put_back_when_a_step_raises() -> None:
    other = LiveBook()
    with pytest.raises(LostRace), writing_in(other):
        raise LostRace
    assert book() is not other
