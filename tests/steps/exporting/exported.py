"""What the tests of exports stand on: an order, its file read back, a storage that is full."""

from __future__ import annotations

import csv
import errno
import io
from datetime import UTC, datetime
from typing import Any

from django.core.files.storage import InMemoryStorage

from hotline.records.export_content import pieces_of
from hotline.records.models import Export, Staff
from hotline.steps.exporting.lists import LISTS
from hotline.steps.exporting.order_export import Order, order_export
from hotline.steps.exporting.write_export import write_export


class FullDisk(InMemoryStorage):
    """A disk with no room left."""

    def _save(self, name: str, content: Any) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")


def now() -> datetime:
    return datetime.now(UTC)


def ordered(by: Staff, code: str = "cases", **facts: Any) -> Export:
    told = {"asked": {}, "told": "", "columns": ["number", "title"], "format": "csv", **facts}
    return order_export(LISTS[code], Order(**told), by=by, at=now())


def written(by: Staff, code: str = "cases", **facts: Any) -> Export:
    """An order that the worker has done, as it is stored."""
    return done(ordered(by, code, **facts))


def done(row: Export) -> Export:
    write_export(fresh(row), at=now())
    return fresh(row)


def fresh(row: Export) -> Export:
    """The order as the worker reads it."""
    return Export.objects.select_related("by").get(pk=row.pk)


def rows_of(row: Export) -> list[list[str]]:
    """The rows of a CSV file, without its last one, which is the mark."""
    text = b"".join(pieces_of(row)).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))[:-1]
