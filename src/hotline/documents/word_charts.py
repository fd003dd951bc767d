"""Native charts in a Word file: Word and WPS draw them from values and let them be edited.

python-docx has no charts, so the part is written here as DrawingML (ISO/IEC 29500-1 §21.2), its
elements in the order of the schema. Beside it lies a workbook of the same values, which is what
"edit data" opens. The values are kept in the chart as well, so that it is drawn without Excel.
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import quoteattr

import openpyxl  # type: ignore[import-untyped]
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Mm

from hotline.documents import gbt9704
from hotline.documents.characters import printable
from hotline.documents.chart_xml import chart_xml
from hotline.documents.sealed_workbook import put_text, workbook_bytes
from hotline.documents.word_pieces import add_line
from hotline.rules.charting import caption, chart_words, note
from hotline.rules.pages import Chart, Value

_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WIDTH_MM = gbt9704.TEXT_MM
_HEIGHT_MM = 72
# Bars lie below each other; with its caption a chart has to find room on one page.
_BAR_MM, _BETWEEN_MM, _AROUND_MM = 4.2, 2.6, 20
_LOWEST_MM, _HIGHEST_MM = 48, 156


def write_chart(document: WordDocument, block: Chart, number: int) -> None:
    """The chart with its caption and note below, all on one page; its values stand behind it."""
    if block.labels and block.series:
        relation = _relate(document, block, number)
        figure = add_line(document, gbt9704.FIGURE, "")
        figure.runs[0]._r.append(parse_xml(_inline(block, number, relation)))
    else:
        add_line(document, gbt9704.FIGURE, "（没有数据）")
    below = note(block)
    line = add_line(document, gbt9704.FIGURE_CAPTION, caption(block))
    line.paragraph_format.keep_with_next = True if below else None
    if below:
        add_line(document, gbt9704.FIGURE_NOTE, below)


def _relate(document: WordDocument, block: Chart, number: int) -> str:
    """Put chart and workbook into the package; returns the key of the relation to the chart."""
    package = document.part.package
    book = Part(
        PackURI(f"/word/embeddings/Microsoft_Excel_Sheet{number}.xlsx"),
        _BOOK_TYPE,
        _workbook(block),
        package,
    )
    chart = Part(PackURI(f"/word/charts/chart{number}.xml"), _CHART_TYPE, None, package)
    chart._blob = chart_xml(block, chart.relate_to(book, RELATIONSHIP_TYPE.PACKAGE)).encode()
    return document.part.relate_to(chart, RELATIONSHIP_TYPE.CHART)


def _workbook(block: Chart) -> bytes:
    """The values as "edit data" shows them: labels down the first column, series beside it."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Sheet1"
    for column, row in enumerate(block.series, start=2):
        put_text(sheet.cell(1, column), row.name)
        _put_numbers(sheet, column, row.values)
    for line, label in enumerate(block.labels, start=2):
        put_text(sheet.cell(line, 1), label)
    return workbook_bytes(book)


def _put_numbers(sheet: openpyxl.worksheet.worksheet.Worksheet, column: int,
                 values: Iterable[Value]) -> None:  # fmt: skip
    for line, value in enumerate(values, start=2):
        if value is not None:
            sheet.cell(line, column).value = value


def _inline(block: Chart, number: int, relation: str) -> str:
    """The drawing in the line of text; `descr` is what a screen reader says."""
    wide, high = Mm(_WIDTH_MM), Mm(_height(block))
    name, words = quoteattr(f"图{number}"), quoteattr(printable(chart_words(block)))
    return (
        f'<w:drawing xmlns:w="{gbt9704.WORDS_NAMESPACE}"'
        f' xmlns:wp="{_DRAWING}/wordprocessingDrawing" xmlns:a="{_DRAWING}/main"'
        f' xmlns:c="{_DRAWING}/chart" xmlns:r="{_RELATIONS}">'
        f'<wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{wide}" cy="{high}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:docPr id="{number}" name={name} descr={words}/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{_DRAWING}/chart"><c:chart r:id="{relation}"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )


def _height(block: Chart) -> float:
    """Millimetres: bars need as much as they are many, the others always the same."""
    if block.kind != "bar":
        return _HEIGHT_MM
    rows = len(block.labels) * (len(block.series) * _BAR_MM + _BETWEEN_MM)
    return min(max(_AROUND_MM + rows, _LOWEST_MM), _HIGHEST_MM)
