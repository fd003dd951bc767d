"""Tables in the Word file hold their columns, repeat their header and never split a row."""

from __future__ import annotations

import pytest
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn

from hotline.documents.word_tables import column_widths
from hotline.rules.pages import Table
from tests.documents.bulletins import HEADER, UNITS, bulletin, unit_table, words
from tests.documents.reopened import lines, page_of, reopen, value

TEXT_WIDTH = 8844  # 156 mm in twips


def table_of(*rows, header=("部门", "件数"), widths=(3, 1), caption="表题", numeric=(1,)):
    cells = tuple(tuple(words(text) for text in row) for row in rows)
    return Table(caption, header, cells, widths, frozenset(numeric))


def written(table):
    return reopen(page_of(table)).tables[0]


def texts(table):
    return [tuple(cell.text for cell in row.cells) for row in table.rows]


def test_table_holds_header_and_rows_in_order():
    table = written(table_of(("市教育局", "13"), ("市商务局", "7")))
    assert texts(table) == [("部门", "件数"), ("市教育局", "13"), ("市商务局", "7")]


def test_unit_table_has_two_column_pairs():
    rows = texts(reopen(bulletin()).tables[0])
    assert rows[0] == HEADER
    assert rows[1] == ("铁西区政府", "2285", "2279", "市银保监局", "17", "17")
    assert rows[-1] == ("移动四平分公司", "21", "21", "市工信局", "1", "1")
    assert len(rows) == 1 + len(UNITS)


def test_caption_is_a_bold_centred_line_above_that_stays_with_the_table():
    document = reopen(page_of(table_of()))
    style = document.styles["Caption"]
    assert lines(document)[-1] == ("Caption", "表题")
    assert style.font.bold is True
    assert style.paragraph_format.alignment == WD_ALIGN_PARAGRAPH.CENTER
    assert style.paragraph_format.keep_with_next is True


def test_tables_never_touch_even_without_captions():
    document = reopen(page_of(table_of(caption=""), table_of(caption="")))
    body = [child.tag.rpartition("}")[2] for child in document.element.body]
    assert body == ["p", "p", "tbl", "p", "tbl", "sectPr"]


def test_layout_is_fixed_and_as_wide_as_the_text():
    table = written(table_of())
    width = table._tbl.tblPr.find(qn("w:tblW"))
    assert table.autofit is False
    assert table.alignment == WD_TABLE_ALIGNMENT.CENTER
    assert (width.get(qn("w:type")), width.get(qn("w:w"))) == ("dxa", str(TEXT_WIDTH))


def test_grid_follows_the_relative_widths():
    grid = written(table_of())._tbl.tblGrid.findall(qn("w:gridCol"))
    assert [int(column.get(qn("w:w"))) for column in grid] == [6633, 2211]


def test_cells_are_as_wide_as_their_columns():
    table = written(unit_table())
    grid = [column.width for column in table.columns]
    for row in table.rows:
        assert [cell.width for cell in row.cells] == grid


@pytest.mark.parametrize("shares", [(1,), (1, 1, 1), (8, 4, 4, 8, 4, 4), (7, 11, 13), (1,) * 17])
def test_column_widths_add_up_to_the_text_width(shares):
    widths = column_widths(shares)
    assert len(widths) == len(shares)
    assert sum(width.twips for width in widths) == TEXT_WIDTH


def test_equal_shares_differ_by_a_twip_at_most():
    widths = [width.twips for width in column_widths((1,) * 7)]
    assert max(widths) - min(widths) == 1


def test_header_row_is_repeated_on_each_page_and_only_it():
    rows = written(unit_table()).rows
    flags = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in rows]
    assert flags == [True] + [False] * len(UNITS)


def test_no_row_splits_across_pages():
    for row in written(unit_table()).rows:
        assert row._tr.trPr.find(qn("w:cantSplit")) is not None


def test_header_is_bold_and_centred():
    table = written(table_of(("市教育局", "13")))
    styles = {cell.paragraphs[0].style.name for cell in table.rows[0].cells}
    style = reopen(bulletin()).styles["表头"]
    assert styles == {"表头"}
    assert style.font.bold is True
    assert style.paragraph_format.alignment == WD_ALIGN_PARAGRAPH.CENTER


def test_figures_are_centred_and_names_are_not():
    row = written(table_of(("市教育局", "13"))).rows[1]
    assert [cell.paragraphs[0].alignment for cell in row.cells] == [None, WD_ALIGN_PARAGRAPH.CENTER]
    assert {cell.paragraphs[0].style.name for cell in row.cells} == {"表格文字"}


def test_cells_are_centred_from_top_to_bottom():
    for row in written(unit_table()).rows:
        assert {cell.vertical_alignment for cell in row.cells} == {WD_ALIGN_VERTICAL.CENTER}


def test_rows_are_8_mm_high_or_more():
    row = written(table_of()).rows[0]
    assert (round(row.height.mm), str(row.height_rule)) == (8, "AT_LEAST (1)")


def test_table_has_all_borders():
    style = reopen(bulletin()).styles["Table Grid"].element
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV"):
        assert value(style, f"w:tblPr/w:tblBorders/w:{edge}") == "single"


def test_cells_have_margins_of_0_8_mm():
    style = reopen(bulletin()).styles["Table Grid"].element
    margins = style.find(qn("w:tblPr")).find(qn("w:tblCellMar"))
    widths = [int(side.get(qn("w:w"))) for side in margins]
    assert [round(width / 1440 * 25.4, 1) for width in widths] == [0.8] * 4


def test_row_that_does_not_fit_the_header_is_refused():
    with pytest.raises(ValueError, match="zip"):
        written(table_of(("市教育局", "13", "多")))


def test_header_that_does_not_fit_the_widths_is_refused():
    with pytest.raises(ValueError, match="zip"):
        written(table_of(header=("部门", "件数", "办结")))


def test_cell_text_stays_text():
    table = written(table_of(("=1+1", "<b>\x00&amp;")))
    assert texts(table)[1] == ("=1+1", "<b>&amp;")


def test_table_without_rows_is_its_header():
    assert texts(written(table_of())) == [("部门", "件数")]
