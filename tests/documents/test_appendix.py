"""The workbook of a bulletin: numbers are numbers, texts texts, and every sheet prints."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.documents.appendix import sheet_names, write_appendix
from hotline.documents.printed_numbers import cell_number
from hotline.rules.pages import Block, Number, Page, Table
from tests.documents.bulletins import words
from tests.documents.illustrated import COLUMNS, LINES, illustrated, units_table
from tests.documents.test_open_data import FIGURES


def book_of(*blocks: Block) -> Any:
    page = Page("通报", "热线办", None, blocks)
    return openpyxl.load_workbook(BytesIO(write_appendix(page, FIGURES)))


def rows(sheet: Any) -> list[tuple[Any, ...]]:
    return list(sheet.iter_rows(values_only=True))


def test_there_is_a_sheet_for_each_table_and_chart_and_one_for_the_definitions() -> None:
    book = openpyxl.load_workbook(BytesIO(write_appendix(illustrated(), FIGURES)))
    assert book.sheetnames == [
        *("各渠道受理量", "办结率走势", "各县区承办件数", "各单位办理情况", "各县区诉求类型"),
        "口径",
    ]


def test_counted_numbers_are_numbers_that_look_as_printed() -> None:
    book = book_of(units_table(), LINES)
    units, lines = book["各单位办理情况"], book["办结率走势"]
    assert [(cell.value, cell.number_format) for cell in units[4]] == [
        ("云州市第1承办单位", "@"),
        (100, "0"),
        (90, "0"),
    ]
    assert (lines["B3"].value, lines["B3"].number_format) == (0.991, "0.0%")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("31681", ("31681", "0")),
        ("99.8%", ("0.998", "0.0%")),
        ("-3.25%", ("-0.0325", "0.00%")),
        ("1.5天", ("1.5", '0.0"天"')),
        ("0", ("0", "0")),
        ("007", None),
        ("—", None),
        ("=1", None),
        ("1e5", None),
        ("15400000001234567", None),
        ("", None),
    ],
)
def test_only_a_plain_number_is_one(text: str, number: tuple[str, str] | None) -> None:
    read = cell_number(text)
    assert (read and (read.value, read.format)) == (number and (Decimal(number[0]), number[1]))


def test_no_text_is_computed() -> None:
    bad = ("=1+1", "+1", "-1", "@SUM(A1)", "='x'!A1")
    table = Table("=表", ("=头",) * 5, (tuple(words(text) for text in bad),), (1,) * 5)
    sheet = book_of(table).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert rows(sheet)[2] == bad


def test_a_counted_number_among_words_is_a_number_too() -> None:
    table = Table("表", ("甲",), (((Number("7", "x"),),), (words("7"),)), (1,))
    sheet = book_of(table).worksheets[0]
    assert [sheet["A3"].value, sheet["A4"].value] == [7, "7"]


def test_the_definitions_say_what_each_figure_was_counted_from() -> None:
    assert rows(book_of()["口径"])[1:] == [
        ("代码", "名称", "数值", "分子", "分母", "口径说明"),
        ("total", "受理", 21264, 21264, None, None),
        ("rate", "办结率", 0.998, 21221, 21264, "已办结件数 ÷ 受理件数"),
        ("change", "=环比", -0.032, -32, 1000, None),
    ]


def test_total_and_groups_are_bold() -> None:
    sheet = book_of(units_table()).worksheets[0]
    bold = [row[0].row for row in sheet.iter_rows(min_row=3) if row[0].font.bold]
    assert (bold, sheet.max_row) == ([3, 9, 47], 47)
    assert [str(area) for area in sheet.merged_cells.ranges] == ["A1:C1", "A3:C3"]


def test_a_sheet_prints_across_with_its_header_on_each_page() -> None:
    for sheet in book_of(COLUMNS).worksheets:
        set_up = sheet.page_setup
        assert (set_up.orientation, set_up.paperSize, set_up.fitToWidth, set_up.fitToHeight) == (
            "landscape",
            9,
            1,
            0,
        )
        assert sheet.sheet_properties.pageSetUpPr.fitToPage is True
        assert (sheet.freeze_panes, sheet.print_title_rows) == ("A3", "$1:$2")


def test_a_column_is_as_wide_as_its_longest_text_within_limits() -> None:
    sheet = book_of(Table("", ("甲", "乙"), ((words("办" * 10), words("长" * 60)),), (1, 1)))
    widths = sheet.worksheets[0].column_dimensions
    assert [widths[letter].width for letter in "AB"] == [22, 48]


@pytest.mark.parametrize(
    ("titles", "names"),
    [
        (("表", "表", "表"), ["表", "表（2）", "表（3）"]),
        (("a/b?[c]", ""), ["a b  c", "表2"]),
        (("Sheet", "sheet"), ["Sheet", "sheet（2）"]),
        (("口径",), ["口径（2）"]),
        (("长" * 40, "长" * 40), ["长" * 31, "长" * 28 + "（2）"]),
        (("'引号'",), ["引号"]),
        (("𠮷" * 20,), ["𠮷" * 15]),
    ],
)
def test_sheet_names_are_such_as_excel_takes(titles: tuple[str, ...], names: list[str]) -> None:
    assert sheet_names(titles) == names


@given(st.lists(st.text(max_size=40), max_size=6))
def test_any_titles_give_names_that_differ_and_fit(titles: list[str]) -> None:
    names = sheet_names(titles)
    assert len({name.casefold() for name in names}) == len(titles)
    assert [
        n for n in names if not n or len(n.encode("utf-16-le")) > 62 or set(n) & set("[]:*?/\\")
    ] == []


def test_the_same_page_and_figures_give_the_same_bytes() -> None:
    assert write_appendix(illustrated(), FIGURES) == write_appendix(illustrated(), FIGURES)
