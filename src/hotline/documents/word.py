"""A written bulletin as a Word file that an office can sign, print and go on editing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from io import BytesIO
from itertools import accumulate
from typing import Literal
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.table import WD_ALIGN_VERTICAL, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.rel import Relationships
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Length, Mm, Pt, Twips
from docx.table import Table as WordTable
from docx.table import _Cell as Cell
from docx.table import _Row as Row
from docx.text.paragraph import Paragraph as WordParagraph

from hotline.documents import gbt9704
from hotline.documents.characters import printable
from hotline.rules.pages import (
    Block,
    Heading,
    Masthead,
    Page,
    Paragraph,
    Table,
    chinese_date,
    plain,
)

_ROW_MM = 8
_UNDATED = date(2000, 1, 1)
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
_TITLE_LIMIT = 255  # what Word keeps of a property
_PARTS_KEPT = {
    RELATIONSHIP_TYPE.OFFICE_DOCUMENT,
    RELATIONSHIP_TYPE.CORE_PROPERTIES,
    RELATIONSHIP_TYPE.STYLES,
    RELATIONSHIP_TYPE.SETTINGS,
}


def write_bulletin(page: Page) -> bytes:
    """The page as a .docx after GB/T 9704-2012, for the office to sign and send.

    The same page gives the same bytes. Text is written as text whatever it holds; characters that
    XML cannot carry are left out. Raises KeyError for a heading level other than 1, 2 or 3 and
    ValueError for a table whose rows do not fit its header.
    """
    document = empty_document()
    set_page(document.sections[0])
    number_pages(document.sections[0])
    _describe(document, page)
    _write_head(document, page)
    _add(document, gbt9704.TITLE, page.title)
    for block in page.blocks:
        _write_block(document, block)
    return sealed(document)


def empty_document() -> WordDocument:
    """A document with our styles and settings and nothing of the library's own template."""
    document = Document()
    _drop_leftovers(document.part.package.rels)
    _drop_leftovers(document.part.rels)
    _refill(document.styles.element, gbt9704.styles_xml())
    _refill(document.settings.element, gbt9704.SETTINGS)
    return document


def _drop_leftovers(relationships: Relationships) -> None:
    for key in [k for k, rel in relationships.items() if rel.reltype not in _PARTS_KEPT]:
        del relationships[key]


def _refill(element: BaseOxmlElement, xml: str) -> None:
    """Give an element other contents, because its part holds on to the element itself."""
    element.clear()
    element.extend(list(parse_xml(xml)))


def set_page(section: Section) -> None:
    """Paper and margins of an official document."""
    section.page_width, section.page_height = Mm(gbt9704.PAGE_MM[0]), Mm(gbt9704.PAGE_MM[1])
    section.top_margin, section.bottom_margin = Mm(gbt9704.TOP_MM), Mm(gbt9704.BOTTOM_MM)
    section.left_margin, section.right_margin = Mm(gbt9704.LEFT_MM), Mm(gbt9704.RIGHT_MM)
    section.header_distance, section.footer_distance = Mm(15), Mm(gbt9704.FOOTER_MM)
    section._sectPr.attrib.clear()  # revision marks of the library's template
    for grid in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(grid)


def number_pages(section: Section) -> None:
    """— 1 — on the outer side of each page, one character in from the edge of the text."""
    _number(section.footer.paragraphs[0], WD_ALIGN_PARAGRAPH.RIGHT, "right")
    _number(section.even_page_footer.paragraphs[0], WD_ALIGN_PARAGRAPH.LEFT, "left")


def _number(
    paragraph: WordParagraph, align: WD_ALIGN_PARAGRAPH, side: Literal["left", "right"]
) -> None:
    paragraph.add_run("— ")
    paragraph._p.append(page_field())
    paragraph.add_run(" —")
    paragraph.alignment = align
    indent = paragraph._p.get_or_add_pPr().get_or_add_ind()
    indent.set(qn(f"w:{side}Chars"), "100")
    indent.set(qn(f"w:{side}"), str(gbt9704.PAGE_NUMBER_PT * 20))


def page_field() -> BaseOxmlElement:
    """The number of the page, as a field that Word fills in."""
    field = element("fldSimple", instr="PAGE")
    run, text = element("r"), element("t")
    text.text = "1"
    run.append(text)
    field.append(run)
    return field


