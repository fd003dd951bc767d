"""A book for what comes in together: the steps run one after the other, and are stored at once.

A row that is opened, changed and moved within the batch is written once, as it stands in the end:
for one form or one API call that halves the statements, for a file it is a hundred rows a time.

Unlike the bulk book it also knows what the database holds, so an arrival that came before is
found. It cannot know what another process stores meanwhile: then `store()` raises IntegrityError,
nothing of the batch is kept, and the caller goes through it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from django.db import models, transaction

from hotline.records.models import Case, Channel, Citizen, Contact
from hotline.steps.storing.book import LiveBook, Writing, book, writing_in
from hotline.steps.storing.bulk import BulkBook


class BatchBook(BulkBook):
    """Keeps the writings of some rows and stores them together, with the jobs they deferred."""

    def __init__(self) -> None:
        super().__init__()
        self._stored = LiveBook()
        self._changes: list[tuple[models.Model, dict[str, Any]]] = []
        self._jobs: list[tuple[str, dict[str, Any]]] = []

    def write(self, writing: Writing) -> None:
        """Keep the writing; its jobs, and changes of rows that are stored, wait for `store()`.

        A case that is stored already is moved at once, under its guard.
        """
        if writing.case is not None and not writing.is_new and writing.case.pk not in self._kept:
            self._stored.write(writing)
            return
        changes = writing.changes
        own = [(row, facts) for row, facts in changes if row.pk in self._kept]
        self._changes += [(row, facts) for row, facts in changes if row.pk not in self._kept]
        super().write(replace(writing, changes=own, jobs=[]))
        self._jobs += writing.jobs

    def next_number(self) -> int:
        """One value of the database's sequence: a small file shall not use up a block."""
        return self._stored.next_number()

    def rows_of(self, case: Case, model: type[models.Model]) -> Iterable[Any]:
        """The rows of a case of this batch; those of a stored case are read."""
        if case.pk in self._kept:
            return super().rows_of(case, model)
        return self._stored.rows_of(case, model)

    def joined_to(self, case: Case) -> Iterable[Case]:
        """Those that are stored: no batch joins cases that it opens itself."""
        return () if case.pk in self._kept else self._stored.joined_to(case)

    def hold(self, *cases: Case) -> None:
        """Only stored cases are moved together with others."""
        self._stored.hold(*cases)

    def contact_of(self, channel: Channel, key: str) -> Contact | None:
        """The contact of this batch with that key, else the stored one."""
        return super().contact_of(channel, key) or self._stored.contact_of(channel, key)

    def citizens_of(self, phone_index: bytes) -> Iterable[Citizen]:
        """The stored citizens with this phone, then those of this batch."""
        return [*self._stored.citizens_of(phone_index), *super().citizens_of(phone_index)]

    def store(self) -> None:
        """Write everything kept, and defer its jobs, in one transaction."""
        with transaction.atomic(savepoint=False):
            super().store()
            if self._changes or self._jobs:
                self._stored.write(Writing(changes=self._changes, jobs=self._jobs))
        self._changes, self._jobs = [], []


@contextmanager
def at_once() -> Iterator[None]:
    """Have the steps of a block stored together; within another book they write in that one."""
    if not isinstance(book(), LiveBook):
        yield
        return
    batch = BatchBook()
    with transaction.atomic():
        with writing_in(batch):
            yield
        batch.store()
