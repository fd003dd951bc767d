"""Write an export: the worker makes the file in the scope of who ordered it, row by row."""

from __future__ import annotations

import errno
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from hotline.documents.long_tables import Head, LongCsv, LongTable
from hotline.documents.long_workbook import LongWorkbook
from hotline.records.models import Export
from hotline.records.queries.reference import office
from hotline.records.scope import scoped_for
from hotline.rules.hearing import Audience, Word
from hotline.steps.exporting.listing import Column, Listing
from hotline.steps.exporting.lists import NoList, list_called
from hotline.steps.exporting.order_export import export_entry
from hotline.steps.exporting.sealed_parts import SealedParts, drop_parts
from hotline.steps.moving import Refused
from hotline.steps.storing.book import LostRace, Writing, book

DISK_FULL = "存放导出文件的磁盘已满，没有导出。请告知系统管理员清理磁盘，然后重新导出。"
NOT_STORED = "导出文件存不进去，没有导出。请告知系统管理员检查存放目录，然后重新导出。"
BROKEN = "生成文件时出错，没有导出。请稍后重新导出；再次出错请告知系统管理员。"
SHUT = "您的权限已有变动，不能再导出这个列表。"
GONE = "列表已不存在，没有导出。请回到列表重新导出。"
FOR_WORK = "热线内部工作"
FULL = (errno.ENOSPC, errno.EDQUOT)


class Stopped(Exception):
    """The person cancelled it."""


def write_export(row: Export, *, at: datetime) -> Export:
    """Make the file; an order that is ended stays as it is, one half done begins anew.

    So a job that is done again, also after its worker was killed, gives every row once.
    """
    if row.finished_at is not None:
        return row
    try:
        _write(row, at)
    except (Stopped, LostRace):
        drop_parts(row)
        row.refresh_from_db()
    except Refused as refusal:
        _fail(row, str(refusal), at)
    except NoList:
        _fail(row, GONE, at)
    except OSError as error:
        _fail(row, DISK_FULL if error.errno in FULL else NOT_STORED, at)
    except Exception:
        _fail(row, BROKEN, at)
        raise
    return row


def _write(row: Export, at: datetime) -> None:
    listing = list_called(row.list)
    if not listing.is_for(row.by):
        raise Refused("list", SHUT)
    _tell(row, status="running", started_at=timezone.now(), done=0, expected=0)
    most = settings.HOTLINE_EXPORT_ROWS
    with scoped_for(row.by):
        expected = listing.source.count(row.by, row.asked, at, most + 1)
    _within(expected, most)
    _tell(row, expected=expected)
    drop_parts(row)
    stream = SealedParts(row)
    columns = listing.chosen(row.columns)
    table = _table(row, listing, columns, stream, at)
    _rows(row, listing, columns, table, at)
    table.close()
    _finish(row, listing, stream)


def _rows(
    row: Export, listing: Listing, columns: Sequence[Column], table: LongTable, at: datetime
) -> None:
    """Every row in the person's own scope, telling how far it is; stops where it is cancelled."""
    done = 0
    with scoped_for(row.by):
        for page in listing.source.pages(row.by, row.asked, at, columns):
            table.add([[column.show(each, row.by) for column in columns] for each in page])
            done += len(page)
            _within(done, settings.HOTLINE_EXPORT_ROWS)
            _tell(row, done=done)


def _within(rows: int, most: int) -> None:
    if rows > most:
        raise Refused("list", f"超过一次导出的上限 {most} 行，没有导出。请缩小筛选范围，分次导出。")


def _table(
    row: Export, listing: Listing, columns: Sequence[Column], stream: SealedParts, at: datetime
) -> LongTable:
    """The file of the wanted kind, begun, with the mark by which a copy is traced."""
    unit = row.by.department.name if row.by.department else office().hotline_name
    mark = (
        f"由 {unit} {row.by.name}（{row.by.username}）于 {timezone.localtime(at):%Y-%m-%d %H:%M} "
        f"导出，仅供{row.purpose or FOR_WORK}使用，不得外传，编号 {row.number}"
    )
    head = Head(
        listing.name, [column.label for column in columns], mark, row.number, row.by.name, at
    )
    return LongCsv(stream, head) if row.format == "csv" else LongWorkbook(stream, head)


def _finish(row: Export, listing: Listing, stream: SealedParts) -> None:
    """The file is there: said to the person, and in the journal with its rows and digest."""
    digest = stream.finish()
    row.status = "finished"
    now = timezone.now()
    facts = {
        "status": "finished",
        "finished_at": now,
        "parts": stream.parts,
        "size": stream.size,
        "digest": digest,
    }
    entry = export_entry("write_export", row, listing, by=row.by, at=now, SM3=digest.hex())
    book().write(Writing(rows=[entry], changes=[(row, facts)], words=[_word(row, "finished")]))


def _fail(row: Export, problem: str, at: datetime) -> None:
    """What could not be written is said, with what to do, and leaves nothing behind."""
    with suppress(OSError):  # where the storage itself fails, the nightly job comes back to it
        drop_parts(row)
    facts = {"status": "failed", "problem": problem, "finished_at": at}
    with suppress(LostRace):  # cancelled at the last moment
        book().write(Writing(changes=[(row, facts)], words=[_word(row, "failed")]))


def _word(row: Export, status: str) -> Word:
    told = {"export": str(row.pk), "status": status}
    return Audience(staff=frozenset({row.by_id})), "export", told


def _tell(row: Export, **facts: Any) -> None:
    """How far it is, unless it was cancelled meanwhile."""
    if not Export.objects.filter(pk=row.pk, finished_at=None).exists():
        raise Stopped
    book().write(Writing(changes=[(row, facts)]))
