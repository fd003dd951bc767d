"""Tables and charts of a page out of measured breakdowns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from hotline.rules.counting import COUNT, DAYS, PER_DAY, SHARE, Figure
from hotline.rules.forms.shapes import ChartForm, FormBroken, TableForm, UnitsForm
from hotline.rules.measuring.measured import Part, UnitRow
from hotline.rules.pages import (
    Block,
    Chart,
    ChartUnit,
    Number,
    Paragraph,
    Pieces,
    Series,
    Table,
    Words,
    plain,
)
from hotline.rules.writing.filling import Filler

COLUMN_PAIRS = 2
NAME_WIDTH, NUMBER_WIDTH, RANK_WIDTH = 5, 3, 2
MOST_POINTS = 60
CHART_UNITS: Mapping[str, ChartUnit] = {COUNT: "件", PER_DAY: "件", SHARE: "%", DAYS: "天"}
Row = tuple[Pieces, ...]
BLANK: Pieces = (Words(""),)


def table_block(table: TableForm, filler: Filler, code: str) -> Block:
    """A table; where no member is kept, the form's words for that."""
    parts = filler.measured.lists[code]
    if not parts and table.empty:
        return Paragraph(filler.fill(table.empty))
    rows, groups = _rows(table, parts, filler)
    header = tuple(plain(filler.fill(text)) for text in table.header)
    widths: tuple[int, ...] = (NAME_WIDTH, *[NUMBER_WIDTH] * (len(header) - 1))
    if table.rank:
        header, widths = (table.rank, *header), (RANK_WIDTH, *widths)
    columns, named = len(header), 1 if table.rank else 0
    return Table(
        caption=plain(filler.fill(table.caption)),
        header=header * table.pairs,
        rows=_side_by_side(rows, table.pairs, columns),
        widths=widths * table.pairs,
        numeric=frozenset(
            at + pair * columns
            for pair in range(table.pairs)
            for at in range(columns)
            if at != named
        ),
        foot=_foot(table, filler, code, columns),
        groups=frozenset(groups),
    )


def _rows(table: TableForm, parts: Sequence[Part], filler: Filler) -> tuple[list[Row], list[int]]:
    """The body rows, and which of them head the rows below them."""
    rows: list[Row] = []
    groups: list[int] = []
    for part in parts:
        if table.breakdown.inner is not None and part.inner:
            groups.append(len(rows))
        rows.append(_row(table, part.name, part.figures, filler, part.rank))
        rows += [_row(table, each.name, each.figures, filler, each.rank) for each in part.inner]
    return rows, groups


def _row(
    table: TableForm, name: str, figures: Mapping[str, Figure], filler: Filler, rank: int
) -> Row:
    cells = [_cell(figures.get(str(term)), filler) for term in _columns(table)]
    ranked: tuple[Pieces, ...] = ((Words(str(rank) if rank else ""),),) if table.rank else ()
    return (*ranked, (Words(name),), *cells)


def _columns(table: TableForm) -> Sequence[object]:
    """The terms that are columns: one that only ranks comes after them."""
    return table.breakdown.terms[: len(table.header) - 1]


def _cell(figure: Figure | None, filler: Filler) -> Pieces:
    """A number; a dash where nothing can be said, as of the rate of the rest."""
    return (filler.number(figure),) if figure is not None else (Words("—"),)


def _foot(table: TableForm, filler: Filler, code: str, columns: int) -> Row:
    if not table.total:
        return ()
    totals = filler.measured.totals[code]
    row = _row(table, table.total, totals, filler, 0)
    return (*row, *[BLANK] * (columns * (table.pairs - 1)))


def _side_by_side(rows: Sequence[Row], pairs: int, columns: int) -> tuple[Row, ...]:
    """The rows in so many column groups; the left is filled first."""
    height = -(-len(rows) // pairs)
    filled = [*rows, *[(BLANK,) * columns] * (height * pairs - len(rows))]
    groups = [filled[pair * height : (pair + 1) * height] for pair in range(pairs)]
    return tuple(tuple(cell for row in line for cell in row) for line in zip(*groups, strict=True))


def units_table(form: UnitsForm, rows: Sequence[UnitRow]) -> Table:
    """The table of units in two column pairs; the left is filled first."""
    columns = len(form.header)
    return Table(
        caption=form.caption,
        header=form.header * COLUMN_PAIRS,
        rows=_side_by_side([_unit_cells(row) for row in rows], COLUMN_PAIRS, columns),
        widths=(NAME_WIDTH, *[NUMBER_WIDTH] * (columns - 1)) * COLUMN_PAIRS,
        numeric=frozenset(index for index in range(columns * COLUMN_PAIRS) if index % columns),
    )


def _unit_cells(row: UnitRow) -> Row:
    numbers = ((Number(figure.printed(), figure.name),) for figure in row.values)
    return ((Words(row.unit.name),), *numbers)


def chart_block(chart: ChartForm, filler: Filler, code: str) -> Chart:
    """A chart; its series must be told in the same unit."""
    parts = filler.measured.lists[code][:MOST_POINTS]
    terms = chart.breakdown.terms[: len(chart.names)]
    series = tuple(
        Series(
            plain(filler.fill(name)),
            tuple(_point(part.figures.get(str(term))) for part in parts),
            tuple(_name(part.figures.get(str(term))) for part in parts),
        )
        for name, term in zip(chart.names, terms, strict=True)
    )
    kinds = {
        CHART_UNITS[figure.kind]
        for part in parts
        for term in terms
        if (figure := part.figures.get(str(term))) is not None
    }
    if len(kinds) > 1:
        raise FormBroken(
            f"[chart.{code}] 的各列单位不同（{'、'.join(sorted(kinds))}），请分成几张图。"
        )
    return Chart(
        kind=chart.kind,
        title=plain(filler.fill(chart.title)),
        unit=kinds.pop() if kinds else "件",
        labels=_labels(chart, parts, filler),
        series=series,
        note=plain(filler.fill(chart.note)),
    )


def _labels(chart: ChartForm, parts: Sequence[Part], filler: Filler) -> tuple[str, ...]:
    """The names of the members; of periods the short ones, with the year where it changes."""
    if chart.breakdown.by != "period":
        return tuple(part.name for part in parts)
    labels: list[str] = []
    year = 0
    for when in chart.breakdown.members:
        period = filler.period.at(when)
        of = period.starts_on.year
        labels.append(period.short_name if of == year else _with_year(period.short_name, of))
        year = of
    return tuple(labels)


def _with_year(name: str, year: int) -> str:
    return name if name.startswith(str(year)) else f"{year}年{name}"


def _point(figure: Figure | None) -> Decimal | int | None:
    if figure is None or figure.value is None:
        return None
    return figure.numerator if figure.kind == COUNT else Decimal(figure.value)


def _name(figure: Figure | None) -> str:
    return figure.name if figure is not None else ""