def _describe(document: WordDocument, page: Page) -> None:
    """The file's properties: the body that issued it stands for the author, never a person."""
    properties = document.core_properties
    day = datetime.combine(page.issued_on or _UNDATED, time(), UTC)
    properties.title = printable(page.title)[:_TITLE_LIMIT]
    properties.author = printable(page.issuer)[:_TITLE_LIMIT]
    properties.created = properties.modified = day
    properties.comments = properties.last_modified_by = ""
    properties.language = "zh-CN"


def _write_head(document: WordDocument, page: Page) -> None:
    if page.masthead:
        _write_masthead(document, page.masthead)
        _write_issuer(document, gbt9704.RULED_ISSUER, page)
    elif page.issuer or page.issued_on:
        _write_issuer(document, gbt9704.ISSUER, page)


def _write_masthead(document: WordDocument, masthead: Masthead) -> None:
    name = _add(document, gbt9704.MASTHEAD, masthead.name)
    name.runs[0].font.size = Pt(_masthead_points(masthead.name))
    if masthead.issue:
        _add(document, gbt9704.ISSUE, masthead.issue)


def _masthead_points(name: str) -> int:
    """The largest size that keeps the name on one line with some air at both sides."""
    ems = sum(0.6 if character.isascii() else 1 for character in name)
    room = 0.95 * gbt9704.TEXT_WIDTH / 20
    return min(gbt9704.MASTHEAD.points, max(gbt9704.BODY_PT, int(room / max(ems, 1))))


def _write_issuer(document: WordDocument, look: gbt9704.Look, page: Page) -> None:
    """Who issued it at the left, when at the right, held apart by a tab stop."""
    run = _add(document, look, page.issuer).runs[0]
    if page.issued_on:
        run.add_tab()
        run.add_text(chinese_date(page.issued_on))


def _write_block(document: WordDocument, block: Block) -> None:
    match block:
        case Heading():
            _add(document, gbt9704.HEADINGS[block.level], plain(block.pieces))
        case Paragraph():
            _add(document, gbt9704.BODY, plain(block.pieces))
        case Table():
            _write_table(document, block)


def _write_table(document: WordDocument, block: Table) -> None:
    # The caption is written even when empty: two tables that touch would grow together in Word.
    _add(document, gbt9704.CAPTION, block.caption)
    table = _empty_table(document, column_widths(block.widths))
    head = _add_row(table, repeat=True)
    for cell, text in zip(head.cells, block.header, strict=True):
        _fill(cell, gbt9704.COLUMN_HEAD, text)
    for values in block.rows:
        row = _add_row(table, repeat=False)
        _fill_row(row, tuple(plain(value) for value in values), block.numeric)


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


def _fill_row(row: Row, texts: tuple[str, ...], numeric: frozenset[int]) -> None:
    for index, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
        paragraph = _fill(cell, gbt9704.CELL, text)
        if index in numeric:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _fill(cell: Cell, look: gbt9704.Look, text: str) -> WordParagraph:
    cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    paragraph: WordParagraph = cell.paragraphs[0]
    dress(paragraph, look)
    paragraph.add_run(printable(text))
    return paragraph


def _add(document: WordDocument, look: gbt9704.Look, text: str) -> WordParagraph:
    paragraph = document.add_paragraph()
    dress(paragraph, look)
    paragraph.add_run(printable(text))
    return paragraph


def dress(paragraph: WordParagraph, look: gbt9704.Look) -> None:
    """Give a paragraph one of our styles."""
    paragraph._p.get_or_add_pPr().style = gbt9704.style_id(look.name)


def element(tag: str, **attributes: str) -> BaseOxmlElement:
    """An element of WordprocessingML with its attributes, for what the library has no words."""
    element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


def sealed(document: WordDocument) -> bytes:
    """The file's bytes with no moment of writing in them, so that digests can be compared."""
    raw, sealed = BytesIO(), BytesIO()
    document.save(raw)
    with ZipFile(raw) as source, ZipFile(sealed, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = ZipInfo(name, _ZIP_EPOCH)
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return sealed.getvalue()
