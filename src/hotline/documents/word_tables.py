"""A bulletin's tables in its Word file: columns that hold, a header on every page, whole rows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from docx.document import Document as WordDocument
from docx.enum.table import WD_ALIGN_VERTICAL, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Twips
from docx.table import Table as WordTable
from docx.table import _Cell as Cell
from docx.table import _Row as Row
from docx.text.paragraph import Paragraph as WordParagraph

from hotline.documents import gbt9704
from hotline.documents.characters import printable
from hotline.documents.word_pieces import add_line, dress, element
from hotline.rules.pages import Pieces, Table, plain, spans_the_row

_ROW_MM = 8


def write_table(document: WordDocument, block: Table) -> None:
    """The caption and the table below it; raises ValueError where a row does not fit its header.

    Rows that head others, and the last row before the total, stay with what follows them.
    """
    # The caption is written even when empty: two tables that touch would grow together in Word.
    add_line(document, gbt9704.CAPTION, block.caption)
    table = _empty_table(document, column_widths(block.widths))
    head = _add_row(table, repeat=True)
    for cell, text in zip(head.cells, block.header, strict=True):
        _fill(cell, gbt9704.COLUMN_HEAD, text)
    for index, values in enumerate(block.rows):
        heads = index in block.groups
        stays = heads or (bool(block.foot) and index == len(block.rows) - 1)
        _write_row(table, values, block.numeric, bold=heads, stays=stays)
    if block.foot:
        _write_row(table, block.foot, block.numeric, bold=True, stays=False)


def _write_row(
    table: WordTable,
    values: Sequence[Pieces],
    numeric: frozenset[int],
    *,
    bold: bool,
    stays: bool,
) -> None:
    row = _add_row(table, repeat=False)
    if bold and spans_the_row(values):
        row.cells[0].merge(row.cells[-1])  # while all are empty: what they hold would stay
        paragraphs = [_fill(row.cells[0], gbt9704.CELL, plain(values[0]))]
    else:
        paragraphs = _fill_row(row, tuple(plain(value) for value in values), numeric)
    for paragraph in paragraphs:
        if bold:
            paragraph.runs[0].bold = True
        if stays:
            paragraph.paragraph_format.keep_with_next = True


def column_widths(shares: Sequence[int]) -> list[Length]:
    """Relative widths as lengths that add up to the width of the text exactly."""
    ends = [round(gbt9704.TEXT_WIDTH * part / sum(shares)) for part in accumulate(shares)]
    return [Twips(end - start) for start, end in zip([0, *ends], ends, strict=False)]


def _empty_table(document: WordDocument, widths: Sequence[Length]) -> WordTable:
    """A table without rows whose grid holds, so that Word and WPS keep the columns as they are."""
    table: WordTable = document.add_table(0, len(widths), style=gbt9704.GRID)
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    whole = table._tbl.tblPr.find(qn("w:tblW"))
    if whole is not None:
        whole.set(qn("w:type"), "dxa")
        whole.set(qn("w:w"), str(gbt9704.TEXT_WIDTH))
    return table


def _add_row(table: WordTable, *, repeat: bool) -> Row:
    """A new row that stays on one page, and comes again on each page when it is the header."""
    row: Row = table.add_row()  # type: ignore[no-untyped-call]  # python-docx leaves it untyped
    row.height, row.height_rule = Mm(_ROW_MM), WD_ROW_HEIGHT_RULE.AT_LEAST
    properties = row._tr.get_or_add_trPr()
    properties.append(element("cantSplit"))
    if repeat:
        properties.append(element("tblHeader"))
    return row


def _fill_row(row: Row, texts: tuple[str, ...], numeric: frozenset[int]) -> list[WordParagraph]:
    paragraphs = []
    for index, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
        paragraph = _fill(cell, gbt9704.CELL, text)
        if index in numeric:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraphs.append(paragraph)
    return paragraphs


def _fill(cell: Cell, look: gbt9704.Look, text: str) -> WordParagraph:
    cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    paragraph: WordParagraph = cell.paragraphs[0]
    dress(paragraph, look)
    paragraph.add_run(printable(text))
    return paragraph
