"""Posts moves into the ledger of counted facts, in the transaction in which they are stored.

What a case counts as is defined once, in the database (migrations/0003_ledger.py), for one move,
a bulk load and the recount alike.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import nullcontext

from django.db import connection, models
from django.db.backends.utils import CursorWrapper

from hotline.records.models import JournalEntry

POST = "SELECT records_post(%s::uuid[], %s::int[])"


def post(rows: Iterable[models.Model], cursor: CursorWrapper | None = None) -> None:
    """Post those of the rows that are entries of a journal; they and their cases are stored.

    `cursor` is that of a load that stores from a thread of its own.
    """
    # A case that is only registered counts nowhere yet.
    entries = [row for row in rows if isinstance(row, JournalEntry) and row.verb != "register"]
    if entries:
        arguments = [[row.case_id for row in entries], [row.seq for row in entries]]
        with nullcontext(cursor) if cursor else connection.cursor() as asking:
            asking.execute(POST, arguments)
