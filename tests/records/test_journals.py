"""The journals: the database itself refuses to change, delete or empty them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from hotline.records.models import BulletinEntry, JournalEntry, Reveal
from hotline.steps.draft import begin
from hotline.steps.reveal import reveal
from tests.factories import City
from tests.records.month import make_form
from tests.steps.cases import LATER, walked

JOURNALS = {"journalentry": JournalEntry, "bulletinentry": BulletinEntry, "reveal": Reveal}
REFUSED = {
    "UPDATE": "UPDATE records_{} SET at = now()",
    "UPDATE of one": "UPDATE records_{} SET at = at WHERE id IS NOT NULL",
    "DELETE": "DELETE FROM records_{}",
    "TRUNCATE": "TRUNCATE records_{} CASCADE",
}


@pytest.fixture
def rows(city: City) -> dict[str, list[object]]:
    """A row in each journal; the rows as they are."""
    make_form(city)
    case = walked(city, "registered", phone="15400000001")
    reveal(case, "phone", reason="回访", by=city.person("callback_agent"), at=LATER)
    begin("2022-03", by=None, at=LATER)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # as in a transaction of their own
    return stored()


def stored() -> dict[str, list[object]]:
    return {name: list(model.objects.order_by("pk").values()) for name, model in JOURNALS.items()}


@pytest.mark.parametrize("journal", JOURNALS)
@pytest.mark.parametrize("statement", REFUSED)
def test_a_journal_refuses(rows: dict[str, list[object]], journal: str, statement: str) -> None:
    word = statement.split(maxsplit=1)[0]
    told = f"append only: {word} on records_{journal} is refused|permission denied for table"
    with (
        pytest.raises((IntegrityError, ProgrammingError), match=told),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(REFUSED[statement].format(journal))
    assert (stored(), [len(each) for each in rows.values()]) == (rows, [1, 1, 1])


@pytest.mark.parametrize("journal", JOURNALS)
def test_the_orm_cannot_change_a_journal_either(
    rows: dict[str, list[object]], journal: str
) -> None:
    row = JOURNALS[journal].objects.get()
    row.at += timedelta(days=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.delete()
    assert stored() == rows


def test_a_journal_refuses_two_entries_of_one_number(city: City) -> None:
    entry = JournalEntry.objects.get(case=walked(city, "registered"))
    entry.pk = None
    with pytest.raises(IntegrityError, match="journal_seq"), transaction.atomic():
        entry.save(force_insert=True)


def test_the_sites_role_cannot_write_as_a_replica_does(rows: dict[str, list[object]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        if cursor.fetchone() == (True,):
            pytest.skip("this server was given to the tests with a superuser")
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            cursor.execute("SET session_replication_role = replica")
