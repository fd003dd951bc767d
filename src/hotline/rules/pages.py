"""The value of a written bulletin: what stands on the page, free of any file format.

A form (`rules/forms.py`) makes a `Page` out of figures and picked items; `documents/` turns a
`Page` into Word, PDF or HTML. Every number that was counted stays a `Number` with the name of its
figure, so that a screen can lead from it to numerator, denominator and cases.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Words:
    """A run of plain text."""

    text: str


@dataclass(frozen=True, slots=True)
class Number:
    """A run of text that prints the figure called `figure`."""

    text: str
    figure: str


Piece = Words | Number
Pieces = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: level 1 一、(黑体), level 2 （一）(楷体), level 3 1. (仿宋 bold)."""

    level: int
    pieces: Pieces


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A body paragraph, first line indented by two characters."""

    pieces: Pieces


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption, one header row (repeated on each page) and body rows.

    `widths` are relative column widths; a cell is a run of pieces. Columns named in
    `numeric` (0-based) are centred figures, all others text. `foot` is the bold row of totals.
    Rows named in `groups` (0-based) head the rows below them; one whose other cells are empty
    runs across the whole width.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Pieces, ...], ...]
    widths: tuple[int, ...]
    numeric: frozenset[int] = frozenset()
    foot: tuple[Pieces, ...] = ()
    groups: frozenset[int] = frozenset()


Value = Decimal | int | None
ChartKind = Literal["bar", "column", "line", "stacked"]
ChartUnit = Literal["件", "%", "天"]


@dataclass(frozen=True, slots=True)
class Series:
    """One row of values of a chart; `figures` are the names of what was counted, if any.

    None is "nothing to show" (the share of nothing), which is not 0. Shares are in per cent:
    Decimal("99.8") prints as 99.8%.
    """

    name: str
    values: tuple[Value, ...]
    figures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """Values drawn: bars lying (long names), columns standing, lines in time, or stacked columns.

    Each series has one value per label, and one name of a figure per label or none at all.
    """

    kind: ChartKind
    title: str
    unit: ChartUnit
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse values that fit no label, before a file is half written."""
        for row in self.series:
            if len(row.values) != len(self.labels):
                raise ValueError(f"“{row.name}”有{len(row.values)}个值，标签有{len(self.labels)}个")
            if row.figures and len(row.figures) != len(self.labels):
                raise ValueError(f"“{row.name}”的统计数名称与标签个数不符")


@dataclass(frozen=True, slots=True)
class Appendix:
    """Here an appendix begins, on a new page; it goes on to the next one or the page's end."""

    title: str


Block = Heading | Paragraph | Table | Chart | Appendix


@dataclass(frozen=True, slots=True)
class Masthead:
    """The red head of an official bulletin: its name and issue line (empty where unused)."""

    name: str
    issue: str


@dataclass(frozen=True, slots=True)
class Page:
    """A whole bulletin: head, issuing body and date, title, then its blocks in order."""

    title: str
    issuer: str
    issued_on: date | None
    blocks: tuple[Block, ...]
    masthead: Masthead | None = None


def plain(pieces: Sequence[Piece]) -> str:
    """The text of some pieces, for files and tests that want no structure."""
    return "".join(piece.text for piece in pieces)


def told_plainly(page: Page) -> str:
    """The whole page as plain text, for a mail: a line a paragraph, a line a row."""
    lines = [page.title, ""]
    for block in page.blocks:
        if isinstance(block, Table):
            lines += [block.caption, "\t".join(block.header)]
            lines += ["\t".join(plain(cell) for cell in row) for row in block.rows]
        elif isinstance(block, Heading | Paragraph):
            lines.append(plain(block.pieces))
    return "\n".join(lines)


def appendix_marks(blocks: Sequence[Block]) -> tuple[tuple[str, str], ...]:
    """The appendices as (mark, title): 附件 where it is alone, else 附件1, 附件2 and on."""
    titles = [block.title for block in blocks if isinstance(block, Appendix)]
    if len(titles) == 1:
        return (("附件", titles[0]),)
    return tuple((f"附件{number}", title) for number, title in enumerate(titles, start=1))


def appendix_lines(blocks: Sequence[Block]) -> tuple[str, ...]:
    """附件说明 after GB/T 9704 7.3.4: 附件：1.甲 and below it, as far in, 2.乙."""
    titles = [title for _, title in appendix_marks(blocks)]
    if len(titles) == 1:
        return (f"附件：{titles[0]}",)
    lead = ("附件：", *["\u3000\u3000\u3000"] * len(titles))
    return tuple(f"{lead[place]}{place + 1}.{title}" for place, title in enumerate(titles))


