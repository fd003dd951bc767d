"""Charts in the Word file are native: values, workbook and words lie behind the drawing."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
from docx.oxml.ns import qn
from lxml import etree

from hotline.documents.word import write_bulletin
from hotline.rules.charting import chart_words
from hotline.rules.pages import Appendix, Chart, Series
from tests.documents.bulletins import words
from tests.documents.illustrated import (
    BARS,
    COLUMNS,
    LINES,
    STACK,
    illustrated,
    units_table,
)
from tests.documents.reopened import lines, page_of, parts, reopen, value

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
ORDER = {
    "chartSpace": "date1904 lang roundedCorners chart spPr txPr externalData",
    "chart": "autoTitleDeleted plotArea legend plotVisOnly dispBlanksAs",
    "plotArea": "layout barChart lineChart catAx valAx spPr",
    "barChart": "barDir grouping varyColors ser gapWidth overlap axId",
    "lineChart": "grouping varyColors ser marker axId",
    "ser": "idx order tx spPr invertIfNegative marker dLbls cat val smooth",
    "dLbls": "dLbl numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName "
    "showPercent showBubbleSize",
    "catAx": "axId scaling delete axPos numFmt majorTickMark minorTickMark tickLblPos spPr txPr "
    "crossAx crosses auto lblAlgn lblOffset noMultiLvlLbl",
    "valAx": "axId scaling delete axPos majorGridlines numFmt majorTickMark minorTickMark "
    "tickLblPos spPr txPr crossAx crosses crossBetween majorUnit",
    "scaling": "orientation max min",
    "marker": "symbol size spPr",
}
DRAWN = pytest.mark.parametrize("chart", [COLUMNS, LINES, BARS, STACK], ids=lambda c: c.kind)


def drawing(chart: Chart) -> etree._Element:
    return etree.fromstring(raw(chart, "word/charts/chart1.xml"))


def raw(chart: Chart, name: str) -> bytes:
    with ZipFile(BytesIO(write_bulletin(page_of(chart)))) as archive:
        return archive.read(name)


@DRAWN
def test_every_element_stands_where_the_schema_has_it(chart: Chart) -> None:
    wrong = []
    for element in drawing(chart).iter(f"{C}*"):
        name = etree.QName(element).localname
        order = ORDER.get(name, "").split()
        found = [etree.QName(child).localname for child in element]
        if order and found != sorted(found, key=order.index):
            wrong.append((name, found))
    assert wrong == []


@DRAWN
def test_the_values_are_kept_in_the_chart(chart: Chart) -> None:
    drawn = drawing(chart)
    names = [node.text for node in drawn.iterfind(f".//{C}ser/{C}tx//{C}v")]
    rows = [
        {point.get("idx"): point[0].text for point in cache.iter(f"{C}pt")}
        for cache in drawn.iter(f"{C}numCache")
    ]
    assert names == [row.name for row in chart.series]
    assert rows == [
        {str(n): str(v) for n, v in enumerate(row.values) if v is not None} for row in chart.series
    ]


@DRAWN
def test_edit_data_opens_a_workbook_of_the_same_values(chart: Chart) -> None:
    book = openpyxl.load_workbook(
        BytesIO(raw(chart, "word/embeddings/Microsoft_Excel_Sheet1.xlsx"))
    )
    cells = list(book["Sheet1"].iter_rows(values_only=True))
    columns = [[cell if cell is None else float(cell) for cell in column]
               for column in list(zip(*cells[1:], strict=True))[1:]]  # fmt: skip
    assert cells[0][1:] == tuple(row.name for row in chart.series)
    assert [row[0] for row in cells[1:]] == list(chart.labels)
    assert columns == [
        [None if value is None else float(value) for value in row.values] for row in chart.series
    ]
    ranges = [node.text for node in drawing(chart).iterfind(f".//{C}val//{C}f")]
    last = len(chart.labels) + 1
    assert ranges == [f"Sheet1!${letter}$2:${letter}${last}" for letter in "BCD"[: len(ranges)]]


def test_every_part_has_its_type_and_its_relations() -> None:
    written = parts_by_name()
    types = written["[Content_Types].xml"].decode()
    for number in range(1, 5):
        assert (
            f'<Override PartName="/word/charts/chart{number}.xml" '
            'ContentType="application/vnd.openxmlformats-officedocument.drawingml.chart+xml"/>'
        ) in types
        relations = written[f"word/charts/_rels/chart{number}.xml.rels"].decode()
        assert f'Target="../embeddings/Microsoft_Excel_Sheet{number}.xlsx"' in relations
    assert types.count("spreadsheetml.sheet") == 1  # by its ending, or one for each part


def parts_by_name() -> dict[str, bytes]:
    with ZipFile(BytesIO(write_bulletin(illustrated()))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_screen_reader_is_told_the_figures() -> None:
    described = reopen(page_of(BARS)).element.body.iter(qn("wp:docPr"))
    assert [(node.get("id"), node.get("name"), node.get("descr")) for node in described] == [
        ("1", "图1", chart_words(BARS))
    ]


def test_a_drawing_stays_with_its_caption_and_note() -> None:
    document = reopen(page_of(BARS, COLUMNS))
    assert lines(document)[1:] == [
        ("图", ""),
        ("图题", "各县区承办件数（单位：件）"),
        ("图注", "注：不含热线办直接答复的。"),
        ("图", ""),
        ("图题", "各渠道受理量（单位：件）"),
    ]
    figure, caption, _, _, last = document.paragraphs[1:]
    assert figure.style.paragraph_format.keep_with_next is True
    assert (caption.paragraph_format.keep_with_next, last.paragraph_format.keep_with_next) == (
        True,
        None,
    )


def test_the_line_of_a_drawing_grows_with_it() -> None:
    style = reopen(page_of(BARS)).styles["图"].element
    assert style.pPr.find(qn("w:spacing")).get(qn("w:lineRule")) == "auto"


def test_series_differ_in_more_than_colour() -> None:
    def looks(chart: Chart, path: str) -> list[str]:
        found = drawing(chart).iter(
            "{http://schemas.openxmlformats.org/drawingml/2006/main}" + path
        )
        return [node.get("prst") or node.get("val") for node in found]

    assert looks(STACK, "pattFill") == ["wdUpDiag", "wdDnDiag"]
    assert looks(LINES, "prstDash") == ["solid", "dash"]
    symbols = [node.get("val") for node in drawing(LINES).iter(f"{C}symbol")]
    assert symbols == ["circle", "square"]


def test_a_chart_without_values_is_a_line_of_words() -> None:
    document = reopen(page_of(Chart("bar", "情况", "件", (), ())))
    assert lines(document)[1:] == [("图", "（没有数据）"), ("图题", "情况（单位：件）")]


def test_hostile_words_stay_words() -> None:
    bad = '=1+1<&"\x00\u202e'
    chart = Chart("bar", bad, "件", (bad,), (Series(bad, (1,)),), bad)
    book = openpyxl.load_workbook(
        BytesIO(raw(chart, "word/embeddings/Microsoft_Excel_Sheet1.xlsx"))
    )
    assert [
        (cell.value, cell.data_type) for cell in (book["Sheet1"]["A2"], book["Sheet1"]["B1"])
    ] == [('=1+1<&"', "s")] * 2
    assert [node.text for node in drawing(chart).iterfind(f".//{C}cat//{C}v")] == ['=1+1<&"']


def test_the_same_page_with_charts_gives_the_same_bytes() -> None:
    assert write_bulletin(illustrated()) == write_bulletin(illustrated())


def test_appendices_begin_on_a_new_page_and_are_announced_before() -> None:
    document = reopen(illustrated())
    shown = [line for line in lines(document) if line[0].startswith("附件")]
    assert shown == [
        ("附件说明", "附件：1.各单位办理情况表"),
        ("附件说明", "\u3000\u3000\u30002.诉求类型"),
        ("附件", "附件1"),
        ("附件标题", "各单位办理情况表"),
        ("附件", "附件2"),
        ("附件标题", "诉求类型"),
    ]
    assert document.styles["附件"].paragraph_format.page_break_before is True
    assert value(document.styles["附件标题"].element, "w:pPr/w:outlineLvl") == "0"


def test_a_single_appendix_bears_no_number() -> None:
    shown = lines(reopen(page_of(Appendix("情况表"))))
    assert shown[1:] == [("附件说明", "附件：情况表"), ("附件", "附件"), ("附件标题", "情况表")]


def test_total_and_group_rows_are_bold_and_stay_with_their_rows() -> None:
    table = reopen(page_of(units_table())).tables[0]
    bold = {
        n: tuple(run.bold for cell in row.cells for run in cell.paragraphs[0].runs)
        for n, row in enumerate(table.rows)
    }
    assert [n for n, runs in bold.items() if n and any(runs)] == [1, 7, 45]
    assert len({cell._tc for cell in table.rows[1].cells}) == 1
    assert [paragraph.text for paragraph in table.rows[1].cells[0].paragraphs] == ["县（市）区"]
    assert [cell.text for cell in table.rows[-1].cells] == ["合计", "5061", "4641"]
    kept = [
        n
        for n, row in enumerate(table.rows)
        if n and row.cells[0].paragraphs[0].paragraph_format.keep_with_next
    ]
    assert kept == [1, 7, 44]


def test_a_total_that_does_not_fit_its_header_is_refused() -> None:
    from dataclasses import replace  # noqa: PLC0415 - beside its use

    with pytest.raises(ValueError, match="zip"):
        write_bulletin(page_of(replace(units_table(), foot=(words("合计"),))))


def test_a_page_without_charts_has_no_parts_of_them() -> None:
    assert [name for name in parts(page_of()) if "chart" in name or "xlsx" in name] == []


def test_a_piece_of_a_stack_too_thin_for_a_number_has_none() -> None:
    rows = drawing(STACK).iter(f"{C}dLbls")
    bare = [[node.get("val") for node in row.iterfind(f"{C}dLbl/{C}idx")] for row in rows]
    assert bare == [["4"], ["4"], ["3", "4"]]
