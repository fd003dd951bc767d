"""From plain text, pasted or from a file, to paragraphs and tables.

A table of Word that was saved as text has one cell a line, its rows apart by blank lines; one that
was copied from a sheet has its cells apart by tabs. Both are put together again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from hotline.rules.proofreading.text import Block, DocumentText, Leftover, TextTable

_BOOKMARK = re.compile(r"\[bookmark:\s*(?P<name>[^\]\n]{1,80})\]\s*")
_NUMBER = re.compile(r"[\d０-９.,，%％\s]+$")
FEWEST_COLUMNS = 2
FEWEST_ROWS = 2
FEWEST_UNMARKED_ROWS = 3
LONGEST_CELL = 24
Lines = Sequence[str]


def text_of(plain: str, name: str = "") -> DocumentText:
    """The paragraphs, tables and leftovers of a plain text."""
    lines = plain.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n").split("\n")
    blocks: list[Block] = []
    leftovers: list[Leftover] = []
    for block in _blocks(lines):
        if isinstance(block, str):
            for match in _BOOKMARK.finditer(block):
                leftovers.append(Leftover("bookmark", match.group("name"), len(blocks)))
            block = _BOOKMARK.sub("", block).strip()  # noqa: PLW2901 - the same block, cleaned
            if not block:
                continue
        blocks.append(block)
    return DocumentText(tuple(blocks), tuple(leftovers), name)


def _blocks(lines: Lines) -> Iterator[Block]:
    place = 0
    while place < len(lines):
        for table in (_tabbed, _cell_per_line, _unmarked):
            rows, after = table(lines, place)
            if rows:
                yield TextTable(tuple(tuple(cell.strip() for cell in row) for row in rows))
                place = after
                break
        else:
            if lines[place].strip():
                yield lines[place]
            place += 1


def _tabbed(lines: Lines, place: int) -> tuple[list[list[str]], int]:
    """Lines with tabs between their cells, the same number in each."""
    rows: list[list[str]] = []
    while place < len(lines) and "\t" in lines[place].strip("\t \n"):
        row = lines[place].rstrip("\n").split("\t")
        if rows and len(row) != len(rows[0]):
            break
        rows.append(row)
        place += 1
    return (rows, place) if len(rows) >= FEWEST_ROWS else ([], place)


def _cell_per_line(lines: Lines, place: int) -> tuple[list[list[str]], int]:
    """Cells that each begin with a tab, rows apart by blank lines."""
    return _rows(lines, place, lambda line: line.startswith("\t"), FEWEST_ROWS)


def _unmarked(lines: Lines, place: int) -> tuple[list[list[str]], int]:
    """Short lines in groups of one size, most of them numbers."""
    rows, after = _rows(
        lines, place, lambda line: 0 < len(line.strip()) <= LONGEST_CELL, FEWEST_UNMARKED_ROWS
    )
    cells = [cell for row in rows[1:] for cell in row]
    numbers = sum(bool(_NUMBER.match(cell.strip())) for cell in cells)
    return (rows, after) if cells and numbers * FEWEST_COLUMNS >= len(cells) else ([], place)


def _rows(
    lines: Lines, place: int, is_cell: Callable[[str], bool], fewest: int
) -> tuple[list[list[str]], int]:
    """Groups of cell lines of one size, apart by blank lines; none if they are too few."""
    rows: list[list[str]] = []
    after = place
    while after < len(lines):
        end = after
        while end < len(lines) and is_cell(lines[end]):
            end += 1
        row = list(lines[after:end])
        if rows and row and len(row) < len(rows[0]) and _ends(lines, end, is_cell):
            row += [""] * (len(rows[0]) - len(row))  # its last blank cells were trimmed
        if len(row) < FEWEST_COLUMNS or (rows and len(row) != len(rows[0])):
            break
        rows.append(row)
        after = end
        while after < len(lines) and not lines[after].strip() and not is_cell(lines[after]):
            after += 1
    return (rows, after) if len(rows) >= fewest else ([], place)


def _ends(lines: Lines, place: int, is_cell: Callable[[str], bool]) -> bool:
    """Whether no cell follows behind the blank lines."""
    following = next((line for line in lines[place:] if line.strip() or is_cell(line)), "")
    return not following or not is_cell(following)
