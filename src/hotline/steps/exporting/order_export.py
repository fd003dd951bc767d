"""Order an export: who wants which list, narrowed how, in which columns, and what for."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from hotline.records.identity import new_id
from hotline.records.models import Export, Staff, StaffEntry
from hotline.rules.masking import mask_text
from hotline.rules.permits import NotPermitted
from hotline.steps.exporting.listing import Asked, Listing
from hotline.steps.moving import Refused
from hotline.steps.setup.staff_moving import staff_entry
from hotline.steps.storing.book import Writing, book

JOB = "write_export"
FORMATS = {"xlsx": "Excel", "csv": "CSV"}
MOST_OPEN = 3
SHORTEST_PURPOSE, LONGEST_PURPOSE = 4, 100
LONGEST_TOLD = 500


@dataclass(frozen=True, slots=True)
class Order:
    """What a person asks for; `asked` is the list's own query, `told` says it in words."""

    asked: Asked
    told: str
    columns: Sequence[str]
    format: str
    purpose: str = ""


def order_export(listing: Listing, order: Order, *, by: Staff, at: datetime) -> Export:
    """Keep the order, its entry in the journal and the job that writes the file."""
    if not listing.is_for(by):
        raise NotPermitted(listing.permits[0])
    columns = listing.chosen(order.columns)
    purpose = mask_text(" ".join(order.purpose.split()))[:LONGEST_PURPOSE]
    if order.format not in FORMATS:
        raise Refused("format", "请选择 Excel 或 CSV。")
    if not columns:
        raise Refused("columns", "请至少选择一列。")
    if len(purpose) < SHORTEST_PURPOSE and any(column.is_personal for column in columns):
        raise Refused("purpose", "所选的列含个人信息，请写明用途，例如“回访质量抽查”。")
    if Export.objects.filter(by=by, finished_at=None).count() >= MOST_OPEN:
        raise Refused(
            "format", f"您已有 {MOST_OPEN} 个导出在排队，请等它们完成，或在“我的导出”中取消。"
        )
    identity = new_id()
    row = Export(
        id=identity,
        number=_number(identity, at),
        by=by,
        list=listing.code,
        asked={name: text for name, text in order.asked.items() if text},
        told=order.told[:LONGEST_TOLD],
        columns=[column.code for column in columns],
        format=order.format,
        purpose=purpose,
        ordered_at=at,
    )
    entry = export_entry("order_export", row, listing, by=by, at=at)
    book().write(Writing(rows=[row, entry], jobs=[(JOB, {"export": str(row.pk)})]))
    return row


def _number(identity: UUID, at: datetime) -> str:
    """What the file is called by; its end cannot be guessed."""
    end = base64.b32encode(identity.bytes[-5:]).decode()
    return f"DC{timezone.localtime(at):%Y%m%d}-{end}"


def export_entry(
    verb: str, row: Export, listing: Listing, *, by: Staff, at: datetime, **facts: str
) -> StaffEntry:
    """The entry of one thing that was done with an export, with all that tells which it was."""
    labels = [column.label for column in listing.chosen(row.columns)]
    asked = {
        "编号": row.number,
        "列表": listing.name,
        "筛选": row.told,
        "格式": FORMATS[row.format],
        "列": "、".join(labels),
        "用途": row.purpose,
        **facts,
    }
    after: dict[str, object] = {"asked": {name: text for name, text in asked.items() if text}}
    if row.status == "finished":
        after["rows"] = row.done
    return staff_entry(verb, None, by=by, at=at, after=after)
