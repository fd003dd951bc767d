"""A written bulletin as a Word file that an office can sign, print and go on editing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Literal

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.rel import Relationships
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Mm, Pt, Twips
from docx.text.paragraph import Paragraph as WordParagraph

from hotline.documents import gbt9704
from hotline.documents.characters import printable
from hotline.documents.word_charts import write_chart
from hotline.documents.word_pieces import add_line, element, sealed
from hotline.documents.word_tables import write_table
from hotline.rules.pages import (
    Appendix,
    Block,
    Chart,
    Heading,
    Masthead,
    Page,
    Paragraph,
    Table,
    appendix_lines,
    appendix_marks,
    chinese_date,
    plain,
)

_UNDATED = date(2000, 1, 1)
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
    add_line(document, gbt9704.TITLE, page.title)
    _write_blocks(document, page.blocks)
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
    name = add_line(document, gbt9704.MASTHEAD, masthead.name)
    name.runs[0].font.size = Pt(_masthead_points(masthead.name))
    if masthead.issue:
        add_line(document, gbt9704.ISSUE, masthead.issue)


def _masthead_points(name: str) -> int:
    """The largest size that keeps the name on one line with some air at both sides."""
    ems = sum(0.6 if character.isascii() else 1 for character in name)
    room = 0.95 * gbt9704.TEXT_WIDTH / 20
    return min(gbt9704.MASTHEAD.points, max(gbt9704.BODY_PT, int(room / max(ems, 1))))


def _write_issuer(document: WordDocument, look: gbt9704.Look, page: Page) -> None:
    """Who issued it at the left, when at the right, held apart by a tab stop."""
    run = add_line(document, look, page.issuer).runs[0]
    if page.issued_on:
        run.add_tab()
        run.add_text(chinese_date(page.issued_on))


def _write_blocks(document: WordDocument, blocks: Sequence[Block]) -> None:
    """All blocks in order; before the first appendix stands which ones there are."""
    marks = iter(appendix_marks(blocks))
    charts = 0
    for index, block in enumerate(blocks):
        match block:
            case Heading():
                add_line(document, gbt9704.HEADINGS[block.level], plain(block.pieces))
            case Paragraph():
                add_line(document, gbt9704.BODY, plain(block.pieces))
            case Table():
                write_table(document, block)
            case Chart():
                charts += 1
                write_chart(document, block, charts)
            case Appendix():
                if not any(isinstance(before, Appendix) for before in blocks[:index]):
                    _announce(document, appendix_lines(blocks))
                mark, title = next(marks)
                add_line(document, gbt9704.APPENDIX, mark)
                add_line(document, gbt9704.APPENDIX_TITLE, title)


def _announce(document: WordDocument, lines: Sequence[str]) -> None:
    """附件说明: one line below the text, two characters in."""
    for index, line in enumerate(lines):
        paragraph = add_line(document, gbt9704.APPENDIX_LIST, line)
        if index == 0:
            paragraph.paragraph_format.space_before = Twips(gbt9704.LINE)
