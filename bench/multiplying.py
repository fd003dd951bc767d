"""Very many cases out of some: every row copied in the database itself, with identities of its own.

A province's table cannot be played by the steps in an afternoon. So ten thousand cases are, and
then each is copied with all that hangs on it, moved back in time, its citizen with another number.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.apps import apps
from django.db import connection, models

from hotline.site.migrations import as_owner

OF_A_CASE = (
    "Citizen",
    "Case",
    "CaseWords",
    "Contact",
    "Assignment",
    "Clock",
    "Callback",
    "Outreach",
    "JournalEntry",
    "Posting",
)
DAYS_APART = 3


def multiply(times: int, of: Sequence[str] = OF_A_CASE) -> None:
    """Make `times` copies of every case that is there, with what hangs on it of these tables."""
    from hotline.steps.ledger.recount import MEND_CELLS  # noqa: PLC0415 - needs Django set up

    with connection.cursor() as cursor:
        for name in of:
            cursor.execute(_statement(apps.get_model("records", name)), {"times": times})
        # The ledger's cells follow from its postings.
        cursor.execute(MEND_CELLS, {"first": date(1990, 1, 1), "last": date(2100, 12, 31)})
    # So that no vacuum of the server's own runs beside what is measured next.
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _statement(model: type[models.Model]) -> str:
    """One INSERT that copies a table; all names are those of our own models."""
    fields = [field for field in model._meta.concrete_fields if not _made_by_database(field)]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values = ", ".join(_value(field) for field in fields)
    table = model._meta.db_table
    return (
        f'INSERT INTO "{table}" ({columns}) '  # noqa: S608
        f'SELECT {values} FROM "{table}" t CROSS JOIN generate_series(1, %(times)s) n'
        f"{_as_they_came(model)}"
    )


def _as_they_came(model: type[models.Model]) -> str:
    """The oldest first, as an office's table lies on the disk."""
    if not any(field.name == "registered_at" for field in model._meta.concrete_fields):
        return ""
    return f" ORDER BY t.registered_at - n * interval '{DAYS_APART} days'"


def _made_by_database(field: models.Field[object, object]) -> bool:
    return isinstance(field, models.BigAutoField)


def _value(field: models.Field[object, object]) -> str:
    """The copy's value of one column."""
    column = f't."{field.column}"'
    if _is_identity(field):
        return f"md5({column}::text || '/' || n)::uuid"
    if field.name in ("number", "receipt", "key"):
        return f"{column} || '-' || n"
    if field.name in ("phone_index", "phone_tail_index"):
        return f"decode(md5({column}::text || n) || md5(n || {column}::text), 'hex')"
    if isinstance(field, models.DateTimeField):
        return f"{column} - n * interval '{DAYS_APART} days'"
    if isinstance(field, models.DateField):
        return f"{column} - n * {DAYS_APART}"
    return column


def _is_identity(field: models.Field[object, object]) -> bool:
    """Whether the column names a row that is copied as well."""
    if isinstance(field, models.ForeignKey):
        return field.remote_field.model.__name__ in OF_A_CASE
    return field.primary_key
