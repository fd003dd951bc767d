"""What a row of an arrivals file says: one citizen's message, or the reason why it cannot be read.

A file in a superior platform's own form becomes `Arrival` values by a `ColumnMapping`. Nothing is
guessed and nothing is repaired in silence: a row that is not plainly right raises `Unreadable`, and
its sentence says in Chinese which column is wrong and what to do. No sentence quotes a cell, so it
can be shown and logged without giving away what a citizen wrote.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from hotline.rules.arrival_times import time_of
from hotline.rules.column_mapping import FIELD_NAMES, ColumnMapping

KEY_LIMIT = 200
TEXT_LIMIT = 100_000
LIMITS = {
    "text": TEXT_LIMIT,
    "external_number": KEY_LIMIT,
    "title": 500,
    "board": 100,
    "sender_name": 100,
    "sender_phone": 50,
    "sender_account": 100,
    "place": 500,
    "kind": 50,
    "topic": 200,
}
TOO_LONG = {"text": "text_too_long", "external_number": "key_too_long"}
SHOWN_IN_TABLES = ("title", "text", "sender_name")
CLOCK_TOLERANCE = timedelta(minutes=10)

_FORMULA_FIRST = ("=", "+", "-", "@", "\t", "\r")
_PLAIN_NUMBER = re.compile(r"[+-]?[0-9][0-9 ,]*(\.[0-9]+)?")
_SURROGATE = re.compile("[\ud800-\udfff]")
_BOM = "\ufeff"

SENTENCES = {
    "missing_text": "{name}是空的。请补上诉求内容后重试。",
    "missing_time": "{name}是空的。请补上来件时间，例如 2020-02-09 08:05。",
    "missing_key": "{name}都是空的，无法判断是否重复。请至少填写一列。",
    "impossible_date": "{name}不是真实的日期时间。请改成 2020-02-09 08:05 这样的写法。",
    "date_in_future": "{name}晚于现在。请核对年份和日期后重试。",
    "text_too_long": "{name}超过 {limit} 个字。请删去无关内容，或把全文作为附件。",
    "field_too_long": "{name}超过 {limit} 个字。请缩短，或核对列是否对错了位置。",
    "key_too_long": "{name}超过 {limit} 个字，不能用来判断重复。请核对编号列是否选对。",
    "formula_like": "{name}以 =、+、-、@ 或制表符、回车开头，像是公式。请删去开头的符号后重试。",
    "nul_character": "{name}里有空字符（NUL），不能保存。请删去后重试。",
    "lone_surrogate": "{name}里有残缺的字符（半个代理码）。请删去后重试，或重新导出这一行。",
    "bom_inside": "{name}开头混入了文件标记（BOM），多半是把两个文件接在了一起。请删去后重试。",
    "header_missing": "表里没有{name}。请核对表头，或改正列对应表。",
    "undecodable": "这一行的文字编码与整个文件不同，读不出来。请把这一行另存为 UTF-8 后重试。",
    "wrong_column_count": "这一行的列数与表头不同。请补齐或删去多余的逗号，含逗号的内容加双引号。",
    "unbalanced_quote": "这一行的双引号不成对。请补上缺少的双引号，内容里的双引号要写成两个。",
    "record_too_long": "这一行超过 4 MB。请核对是否缺少换行，或把大段内容作为附件。",
}


class Unreadable(ValueError):
    """Why a row cannot be taken: a stable `code`, the `field` (may be ""), a Chinese sentence."""

    def __init__(self, code: str, field: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.field = field
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Arrival:
    """One message as it came in from another system, before anything is decided about it.

    `key` (at most 200 characters) is the same for the same message however often it is sent, within
    its `channel`. Times are aware, in Asia/Shanghai. Text that was not given is "".
    """

    channel: str
    key: str
    text: str
    arrived_at: datetime
    external_number: str = ""
    external_due_at: datetime | None = None
    board: str = ""
    title: str = ""
    sender_name: str = ""
    sender_phone: str = ""
    sender_account: str = ""
    place: str = ""
    kind: str = ""
    topic: str = ""


def read_row(
    cells: Mapping[str, str], mapping: ColumnMapping, channel: str, *, now: datetime | None = None
) -> Arrival:
    """The arrival that a row (column name → cell) stands for.

    `now` (aware), when given, refuses times later than it; ten minutes of clock difference pass.

    Raises:
        Unreadable: with the first thing that is wrong.
    """
    values = {field: _value(cells, mapping, field) for field in FIELD_NAMES}
    text = _required(values["text"], mapping, "text", "missing_text")
    arrived_at = _arrived_at(values["arrived_at"], mapping, now)
    key = _key(cells, mapping, values["external_number"]) or _digest(channel, text, arrived_at)
    return Arrival(
        channel=channel,
        key=key,
        text=text,
        arrived_at=arrived_at,
        external_number=values["external_number"],
        external_due_at=_due_at(values["external_due_at"], mapping),
        board=values["board"],
        title=values["title"],
        sender_name=values["sender_name"],
        sender_phone=values["sender_phone"],
        sender_account=values["sender_account"],
        place=values["place"],
        kind=values["kind"],
        topic=values["topic"],
    )


def explain(code: str, name: str = "这一行", limit: int = TEXT_LIMIT) -> str:
    """The Chinese sentence for a reason code: what is wrong with `name`, and what to do.

    `limit` is the number of characters allowed, for the codes that speak of one.

    Raises:
        KeyError: no such code (the codes are the keys of `SENTENCES`).
    """
    return SENTENCES[code].format(name=name, limit=limit)


def unreadable_record(problem: str) -> Unreadable:
    """A record's own problem (found while the file was split) as an `Unreadable` without field."""
    return Unreadable(problem, "", explain(problem))


