"""Sheets of cases (办理单) as one Word file: each case begins a page and counts its own pages.

Fonts and page numbers are those of an official document (GB/T 9704-2012); the margins are smaller,
so that an ordinary case fits on one page. All text is written as text: a field or formula that
somebody typed stays what it looks like.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import accumulate

from docx.document import Document as WordDocument
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from hotline.documents import gbt9704
from hotline.documents.characters import printable
from hotline.documents.word import empty_document, number_pages, set_page
from hotline.documents.word_pieces import dress, element, sealed
from hotline.rules.case_sheets import COLUMNS, TITLE, Cell, Row, Sheet

TOP_MM, BOTTOM_MM, LEFT_MM, RIGHT_MM = 20, 22, 25, 20
WIDTH = round((gbt9704.PAGE_MM[0] - LEFT_MM - RIGHT_MM) * 1440 / 25.4)
TWIPS_A_MM = 1440 / 25.4
_UNDATED = datetime(2000, 1, 1, tzinfo=UTC)


def write_sheets(sheets: Sequence[Sheet]) -> bytes:
    """The sheets in their order as a .docx; the same sheets give the same bytes."""
    document = empty_document()
    _describe(document, sheets)
    for index, sheet in enumerate(sheets):
        section = document.add_section(WD_SECTION.NEW_PAGE) if index else document.sections[0]
        _lay_out(section)
        if not index:
            number_pages(section)
        _write(document, sheet)
    return sealed(document)


def _describe(document: WordDocument, sheets: Sequence[Sheet]) -> None:
    properties = document.core_properties
    properties.title = TITLE
    properties.author = printable(sheets[0].issuer) if sheets else ""
    properties.created = properties.modified = _UNDATED
    properties.comments = properties.last_modified_by = ""
    properties.language = "zh-CN"


def _lay_out(section: Section) -> None:
    """An A4 page whose numbers begin anew: a sheet is filed by itself."""
    set_page(section)
    section.top_margin, section.bottom_margin = Mm(TOP_MM), Mm(BOTTOM_MM)
    section.left_margin, section.right_margin = Mm(LEFT_MM), Mm(RIGHT_MM)
    section.footer_distance = Mm(12)
    for old in section._sectPr.findall(qn("w:pgNumType")):
        section._sectPr.remove(old)
    start = element("pgNumType", start="1")
    columns = section._sectPr.find(qn("w:cols"))
    if columns is not None:
        columns.addprevious(start)
    else:
        section._sectPr.append(start)


def _write(document: WordDocument, sheet: Sheet) -> None:
    title = document.add_paragraph()
    dress(title, gbt9704.TITLE)
    title.paragraph_format.space_after = 0
    title.add_run(printable(sheet.issuer) + TITLE)
    for text in sheet.notes:
        note = document.add_paragraph()
        dress(note, gbt9704.CELL)
        note.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        note.add_run(printable(text))
    body = document.element.body
    body._insert_tbl(_table(document, sheet.rows))
    # A paragraph after the table, as small as can be: two tables that touch would grow together.
    end = document.add_paragraph()
    dress(end, gbt9704.CELL)
    end.paragraph_format.line_spacing = 12700


def _table(document: WordDocument, rows: Sequence[Row]) -> BaseOxmlElement:
    """The grid with its rows; the first row, with the number, comes again on each page."""
    ends = [round(WIDTH * part / COLUMNS) for part in accumulate([1] * COLUMNS)]
    widths = [end - start for start, end in zip([0, *ends], ends, strict=False)]
    table = element("tbl")
    table.append(_look())
    grid = element("tblGrid")
    for width in widths:
        grid.append(element("gridCol", w=str(width)))
    table.append(grid)
    for index, row in enumerate(rows):
        table.append(_row(document, row, widths, repeat=index == 0))
    return table


def _look() -> BaseOxmlElement:
    look = element("tblPr")
    look.append(element("tblStyle", val=gbt9704.style_id(gbt9704.GRID)))
    look.append(element("tblW", w=str(WIDTH), type="dxa"))
    look.append(element("jc", val="center"))
    look.append(element("tblLayout", type="fixed"))
    return look


def _row(
    document: WordDocument, row: Row, widths: Sequence[int], *, repeat: bool
) -> BaseOxmlElement:
    made, facts = element("tr"), element("trPr")
    if not row.splits:
        facts.append(element("cantSplit"))
    height = str(round(row.height * TWIPS_A_MM))
    facts.append(element("trHeight", val=height, hRule="atLeast"))
    if repeat:
        facts.append(element("tblHeader"))
    made.append(facts)
    at = 0
    for cell in row.cells:
        made.append(_cell(document, cell, sum(widths[at : at + cell.span])))
        at += cell.span
    return made


def _cell(document: WordDocument, cell: Cell, width: int) -> BaseOxmlElement:
    made, facts = element("tc"), element("tcPr")
    facts.append(element("tcW", w=str(width), type="dxa"))
    facts.append(element("gridSpan", val=str(cell.span)))
    facts.append(element("vAlign", val="center"))
    made.append(facts)
    for line in cell.text.splitlines() or [""]:
        made.append(_line(document, line, is_name=cell.kind != "value"))
    return made


def _line(document: WordDocument, text: str, *, is_name: bool) -> BaseOxmlElement:
    """One line of a cell; the names of fields are bold and stand in the middle."""
    made = element("p")
    paragraph = Paragraph(made, document._body)
    dress(paragraph, gbt9704.CELL)
    run = paragraph.add_run(printable(text))
    if is_name:
        run.bold = True
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return made
