"""A book in memory: the same steps for very many cases, stored together in one transaction.

The steps are not copied or imitated here: the real ones run, and only their writings go to memory
instead of to the database. So a case played in bulk has the very rows of the same case played
live (a test compares them field by field). The database's own constraints,
foreign keys and triggers hold for the stored rows as for any other.

A bulk book knows only what was written in it. It is for arrivals that the database does not hold
yet: a key of a channel that is already there refuses the whole `store()`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections, models, transaction
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from hotline.records.models import Case, CaseWords, Channel, Citizen, Contact, JournalEntry
from hotline.rules.life import Status
from hotline.steps.storing.book import LostRace, Writing, assign
from hotline.steps.storing.posting import post
from hotline.steps.storing.searched import words_of_case

Rows = dict[type[models.Model], list[models.Model]]

NUMBERS_AT_ONCE = 1000
# So few rows of a table are sent in one plain statement.
FEW = 200
# The database refuses COPY into a table behind row-level security, so it goes into one aside.
ASIDE = (
    "CREATE TEMPORARY TABLE IF NOT EXISTS {aside} ON COMMIT DROP"
    " AS SELECT {names} FROM {table} WITH NO DATA"
)
OUT_OF_ASIDE = "INSERT INTO {table} ({names}) SELECT {names} FROM {aside}"

# Fields whose Python value COPY takes as it is; the value of any other is prepared by its field.
PLAIN = (
    models.ForeignKey,
    models.UUIDField,
    models.CharField,
    models.TextField,
    models.DateTimeField,
    models.BooleanField,
    models.IntegerField,
    models.BinaryField,
)


class JobInBulk(Exception):
    """A step deferred a job that nobody said may be left out."""

    def __init__(self, job: str) -> None:
        super().__init__(f"job {job!r} was deferred in bulk: name it in `without_jobs` or do it")


class BulkBook:
    """Keeps what steps write, answers them from it, and stores it all at once.

    `without_jobs` names the jobs that are left out because the caller sees to their effect; any
    other job raises JobInBulk, and nothing of that step is kept.
    """

    def __init__(self, *, without_jobs: Iterable[str] = ()) -> None:
        self._without_jobs = frozenset(without_jobs)
        self._rows: Rows = defaultdict(list)
        self._kept: dict[UUID, models.Model] = {}
        self._of_case: dict[tuple[type[models.Model], UUID], list[Any]] = defaultdict(list)
        self._contacts: dict[tuple[int, str], Contact] = {}
        self._citizens: dict[bytes, list[Citizen]] = defaultdict(list)
        self._numbers: Iterator[int] = iter(())

    def write(self, writing: Writing) -> None:
        """Keep the writing whole; raises LostRace when the case moved meanwhile."""
        for job, _ in writing.jobs:
            if job not in self._without_jobs:
                raise JobInBulk(job)
        if writing.case is not None:
            self._write_case(writing.case, writing)
        for row, facts in writing.changes:
            self._change(row, facts)
        for row in writing.rows:
            self._add(row)

    def next_number(self) -> int:
        """The next of a block of numbers, taken from the database's sequence block by block."""
        number = next(self._numbers, None)
        if number is None:
            self._numbers = iter(_block_of_numbers())
            number = next(self._numbers)
        return number

    def rows_of(self, case: Case, model: type[models.Model]) -> Iterable[Any]:
        """The rows in the order in which they were added."""
        return self._of_case.get((model, case.pk), ())

    def joined_to(self, case: Case) -> Iterable[Case]:
        """The cases of this book that were joined to the case and still are."""
        joined = self._of_case.get((Case, case.pk), ())
        return [row for row in joined if row.status == Status.JOINED]

    def hold(self, *cases: Case) -> None:
        """Nobody else is here: only that each is in hand as it is kept."""
        for case in cases:
            self._need_unmoved(case.pk, case.version)

    def contact_of(self, channel: Channel, key: str) -> Contact | None:
        """The contact of this book with that key."""
        return self._contacts.get((channel.pk, key))

    def citizens_of(self, phone_index: bytes) -> Iterable[Citizen]:
        """The citizens of this book who share this phone."""
        return self._citizens.get(phone_index, ())

    def store(self) -> None:
        """Write everything kept, all or nothing, and forget the cases."""
        with transaction.atomic(savepoint=False), connection.cursor() as cursor:
            taken = self.take()
            for model, rows in taken.items():
                if len(rows) <= FEW:
                    model._default_manager.bulk_create(rows)
                else:
                    _copy(cursor, model, rows)
            post(taken.get(JournalEntry, ()), cursor)

    def take(self) -> Rows:
        """Hand over everything kept, to be stored by `copy_rows`.

        Contacts and citizens stay known, so that what comes next finds the same people. To be
        called between cases, as often as memory wants.
        """
        taken, self._rows = self._rows, defaultdict(list)
        if cases := taken.get(Case):
            taken[CaseWords] = [words_of_case(case) for case in cases if isinstance(case, Case)]
        self._kept.clear()
        self._of_case.clear()
        return taken

    def _write_case(self, case: Case, writing: Writing) -> None:
        if writing.is_new:
            assign(case, writing.facts)
            self._add(case)
            return
        self._need_unmoved(case.pk, writing.seen)
        self._change(case, writing.facts)

    def _need_unmoved(self, case: UUID, seen: int) -> None:
        kept = self._kept.get(case)
        if not isinstance(kept, Case) or kept.version != seen:
            raise LostRace

    def _change(self, row: models.Model, facts: dict[str, Any]) -> None:
        """Set facts on the kept row, and on the one in hand where that is a copy."""
        kept = self._kept[row.pk]
        assign(kept, facts)
        if kept is not row:
            assign(row, facts)
        if "case" in facts:
            self._hang(kept)
        if facts.get("joined_to") is not None:
            self._of_case[Case, facts["joined_to"].pk].append(kept)

    def _add(self, row: models.Model) -> None:
        """Keep a new row where later questions find it; from now on it counts as stored."""
        row._state.adding = False
        row._state.db = DEFAULT_DB_ALIAS
        self._rows[type(row)].append(row)
        if row.pk is not None:
            self._kept[row.pk] = row
        self._hang(row)
        if isinstance(row, Contact):
            self._contacts[row.channel_id, row.key] = row
        elif isinstance(row, Citizen) and row.phone_index is not None:
            self._citizens[bytes(row.phone_index)].append(row)

    def _hang(self, row: models.Model) -> None:
        """Find the row under its case from now on."""
        case = row.__dict__.get("case_id")
        if case is not None:
            self._of_case[type(row), case].append(row)


