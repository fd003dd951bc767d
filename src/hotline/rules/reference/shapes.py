"""The one small shape of a table of reference data: its columns, how a cell is written and read.

Facts are a mapping of column names to plain values (text, number, yes or no, list of texts); a
reference is the code of the row that it means, and empty for none. A cell is the same as text, in a
form of a screen or in a file: `010214 环境卫生` for a reference, `甲、乙` for a list.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

Facts = dict[str, Any]
# For each table that columns refer to, its codes and what each is called.
Known = Mapping[str, Mapping[str, str]]
Fault = tuple[str, str]

TEXT, LONG, NUMBER, YES_NO, CHOICE, LIST, REFERENCE, REFERENCES, DAY = (
    *("text", "long", "number", "yes_no", "choice", "list", "reference", "references", "day"),
)
YES, NO = "是", "否"
JOINT = "、"
PARTED = re.compile(r"[、，,;；\n]+")
CODE = re.compile(r"[a-z][a-z0-9_]{1,39}")
CODE_ADVICE = "代码请用小写英文字母开头，只含小写字母、数字和下划线，2 至 40 个字"
MOST = 1_000_000


class Unreadable(ValueError):
    """A cell cannot be read; its text says in Chinese what is wanted."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it is called, what its cells hold, and what is asked of them."""

    name: str
    label: str
    holds: str = TEXT
    needed: bool = False
    limit: int = 100
    choices: Mapping[str, str] = field(default_factory=dict)
    table: str = ""
    help: str = ""
    is_listed: bool = True
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Shape:
    """One table: its columns, by which of them a row is known, and what it is for.

    `keys` are the columns that make a row's key; they are never changed. A table that `is_dated`
    keeps each version of a row as a row of its own; the others keep one row and its history.
    `checks` look at the facts of one row and yield the column and the sentence of what is wrong.
    """

    code: str
    name: str
    purpose: str
    columns: tuple[Column, ...]
    keys: tuple[str, ...] = ("code",)
    is_dated: bool = False
    title: str = "name"
    icon: str = "list"
    empty: str = "还没有条目。"
    checks: tuple[Callable[[Facts], Iterator[Fault]], ...] = ()

    def key_of(self, facts: Mapping[str, Any]) -> str:
        """The key of a row; what is left open is written as a dash."""
        return ".".join(str(facts[name]) or "-" for name in self.keys)

    def title_of(self, facts: Mapping[str, Any], known: Known) -> str:
        """How a row is called."""
        if self.title:
            return str(facts[self.title])
        named = (column for column in self.columns if column.name in self.keys)
        return " · ".join(shown(column, facts[column.name], known) for column in named)

    def column(self, name: str) -> Column:
        """The column of this name."""
        return next(column for column in self.columns if column.name == name)

    def faults(self, facts: Facts, known: Known) -> Iterator[Fault]:
        """Everything wrong with the facts of one row, by column."""
        for column in self.columns:
            yield from _faults_of(column, facts[column.name], known)
        for check in self.checks:
            yield from check(facts)


def shown(column: Column, value: Any, known: Known) -> str:
    """A value as a person reads it: names in place of codes."""
    if value in ("", None, []):
        return column.empty or "—"
    if column.holds == REFERENCE:
        return known[column.table].get(value, str(value))
    return cell_of(column, value, known)


def cell_of(column: Column, value: Any, known: Known) -> str:
    """A value as the text of a cell, which `value_of` reads back."""
    if value is None:
        return ""
    if column.holds == YES_NO:
        return YES if value else NO
    if column.holds == CHOICE:
        return column.choices.get(value, value)
    if column.holds in (LIST, REFERENCES):
        return JOINT.join(value)
    if column.holds == REFERENCE and value:
        return f"{value} {known[column.table].get(value, '')}".strip()
    return str(value)


def value_of(column: Column, text: str, known: Known) -> Any:
    """The value that a cell means; raises Unreadable."""
    text = text.strip()
    readers: dict[str, Callable[[], Any]] = {
        NUMBER: lambda: _number(column, text),
        YES_NO: lambda: _yes_no(column, text),
        CHOICE: lambda: _choice(column, text),
        LIST: lambda: _parts(text),
        REFERENCES: lambda: [_reference(column, part, known) for part in _parts(text)],
        REFERENCE: lambda: _reference(column, text, known),
        DAY: lambda: _day(column, text),
    }
    return readers.get(column.holds, lambda: text.replace("\r\n", "\n"))()


def _parts(text: str) -> list[str]:
    return list(dict.fromkeys(filter(None, map(str.strip, PARTED.split(text)))))


def _number(column: Column, text: str) -> int:
    if not text and not column.needed:
        return 0
    if not re.fullmatch(r"\d{1,7}", text) or int(text) > MOST:
        raise Unreadable(f"“{column.label}”应为 0 至 {MOST} 的整数，例如 10。")
    return int(text)


def _yes_no(column: Column, text: str) -> bool:
    if text in ("", NO, "no", "False"):
        return False
    if text in (YES, "yes", "on", "True"):
        return True
    raise Unreadable(f"“{column.label}”请写“是”或“否”。")


def _choice(column: Column, text: str) -> str:
    if not text or text in column.choices:
        return text
    codes = [code for code, name in column.choices.items() if text in (name, column.empty)]
    if text == column.empty:
        return ""
    if not codes:
        raise Unreadable(
            f"“{column.label}”没有“{text}”；可用的有：{JOINT.join(column.choices.values())}。"
        )
    return codes[0]


def _reference(column: Column, text: str, known: Known) -> str:
    rows = known[column.table]
    if not text or text == column.empty:
        return ""
    code = text.split(" ", 1)[0]
    if code in rows:
        return code
    called = [key for key, name in rows.items() if name == text]
    if len(called) != 1:
        problem = "有几个叫" if called else "没有叫"
        raise Unreadable(f"“{column.label}”{problem}“{text}”的条目；请写代码。")
    return called[0]


def _day(column: Column, text: str) -> str:
    parts = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: 00:00:00)?", text)
    try:
        return date(*map(int, parts.groups())).isoformat() if parts else _no_day(column, text)
    except ValueError:
        return _no_day(column, text)


def _no_day(column: Column, text: str) -> str:
    raise Unreadable(f"“{column.label}”的“{text}”不是日期；请写成 2026-01-31。")


def _faults_of(column: Column, value: Any, known: Known) -> Iterator[Fault]:
    if column.needed and value in ("", None, []):
        yield column.name, f"请填写“{column.label}”。"
    elif isinstance(value, str):
        yield from _faults_of_text(column, value, known)
    elif isinstance(value, list) and any(len(each) > column.limit for each in value):
        yield column.name, f"“{column.label}”中每一项最多 {column.limit} 个字，请删减。"


def _faults_of_text(column: Column, value: str, known: Known) -> Iterator[Fault]:
    if len(value) > column.limit:
        yield (
            column.name,
            f"“{column.label}”最多 {column.limit} 个字，现有 {len(value)} 个字；请删减。",
        )
    if "\0" in value:
        yield column.name, f"“{column.label}”里有看不见的空字符，请删去后重新填写。"
    if column.name == "code" and value and not CODE.fullmatch(value):
        yield column.name, f"{CODE_ADVICE}。"
    if column.holds == REFERENCE and value and value not in known[column.table]:
        yield column.name, f"“{column.label}”没有代码为“{value}”的条目，请另选。"
