"""A book for the rows of a file: the steps run on each row, and a hundred rows are stored at once.

Unlike the bulk book it also knows what the database holds, so a row that came before is found. It
cannot know what another process stores meanwhile: then `store()` raises IntegrityError, nothing of
the batch is kept, and the caller goes through its rows again one by one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import transaction

from hotline.records.models import Channel, Citizen, Contact
from hotline.steps.book import LiveBook, Writing, defer
from hotline.steps.bulk import BulkBook


class BatchBook(BulkBook):
    """Keeps the writings of some rows and stores them together, with the jobs they deferred."""

    def __init__(self) -> None:
        super().__init__()
        self._stored = LiveBook()
        self._jobs: list[tuple[str, dict[str, Any]]] = []

    def write(self, writing: Writing) -> None:
        """Keep the writing; its jobs wait for `store()`."""
        super().write(replace(writing, jobs=[]))
        self._jobs += writing.jobs

    def next_number(self) -> int:
        """One value of the database's sequence: a small file shall not use up a block."""
        return self._stored.next_number()

    def contact_of(self, channel: Channel, key: str) -> Contact | None:
        """The contact of this batch with that key, else the stored one."""
        return super().contact_of(channel, key) or self._stored.contact_of(channel, key)

    def citizen_of(self, phone_index: bytes) -> Citizen | None:
        """The stored citizen with this phone, else the first one of this batch."""
        return self._stored.citizen_of(phone_index) or super().citizen_of(phone_index)

    def store(self) -> None:
        """Write everything kept, and defer its jobs, in one transaction."""
        with transaction.atomic():
            super().store()
            for job, arguments in self._jobs:
                defer(job, arguments)
        self._jobs.clear()
