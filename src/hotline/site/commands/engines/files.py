"""Files that the engines' commands read and write: CSV with a header, and lines of JSON."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from io import StringIO
from pathlib import Path
from typing import Any

import click

from hotline.engines.messages import Message, message_of
from hotline.site.refusals import WrongUsageError

LONGEST_FIELD = 10_000_000


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


def json_lines() -> Iterator[dict[str, Any]]:
    """The objects of standard input, a line each; a bare string counts as its text. What cannot be
    read is refused with its line's number; half a character becomes a question mark."""
    for number, line in enumerate(sys.stdin.buffer, 1):
        if not line.strip():
            continue
        try:
            value = json.loads(_decoded(line))
        except (ValueError, RecursionError) as error:
            raise WrongUsageError(f"第 {number} 行不是 JSON / line {number} is not JSON") from error
        if isinstance(value, str):
            value = {"text": value}
        if not isinstance(value, dict):
            raise WrongUsageError(
                f"第 {number} 行应为对象或字符串 / line {number} must be an object or a string"
            )
        yield {
            name: _whole(each) if isinstance(each, str) else each for name, each in value.items()
        }


def _whole(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def say_lines(rows: Iterable[Mapping[str, Any]]) -> None:
    """Write lines of JSON."""
    for row in rows:
        click.echo(json.dumps(row, ensure_ascii=False))


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030", errors="replace")
