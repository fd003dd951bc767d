"""Fetch an export: the file goes to who ordered it, if they may still have it; each time kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from hotline.records.export_content import pieces_of
from hotline.records.models import Export, Staff
from hotline.rules.permits import NotPermitted
from hotline.steps.exporting.lists import list_called
from hotline.steps.exporting.order_export import export_entry
from hotline.steps.moving import Refused
from hotline.steps.storing.book import Writing, book

NOT_THERE = "文件还没有生成，或已超过保存期限；请回到列表重新导出。"


def fetch_export(row: Export, *, by: Staff, at: datetime, address: str) -> Iterator[bytes]:
    """The file piece by piece; that it leaves, and to which address, is journaled before."""
    listing = list_called(row.list)
    if row.by_id != by.pk or not listing.is_for(by):
        raise NotPermitted(listing.permits[0])
    if row.status != "finished" or not row.parts:
        raise Refused("file", NOT_THERE)
    digest = bytes(row.digest or b"").hex()
    entry = export_entry("fetch_export", row, listing, by=by, at=at, 来自=address, SM3=digest)
    facts = {"fetched": row.fetched + 1, "fetched_at": at}
    book().write(Writing(rows=[entry], changes=[(row, facts)]))
    return pieces_of(row)
