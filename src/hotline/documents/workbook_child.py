"""The small program that opens a stranger's workbook, apart from the site and with little to lose.

Reads a workbook on standard input, writes its rows on standard output, each as one JSON line
`[number, [cell, ...]]`, and says how it went by its exit status. It limits its own memory, time and
output before the first byte is read; a workbook that asks for more only ends this process. It
imports nothing of the project, so that it can be run by its path.
"""

from __future__ import annotations

import io
import json
import resource
import sys
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from python_calamine import (
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

DONE, LOCKED, BROKEN, TOO_LARGE, TOO_MANY_ROWS, EMPTY = 0, 3, 4, 5, 6, 7

MEMORY_LIMIT = 512 * 1024 * 1024
CPU_SECONDS = 60
OUTPUT_LIMIT = 1024 * 1024 * 1024
ROW_LIMIT = 1_000_000

_HALF_SECOND = timedelta(milliseconds=500)


def main() -> int:
    """Convert the workbook; return the exit status."""
    _limit()
    try:
        return _write(load_workbook(io.BytesIO(sys.stdin.buffer.read())))
    except PasswordError:
        return LOCKED
    except (MemoryError, OSError):
        return TOO_LARGE
    except BaseException:  # a panic in the Rust reader is no Exception
        return BROKEN


def _limit() -> None:
    for what, most in (
        (resource.RLIMIT_AS, MEMORY_LIMIT),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, OUTPUT_LIMIT),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def _write(workbook: CalamineWorkbook) -> int:
    """Write the rows of the first sheet that shows any."""
    written = 0
    for sheet in _sheets(workbook):
        for number, cells in _rows(sheet):
            written += 1
            if written > ROW_LIMIT:
                return TOO_MANY_ROWS
            print(json.dumps([number, cells]))  # noqa: T201 this is its output
        if written:
            return DONE
    return EMPTY


def _sheets(workbook: CalamineWorkbook) -> Iterator[CalamineSheet]:
    for place, sheet in enumerate(workbook.sheets_metadata):
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible:
            yield workbook.get_sheet_by_index(place)


def _rows(sheet: CalamineSheet) -> Iterator[tuple[int, list[str]]]:
    """The rows with any text, each with its number as a spreadsheet shows it."""
    for number, row in enumerate(sheet.iter_rows(), start=1):
        cells = [cell_text(value) for value in row]
        if any(cells):
            yield number, cells


def cell_text(value: Any) -> str:
    """A cell as a person would type it: whole numbers without point, times as 2020-02-09 08:05:00.

    Excel keeps times as fractions of a day; they are rounded to the second.
    """
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        is_last_day = value.date() == date.max
        return str((value if is_last_day else value + _HALF_SECOND).replace(microsecond=0))
    return str(value)


if __name__ == "__main__":
    sys.exit(main())
