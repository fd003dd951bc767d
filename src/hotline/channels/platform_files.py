"""A superior's platform whose work orders come as files: tables, Word forms, zips of both.

A file in the road's `in` folder is read once it no longer changes; every matter of it is a message
of its own, and what cannot be read as a whole is held byte for byte. Results go into files in the
form that the platform wants (`result_files.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from hotline.channels.result_files import written
from hotline.channels.road_folder import (
    DONE,
    FAILED,
    LARGEST,
    arrived,
    content_of,
    folder_of,
    put_away,
)
from hotline.channels.shape import NothingToSend, Original, Sent, Setting
from hotline.documents.raw_records import UnreadableFile
from hotline.documents.work_orders import order_from, read_orders
from hotline.records.models import Delivery, ImportMapping, Road
from hotline.records.sealing import digest
from hotline.rules.arrivals import Unreadable, read_row, unreadable_record
from hotline.rules.column_mapping import ColumnMapping, MappingError, mapping_for, mapping_from
from hotline.rules.roads import Incoming, IncomingFile

WHOLE = "这是整个文件，里面的工单要逐件读取；请下载改好后重新上传。"


class PlatformFiles:
    """Reads work orders out of files, writes results into files."""

    name = "文件交换"
    fetches = True
    sends = True
    settings: tuple[Setting, ...] = (
        Setting(
            "folder",
            "子目录",
            "在交换目录（HOTLINE_ROAD_FILES）下；其中 in 收、out 发、done 已收、failed 读不出。",
            required=False,
        ),
        Setting(
            "mapping",
            "列对应表",
            "填写“基础数据 · 列对应表”中的代码；不填则按表头认。",
            required=False,
        ),
        Setting(
            "kinds",
            "回传哪些",
            choices=(("results", "只回传结果、不予受理和撤销"), ("all", "受理和进展也回传")),
            default="results",
            required=False,
        ),
        Setting(
            "every",
            "自动生成结果文件",
            choices=(("hand", "不自动，由人生成"), ("hour", "每小时"), ("day", "每天一次")),
            default="hand",
            required=False,
        ),
    )

    def read(self, road: Road, raw: bytes) -> Incoming:
        """One work order."""
        order = order_from(raw)
        if order is None:
            raise _of_whole_file(raw)
        if order.cells is None:
            raise unreadable_record(order.problem or "undecodable")
        mapping = _mapping(road, list(order.cells))
        channel = road.channel.code if road.channel is not None else ""
        arrival = read_row(order.cells, mapping, channel)
        about = arrival.external_number or arrival.key
        files = tuple(IncomingFile(name, content) for name, content in order.files)
        return Incoming(arrival.key, "new", about, arrival, files=files)

    def fetch(self, road: Road, *, at: datetime) -> Iterator[Original]:
        """The work orders of every whole file; it is put away once all of them are kept."""
        for path in arrived(road, at):
            content = content_of(path)
            if content is None:
                if path.exists() and path.lstat().st_size > LARGEST:
                    put_away(road, path, FAILED, at)
                continue
            called = digest(content).hex()
            try:
                orders = read_orders(content, path.name)
            except UnreadableFile:
                yield Original(content, f"file:{called}")
                put_away(road, path, FAILED, at)
                continue
            for number, order in enumerate(orders, start=1):
                yield Original(order.as_bytes(), f"row:{called[:32]}:{number}")
            put_away(road, path, DONE, at)

    def send(self, road: Road, row: Delivery, *, at: datetime) -> Sent:
        """One result in a file of its own, where a person asks for it again."""
        file = written(road, [row], at=at)
        if file is None:
            raise NothingToSend("这个平台只要办理结果。")
        return Sent(file.content, file.name)

    def try_connection(self, road: Road, *, at: datetime) -> str:
        """Whether the folder can be used."""
        waiting = sum(1 for _ in arrived(road, at))
        return f"交换目录 {folder_of(road).name} 可以使用，现有 {waiting} 个文件等待读取。"


def _mapping(road: Road, header: list[str]) -> ColumnMapping:
    code = str(road.settings.get("mapping") or "")
    try:
        if not code:
            return mapping_for(header)
        kept = ImportMapping.objects.filter(code=code).first()
        if kept is None:
            raise MappingError(f"没有代码为“{code}”的列对应表，请核对线路设置。")
        return mapping_from(kept.columns)
    except MappingError as wrong:
        raise Unreadable("mapping", "", str(wrong)) from wrong


def _of_whole_file(raw: bytes) -> Unreadable:
    """Why the file itself cannot be taken."""
    try:
        read_orders(raw, "文件")
    except UnreadableFile as wrong:
        return Unreadable("unreadable_file", "", str(wrong))
    return Unreadable("whole_file", "", WHOLE)
