"""Files that the engines' commands read and write: CSV with a header, and lines of JSON."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from io import StringIO, TextIOWrapper
from pathlib import Path
from typing import Any

import click

from hotline.engines.messages import Message
from hotline.site.refusals import WrongUsageError

LONGEST_FIELD = 10_000_000
MOMENTS = ("%Y/%m/%d %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y-%m-%d", "%Y/%m/%d")


def csv_rows(path: Path, *wanted: str) -> list[dict[str, str]]:
    """The rows of a CSV file in UTF-8 or GB18030; refused where a wanted column is missing."""
    csv.field_size_limit(LONGEST_FIELD)
    reader = csv.DictReader(StringIO(_decoded(path.read_bytes()), newline=""))
    missing = [name for name in wanted if name not in (reader.fieldnames or ())]
    if missing:
        raise WrongUsageError(f"{path.name} 缺少列：{'、'.join(missing)} / missing columns")
    return [{name: value or "" for name, value in row.items() if name} for row in reader]


def messages_of(path: Path) -> list[Message]:
    """The messages of a CSV file with the columns id, title and what there is of text, time, user,
    place, likes and against."""
    return [message_of(row) for row in csv_rows(path, "id", "title")]


def message_of(row: Mapping[str, str]) -> Message:
    """One message; a time that cannot be read counts as unknown."""
    return Message(
        id=row["id"],
        title=row.get("title", ""),
        text=row.get("text", ""),
        at=moment_of(row.get("time", "")),
        caller=row.get("user", ""),
        place=row.get("place", ""),
        likes=count_of(row.get("likes", "")),
        against=count_of(row.get("against", "")),
    )


def count_of(text: str) -> int:
    """A count as files write it; what is none counts as 0."""
    return int(text) if text.strip().isdecimal() else 0


def moment_of(text: str) -> datetime | None:
    """A moment as files write it, without a zone."""
    for form in MOMENTS:
        try:
            return datetime.strptime(text.strip(), form)  # noqa: DTZ007 - files know no zone
        except ValueError:
            continue
    return None


def json_lines(stream: Any = None) -> Iterator[dict[str, Any]]:
    """The objects of standard input, a line each; a bare string counts as its text. What cannot be
    read is refused with its line's number."""
    source = stream or TextIOWrapper(sys.stdin.buffer, encoding="utf-8")
    for number, line in enumerate(source, 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except ValueError as error:
            raise WrongUsageError(f"第 {number} 行不是 JSON / line {number} is not JSON") from error
        if isinstance(value, str):
            value = {"text": value}
        if not isinstance(value, dict):
            raise WrongUsageError(
                f"第 {number} 行应为对象或字符串 / line {number} must be an object or a string"
            )
        yield value


def say_lines(rows: Iterable[Mapping[str, Any]]) -> None:
    """Write lines of JSON."""
    for row in rows:
        click.echo(json.dumps(row, ensure_ascii=False))


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030", errors="replace")
