"""The bulk book gives the very rows that the live book gives, for every verb of the table."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction

from hotline.records.models import (
    Assignment,
    Callback,
    Case,
    Channel,
    Citizen,
    Clock,
    Conference,
    Contact,
    DispatchRule,
    Extension,
    Instruction,
    JournalEntry,
    Kind,
    Outreach,
    Return,
    Reveal,
    Ruling,
    Topic,
)
from hotline.records.sealing import unseal, unseal_bytes
from hotline.rules.arrivals import Arrival
from hotline.steps.accept import accept
from hotline.steps.moving import Refused
from hotline.steps.receive import receive
from hotline.steps.register import register
from hotline.steps.setup.load_city import load_city, read_folder
from hotline.steps.storing.book import LostRace, Writing, book, writing_in
from hotline.steps.storing.bulk import BulkBook, JobInBulk
from hotline.steps.verbs import STEPS
from tests.steps.lives import START, Life, lives

YUNTING = Path(__file__).resolve().parents[3] / "cities" / "yunting"
TABLES: tuple[type[models.Model], ...] = (
    Citizen,
    Contact,
    Case,
    Assignment,
    Callback,
    DispatchRule,
    Clock,
    Extension,
    Return,
    Ruling,
    Outreach,
    Conference,
    Instruction,
    JournalEntry,
    Reveal,
)
NUMBER = re.compile(r"-\d{6}\b")

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> None:
    load_city(read_folder(YUNTING), at=START, sample_password="only-for-tests")


def played(book: AbstractContextManager[None], store: Callable[[], None]) -> dict[str, Any]:
    """The rows that all lives lead to; the database is as before afterwards."""
    with transaction.atomic():
        with book:
            for life in lives():
                life.play()
        store()
        rows = {table.__name__: stored(table) for table in TABLES}
        transaction.set_rollback(True)
    return rows


def stored(table: type[models.Model]) -> list[dict[str, Any]]:
    """All rows of a table in the order of their writing, without what chance gave them."""
    names = known_names()
    rows = table._default_manager.order_by("pk").values()
    return [{name: plain(table, name, row, names) for name in row} for row in rows]


def known_names() -> dict[Any, str]:
    """Each identity by the place of its row in the order of writing."""
    tables = [table for table in TABLES if table not in (JournalEntry, Reveal)]
    return {
        pk: f"{table.__name__} {place}"
        for table in tables
        for place, pk in enumerate(
            table._default_manager.order_by("pk").values_list("pk", flat=True)
        )
    }


def plain(table: type[models.Model], name: str, row: dict[str, Any], names: dict[Any, str]) -> Any:
    value = row[name]
    if name == "id":
        return names.get(value)
    if name in ("number", "note", "details"):  # two of them may name another case
        return NUMBER.sub("", json.dumps(value))
    if name in ("receipt", "code"):
        return len(value)
    if name.endswith("_sealed") and value is not None:
        opens = unseal_bytes if name == "raw_sealed" else unseal
        return opens(table.__name__.lower(), name.removesuffix("_sealed"), row["id"], value)
    if isinstance(value, memoryview):
        return bytes(value)
    return names.get(value, value) if table._meta.get_field(name).is_relation else value


def test_bulk_rows_equal_live_rows_field_by_field_for_every_verb(city: None) -> None:
    live = played(nullcontext(), lambda: None)
    bulk_book = BulkBook()
    bulk = played(writing_in(bulk_book), bulk_book.store)
    for table in TABLES:
        assert bulk[table.__name__] == live[table.__name__], table
    # A bulk load has no roads, so nothing is owed on one.
    built = {*STEPS, "register", "try_call_back"} - {"write_back"}
    assert {row["verb"] for row in live["JournalEntry"]} == built
    assert [table for table in TABLES if not live[table.__name__]] == []
    assert len(live["Case"]) >= 60
    assert len(live["Reveal"]) > 0


def a_case(key: str = "one") -> Case:
    channel = Channel.objects.get(code="hotline_call")
    arrival = Arrival(channel="hotline_call", key=key, text="路灯不亮", arrived_at=START)
    contact = receive(arrival, channel=channel, by=None, at=START).contact
    kind, topic = Kind.objects.get(code="wish"), Topic.objects.get(code="A.1")
    return register(contact, by=None, at=START, kind=kind, topic=topic)


def test_a_stale_copy_loses_the_race_in_bulk_too(city: None) -> None:
    with writing_in(BulkBook()):
        case = a_case()
        stale = Case(**{field.attname: getattr(case, field.attname) for field in Case._meta.fields})
        accept(case, by=None, at=START)
        with pytest.raises(LostRace):
            accept(stale, by=None, at=START)
        assert (case.version, stale.version) == (2, 1)


def test_a_copy_that_is_up_to_date_changes_the_kept_row(city: None) -> None:
    bulk = BulkBook()
    with writing_in(bulk):
        case = a_case()
        copy = Case(**{field.attname: getattr(case, field.attname) for field in Case._meta.fields})
        accept(copy, by=None, at=START)
    bulk.store()
    assert Case.objects.get().status == copy.status == case.status


def test_a_case_of_the_database_is_not_moved_in_bulk(city: None) -> None:
    case = a_case()
    with writing_in(BulkBook()), pytest.raises(LostRace):
        accept(case, by=None, at=START)
    assert JournalEntry.objects.count() == 1


def test_a_job_in_bulk_is_refused_unless_named(city: None) -> None:
    contact = Contact(channel_id=1, key="x")
    writing = Writing(rows=[contact], jobs=[("notify", {})])
    with pytest.raises(JobInBulk):
        BulkBook().write(writing)
    BulkBook(without_jobs=["notify"]).write(writing)


def test_a_key_with_other_content_is_refused_in_bulk(city: None) -> None:
    channel = Channel.objects.get(code="hotline_call")
    with writing_in(BulkBook()):
        a_case("same")
        other = Arrival(channel="hotline_call", key="same", text="别的内容", arrived_at=START)
        with pytest.raises(Refused):
            receive(other, channel=channel, by=None, at=START)


def test_a_key_that_the_database_holds_refuses_the_whole_store(city: None) -> None:
    a_case("held")
    bulk = BulkBook()
    with writing_in(bulk):
        a_case("new")
        a_case("held")
    with pytest.raises(IntegrityError), transaction.atomic():
        bulk.store()
    assert Contact.objects.count() == Case.objects.count() == 1


def test_people_stay_known_after_storing(city: None) -> None:
    bulk = BulkBook()
    with writing_in(bulk):
        Life(1, "wish", "answered").play()
        bulk.store()
        Life(51, "wish", "answered").play()
        bulk.store()
    assert (Citizen.objects.count(), Contact.objects.count()) == (1, 2)


def test_numbers_come_from_the_database_and_never_twice(city: None) -> None:
    bulk = BulkBook()
    numbers = [bulk.next_number() for _ in range(1500)]
    live = book().next_number()
    assert len({*numbers, live}) == 1501
    assert numbers == sorted(numbers)
