"""Quarantine: what cannot be read is kept as it came, sealed, until a person settles it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from hotline.documents.tables import RawRecord, Table, read_one
from hotline.records.identity import new_id
from hotline.records.models import Case, Channel, ImportRun, Quarantined, Reveal, Staff
from hotline.records.queries.reference import channels
from hotline.records.scope import everything
from hotline.records.sealing import digest, seal_bytes, unseal_bytes
from hotline.rules.arrivals import Arrival, Unreadable, read_row, unreadable_record
from hotline.rules.column_mapping import ColumnMapping, mapping_from
from hotline.steps.moving import TAKING_IN, Refused, on_behalf, permit
from hotline.steps.receive import receive
from hotline.steps.register import register
from hotline.steps.reveal import need_reason
from hotline.steps.storing.book import Writing, book

HELD, RELEASED, DISCARDED = "held", "released", "discarded"
ENCODINGS = ("utf-8", "gb18030", "utf-16-le", "utf-16-be")


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person mends: another encoding, or cells typed anew (column name to text)."""

    encoding: str = ""
    cells: Mapping[str, str] | None = None


def hold(
    run: ImportRun,
    table: Table,
    record: RawRecord,
    mapping: ColumnMapping,
    reason: Unreadable,
    *,
    at: datetime,
) -> bool:
    """Keep a record's bytes with the reason; False when these very bytes are kept already."""
    key = digest(record.raw).hex()
    if Quarantined.objects.filter(channel=run.channel, key=key).exists():
        return False
    row = new_id()
    kept = Quarantined(
        id=row,
        run=run,
        channel=run.channel,
        key=key,
        row=record.number,
        header=list(table.header),
        encoding=table.encoding,
        delimiter=table.delimiter,
        mapping=mapping_data(mapping),
        raw_sealed=seal_bytes("quarantined", "raw", row, record.raw),
        raw_size=len(record.raw),
        reason=reason.code,
        field=reason.field,
        detail=reason.detail[:500],
        held_at=at,
    )
    book().write(Writing(rows=[kept]))
    return True


def raw_of(kept: Quarantined) -> bytes:
    """The record's bytes exactly as they came."""
    return unseal_bytes("quarantined", "raw", kept.pk, kept.raw_sealed)


def cells_of(kept: Quarantined, encoding: str = "") -> dict[str, str] | None:
    """The record's cells, read with its own or another encoding; None where it does not read."""
    record = read_one(
        raw_of(kept), tuple(kept.header), encoding or kept.encoding, kept.delimiter or ","
    )
    return record.cells


def look(
    kept: Quarantined, *, reason: str, by: Staff, at: datetime, encoding: str = ""
) -> dict[str, str] | None:
    """The record's cells in full, for a person who is to mend them; the look is journaled first."""
    permit(by, "retry_quarantine")
    _need_known(encoding)
    seen = Reveal(quarantined=kept, field="record", reason=need_reason(reason), at=at, by=by)
    book().write(Writing(rows=[seen]))
    return cells_of(kept, encoding)


@everything()
def retry(kept: Quarantined, correction: Correction, *, by: Staff | None, at: datetime) -> Case:
    """Take the record in after correction; refused with the reason when it still cannot be read.

    The kept bytes stay as they came, whatever was corrected.
    """
    permit(by, "retry_quarantine")
    if kept.status != HELD:
        raise Refused("status", "这条记录已经处理过，请刷新页面。")
    _need_known(correction.encoding)
    arrival = _arrival(kept, correction, at)
    taker = on_behalf(by, *TAKING_IN)
    with transaction.atomic():
        received = receive(
            arrival, channel=channel_of(kept.channel, arrival), by=taker, at=at, raw=raw_of(kept)
        )
        contact = received.contact
        case = contact.case or register(contact, by=taker, at=at, place=arrival.place)
        _settle(kept, RELEASED, by, at, contact=contact)
    return case


def discard(kept: Quarantined, *, by: Staff | None, at: datetime) -> None:
    """Put aside a record that is no arrival at all; its bytes stay."""
    permit(by, "retry_quarantine")
    if kept.status != HELD:
        raise Refused("status", "这条记录已经处理过，请刷新页面。")
    _settle(kept, DISCARDED, by, at)


def _arrival(kept: Quarantined, correction: Correction, at: datetime) -> Arrival:
    mapping = mapping_from(kept.mapping)
    try:
        cells = correction.cells or cells_of(kept, correction.encoding)
        if cells is None:
            raise unreadable_record(kept.reason)
        return read_row(cells, mapping, kept.channel.code, now=at)
    except Unreadable as still:
        raise Refused(still.field or "encoding", still.detail) from still


def _need_known(encoding: str) -> None:
    if encoding not in ("", *ENCODINGS):
        raise Refused("encoding", "请选择 UTF-8、GB18030 或 UTF-16 编码。")


def _settle(
    kept: Quarantined, status: str, by: Staff | None, at: datetime, **facts: object
) -> None:
    settled = {"status": status, "settled_at": at, "settled_by": by, **facts}
    book().write(Writing(changes=[(kept, settled)]))


def channel_of(channel: Channel, arrival: Arrival) -> Channel:
    """The board of the channel that the arrival names, else the channel itself."""
    if arrival.board:
        for board in channels().values():
            if board.parent_id == channel.pk and arrival.board in (board.name, *board.aliases):
                return board
    return channel


def mapping_data(mapping: ColumnMapping) -> dict[str, object]:
    """A column mapping as JSON."""
    return {
        "columns": dict(mapping.columns),
        "defaults": dict(mapping.defaults),
        "date_formats": list(mapping.date_formats),
        "key": list(mapping.key),
    }