def _value(cells: Mapping[str, str], mapping: ColumnMapping, field: str) -> str:
    column = mapping.columns.get(field)
    if column is None:
        return mapping.defaults.get(field, "")
    cell = _cell(cells, column, field)
    if field in SHOWN_IN_TABLES and _is_formula_like(cell):
        raise _fault("formula_like", field, column)
    value = cell.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(value) > LIMITS.get(field, KEY_LIMIT):
        raise _fault(TOO_LONG.get(field, "field_too_long"), field, column)
    return value or mapping.defaults.get(field, "")


def _cell(cells: Mapping[str, str], column: str, field: str) -> str:
    """One cell whose characters can all be stored and shown."""
    if column not in cells:
        raise _fault("header_missing", field, column)
    cell = cells[column]
    if "\0" in cell:
        raise _fault("nul_character", field, column)
    if _SURROGATE.search(cell):
        raise _fault("lone_surrogate", field, column)
    if cell.startswith(_BOM):
        raise _fault("bom_inside", field, column)
    return cell


def _is_formula_like(cell: str) -> bool:
    """Whether a spreadsheet could run the cell (OWASP, CSV injection); plain numbers may pass."""
    stripped = cell.strip()
    starts = cell.startswith(_FORMULA_FIRST) or stripped.startswith(_FORMULA_FIRST)
    return starts and _PLAIN_NUMBER.fullmatch(stripped) is None


def _required(value: str, mapping: ColumnMapping, field: str, code: str) -> str:
    if not value:
        raise _fault(code, field, mapping.columns[field])
    return value


def _arrived_at(value: str, mapping: ColumnMapping, now: datetime | None) -> datetime:
    value = _required(value, mapping, "arrived_at", "missing_time")
    arrived_at = _time(value, mapping, "arrived_at")
    if now is not None and arrived_at > now + CLOCK_TOLERANCE:
        raise _fault("date_in_future", "arrived_at", mapping.columns["arrived_at"])
    return arrived_at


def _due_at(value: str, mapping: ColumnMapping) -> datetime | None:
    """A superior's deadline; a bare day lasts until its end."""
    return _time(value, mapping, "external_due_at", end_of_day=True) if value else None


def _time(value: str, mapping: ColumnMapping, field: str, *, end_of_day: bool = False) -> datetime:
    try:
        return time_of(value, mapping.date_formats, end_of_day=end_of_day)
    except ValueError as error:
        raise _fault("impossible_date", field, mapping.columns[field]) from error


def _key(cells: Mapping[str, str], mapping: ColumnMapping, external_number: str) -> str:
    """The key that the file itself gives, or "" when it gives none."""
    if not mapping.key:
        return external_number
    parts = [_cell(cells, column, "key").strip() for column in mapping.key]
    name = "、".join(mapping.key)
    if not any(parts):
        raise _fault("missing_key", "key", name)
    key = _joined(parts)
    if len(key) > KEY_LIMIT:
        raise _fault("key_too_long", "key", name)
    return key


def _joined(parts: list[str]) -> str:
    """Several cells as one key, such that different cells never give the same key."""
    if len(parts) == 1:
        return parts[0]
    return "/".join(part.replace("\\", "\\\\").replace("/", "\\/") for part in parts)


def _digest(channel: str, text: str, arrived_at: datetime) -> str:
    """A key for a message without a number: the same words at the same moment are the same."""
    whole = "\0".join((channel, arrived_at.isoformat(), text))
    return "sha256:" + hashlib.sha256(whole.encode()).hexdigest()


def _fault(code: str, field: str, column: str) -> Unreadable:
    return Unreadable(code, field, explain(code, f"“{column}”列", LIMITS.get(field, KEY_LIMIT)))