def _block_of_numbers() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval('case_number_seq') FROM generate_series(1, %s)", [NUMBERS_AT_ONCE]
        )
        return [number for (number,) in cursor]


def copy_rows(cursor: CursorWrapper, rows: Rows) -> None:
    """Store what a book handed over, table by table; the cursor's transaction checks the rest."""
    for model, of_model in rows.items():
        _copy(cursor, model, of_model)
    post(rows.get(JournalEntry, ()), cursor)


def _copy(cursor: CursorWrapper, model: type[models.Model], rows: list[models.Model]) -> None:
    """Send the rows of one table; identities that the database makes are left to it."""
    made_here = rows[0].pk is not None
    fields = [field for field in model._meta.local_fields if made_here or not field.primary_key]
    columns = [sql.Identifier(str(field.column)) for field in fields]
    table, names = sql.Identifier(model._meta.db_table), sql.SQL(", ").join(columns)
    aside = sql.Identifier(f"aside_{model._meta.model_name}")
    database = cursor.connection
    for statement in (ASIDE, "TRUNCATE {aside}"):
        cursor.execute(_filled(statement, aside, table, names).as_string(database))
    copying = _filled("COPY {aside} ({names}) FROM STDIN", aside, table, names)
    with connection.wrap_database_errors, cursor.cursor.copy(copying) as copy:
        for values in _values(fields, rows):
            copy.write_row(values)
    cursor.execute(_filled(OUT_OF_ASIDE, aside, table, names).as_string(database))


def _filled(
    statement: str, aside: sql.Identifier, table: sql.Identifier, names: sql.Composed
) -> sql.Composed:
    return sql.SQL(statement).format(aside=aside, table=table, names=names)


def _values(
    fields: list[models.Field[Any, Any]], rows: list[models.Model]
) -> Iterator[tuple[Any, ...]]:
    """The rows as tuples of what the database takes."""
    columns = itemgetter(*(field.attname for field in fields))
    prepared = [(at, field) for at, field in enumerate(fields) if not isinstance(field, PLAIN)]
    database = connections[DEFAULT_DB_ALIAS]
    for row in rows:
        values = columns(row.__dict__)
        if prepared:
            changed = list(values)
            for at, field in prepared:
                changed[at] = field.get_db_prep_save(values[at], database)
            values = tuple(changed)
        yield values
