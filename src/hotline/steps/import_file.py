"""Import a file: every row is received and registered once, or kept in quarantine with its reason.

Nothing is dropped and nothing doubled: a row's key makes a second run add none, and a row that
cannot be read is kept byte for byte (`steps/quarantine.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from itertools import islice
from typing import BinaryIO

from django.db import IntegrityError, transaction

from hotline.documents.tables import RawRecord, Table, UnreadableFile, read_table
from hotline.records.identity import new_id
from hotline.records.models import Channel, ImportRun, Staff
from hotline.records.sealing import seal_bytes, unseal_bytes
from hotline.rules.arrivals import Arrival, Unreadable, read_row, unreadable_record
from hotline.rules.column_mapping import (
    ColumnMapping,
    MappingError,
    check_header,
    mapping_for,
    mapping_from,
)
from hotline.steps.moving import TAKING_IN, Refused, on_behalf, permit
from hotline.steps.quarantine import channel_of, hold, mapping_data
from hotline.steps.receive import receive
from hotline.steps.register import register
from hotline.steps.storing.batch import BatchBook
from hotline.steps.storing.book import LiveBook, Writing, book, writing_in

ROWS_AT_ONCE = 100
HANDED_IN_AT_MOST = 50 * 1024 * 1024
Progress = Callable[[ImportRun], None]


class _TrialEnded(Exception):
    """Leaves the transaction of a trial, so that nothing of it stays."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file to import: its stream, its name, and which column feeds which field (None: found
    from the header)."""

    stream: BinaryIO
    name: str
    mapping: ColumnMapping | None = None


def open_run(channel: Channel, name: str, *, by: Staff | None, at: datetime) -> ImportRun:
    """The record of a run that is about to start."""
    permit(by, "import_arrivals")
    run = ImportRun(channel=channel, file_name=name[:300], by=by, started_at=at)
    book().write(Writing(rows=[run]))
    return run


def hand_in(
    channel: Channel,
    name: str,
    content: bytes,
    *,
    by: Staff | None,
    at: datetime,
    mapping: ColumnMapping | None = None,
) -> ImportRun:
    """Keep a file from the desk, sealed, and have the worker take it in."""
    permit(by, "import_arrivals")
    if not content:
        raise Refused("file", "文件是空的，请重新选择。")
    if len(content) > HANDED_IN_AT_MOST:
        raise Refused("file", "文件超过 50 MB，请拆分后再上传，或用命令 hotline import 导入。")
    row = new_id()
    run = ImportRun(
        id=row,
        channel=channel,
        file_name=name[:300],
        by=by,
        started_at=at,
        status="waiting",
        size=len(content),
        mapping=mapping_data(mapping) if mapping else {},
        file_sealed=seal_bytes("import_run", "file", row, content),
    )
    book().write(Writing(rows=[run], jobs=[("import_arrivals", {"run": str(row)})]))
    return run


def take_handed_in(run: ImportRun, *, at: datetime) -> ImportRun:
    """Take in a file that `hand_in` kept; a file that is no table leaves its reason in the run.

    Afterwards the file itself is dropped: its rows are cases, or kept in quarantine.
    """
    content = unseal_bytes("import_run", "file", run.pk, run.file_sealed or b"")
    mapping = mapping_from(run.mapping) if run.mapping else None
    source = Source(BytesIO(content), run.file_name, mapping)
    import_or_tell(run, source, at=at, progress=lambda _: None)
    _count(run, file_sealed=None)
    return run


def import_or_tell(
    run: ImportRun, source: Source, *, at: datetime, progress: Progress, dry_run: bool = False
) -> ImportRun:
    """Import a file; one that is no table leaves status "failed" and its reason in the run."""
    try:
        return import_file(run, source, at=at, progress=progress, dry_run=dry_run)
    except (UnreadableFile, MappingError) as broken:
        _count(run, status="failed", problem=str(broken)[:500], finished_at=at)
        return run


def import_file(
    run: ImportRun, source: Source, *, at: datetime, progress: Progress, dry_run: bool = False
) -> ImportRun:
    """Take a whole file in, ROWS_AT_ONCE rows a transaction, and leave the counts in `run`.

    `at` is the moment of receiving. Raises UnreadableFile or MappingError, with a sentence for
    the user, before any row is taken. A `dry_run` counts and then undoes everything.
    """
    permit(run.by, "import_arrivals")
    table = read_table(source.stream, source.name)
    mapping = source.mapping or mapping_for(table.header)
    check_header(mapping, table.header)
    _count(run, size=table.total, mapping=mapping_data(mapping))
    intake = _Intake(run, table, mapping, at)
    if dry_run:
        _try(intake, progress)
    else:
        _take(intake, progress)
    _count(run, status="tried" if dry_run else "finished", finished_at=at, **intake.counts)
    return run


class _Intake:
    """One file on its way in, with its counts so far."""

    def __init__(self, run: ImportRun, table: Table, mapping: ColumnMapping, at: datetime) -> None:
        self.run = run
        self.table = table
        self.mapping = mapping
        self.at = at
        self._by = on_behalf(run.by, *TAKING_IN)
        self.counts = {"read": 0, "new": 0, "repeated": 0, "quarantined": 0}

    def take(self, record: RawRecord) -> None:
        """One row: new, repeated or quarantined."""
        self.counts["read"] += 1
        try:
            arrival = self._arrival(record)
            self.counts["new" if self._receive(arrival, record) else "repeated"] += 1
        except Unreadable as reason:
            self.counts["quarantined" if self._hold(record, reason) else "repeated"] += 1

    def _hold(self, record: RawRecord, reason: Unreadable) -> bool:
        """Keep the record at once: the same bytes may stand in the file twice."""
        with writing_in(LiveBook()):
            return hold(self.run, self.table, record, self.mapping, reason, at=self.at)

    def _arrival(self, record: RawRecord) -> Arrival:
        if record.cells is None:
            raise unreadable_record(record.problem or "undecodable")
        return read_row(record.cells, self.mapping, self.run.channel.code, now=self.at)

    def _receive(self, arrival: Arrival, record: RawRecord) -> bool:
        channel = channel_of(self.run.channel, arrival)
        try:
            received = receive(arrival, channel=channel, by=self._by, at=self.at, raw=record.raw)
        except Refused as changed:
            raise Unreadable("changed_content", changed.field, str(changed)) from changed
        if received.is_new:
            register(received.contact, by=self._by, at=self.at, place=arrival.place)
        return received.is_new


def _take(intake: _Intake, progress: Progress) -> None:
    records = iter(intake.table)
    while rows := list(islice(records, ROWS_AT_ONCE)):
        with transaction.atomic():
            _take_rows(intake, rows)
            _count(intake.run, position=intake.table.position, **intake.counts)
        progress(intake.run)


def _take_rows(intake: _Intake, rows: Sequence[RawRecord]) -> None:
    """Take rows together; one by one when another process stored one of them meanwhile."""
    before = dict(intake.counts)
    batch = BatchBook()
    try:
        with transaction.atomic():
            with writing_in(batch):
                _take_each(intake, rows)
            batch.store()
    except IntegrityError:
        intake.counts = before
        _take_each(intake, rows)


def _take_each(intake: _Intake, rows: Sequence[RawRecord]) -> None:
    for record in rows:
        intake.take(record)


def _try(intake: _Intake, progress: Progress) -> None:
    try:
        with transaction.atomic():
            _take(intake, progress)
            raise _TrialEnded
    except _TrialEnded:
        return


def _count(run: ImportRun, **facts: object) -> None:
    book().write(Writing(changes=[(run, facts)]))