def spans_the_row(cells: Sequence[Pieces]) -> bool:
    """Whether only the first cell says something, so that it may run across all columns."""
    return len(cells) > 1 and not any(plain(cell) for cell in cells[1:])


def chinese_date(day: date) -> str:
    """2022-05-06 as 2022年5月6日, the way GB/T 9704 dates are written."""
    return f"{day.year}年{day.month}月{day.day}日"


def page_data(page: Page) -> dict[str, Any]:
    """A page as JSON values, for keeping what was published."""
    return {
        "title": page.title,
        "issuer": page.issuer,
        "issued_on": page.issued_on.isoformat() if page.issued_on else None,
        "masthead": [page.masthead.name, page.masthead.issue] if page.masthead else None,
        "blocks": [_block_data(block) for block in page.blocks],
    }


def page_of(data: dict[str, Any]) -> Page:
    """The page that `page_data` made these values of."""
    return Page(
        title=data["title"],
        issuer=data["issuer"],
        issued_on=date.fromisoformat(data["issued_on"]) if data["issued_on"] else None,
        blocks=tuple(_block_of(block) for block in data["blocks"]),
        masthead=Masthead(*data["masthead"]) if data["masthead"] else None,
    )


def _block_data(block: Block) -> dict[str, Any]:
    match block:
        case Heading():
            return {"heading": block.level, "pieces": _pieces_data(block.pieces)}
        case Paragraph():
            return {"pieces": _pieces_data(block.pieces)}
        case Appendix():
            return {"appendix": block.title}
        case Chart():
            return _chart_data(block)
        case Table():
            return _table_data(block)


def _table_data(block: Table) -> dict[str, Any]:
    """Foot and groups only where there are any: pages published before keep their digest."""
    data: dict[str, Any] = {
        "table": block.caption,
        "header": list(block.header),
        "rows": [[_pieces_data(cell) for cell in row] for row in block.rows],
        "widths": list(block.widths),
        "numeric": sorted(block.numeric),
    }
    if block.foot:
        data["foot"] = [_pieces_data(cell) for cell in block.foot]
    if block.groups:
        data["groups"] = sorted(block.groups)
    return data


def _chart_data(block: Chart) -> dict[str, Any]:
    return {
        "chart": block.kind,
        "title": block.title,
        "unit": block.unit,
        "labels": list(block.labels),
        "series": [
            {
                "name": row.name,
                # A decimal as text: as a JSON number it would come back as a float.
                "values": [str(v) if isinstance(v, Decimal) else v for v in row.values],
                "figures": list(row.figures),
            }
            for row in block.series
        ],
        "note": block.note,
    }


def _block_of(data: dict[str, Any]) -> Block:
    if "heading" in data:
        return Heading(data["heading"], _pieces_of(data["pieces"]))
    if "pieces" in data:
        return Paragraph(_pieces_of(data["pieces"]))
    if "appendix" in data:
        return Appendix(data["appendix"])
    return _chart_of(data) if "chart" in data else _table_of(data)


def _table_of(data: dict[str, Any]) -> Table:
    return Table(
        caption=data["table"],
        header=tuple(data["header"]),
        rows=tuple(tuple(_pieces_of(cell) for cell in row) for row in data["rows"]),
        widths=tuple(data["widths"]),
        numeric=frozenset(data["numeric"]),
        foot=tuple(_pieces_of(cell) for cell in data.get("foot", ())),
        groups=frozenset(data.get("groups", ())),
    )


def _chart_of(data: dict[str, Any]) -> Chart:
    return Chart(
        kind=data["chart"],
        title=data["title"],
        unit=data["unit"],
        labels=tuple(data["labels"]),
        series=tuple(_series_of(row) for row in data["series"]),
        note=data["note"],
    )


def _series_of(data: dict[str, Any]) -> Series:
    values = (Decimal(v) if isinstance(v, str) else v for v in data["values"])
    return Series(data["name"], tuple(values), tuple(data["figures"]))


def _pieces_data(pieces: Pieces) -> list[list[str]]:
    return [[p.text, p.figure] if isinstance(p, Number) else [p.text] for p in pieces]


def _pieces_of(data: list[list[str]]) -> Pieces:
    return tuple(Number(*piece) if len(piece) > 1 else Words(piece[0]) for piece in data)
