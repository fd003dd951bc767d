"""Files of any length: every cell comes back as the text it was, and none is computed."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from hotline.documents.long_tables import Head, LongCsv
from hotline.documents.long_workbook import LONGEST_CELL, LongWorkbook

HEAD = Head(
    title="工单: 全部/今天",
    headings=["工单号", "内容"],
    mark="由 甄示例 于 2026-03-02 导出，仅供 A&B 使用，编号 DC20260302-ABCDEFGH",
    number="DC20260302-ABCDEFGH",
    by="甄示例",
    at=datetime(2026, 3, 2, tzinfo=UTC),
)
COMPUTED = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    "=cmd|'/C calc'!A0",
    '=HYPERLINK("http://example.invalid","点")',
    "  =1+1",
    "@SUM(1+1)*cmd|' /C calc'!A0",
]
LITERAL = ["<b>&amp;</b>", "第一行\n第二行", " 前后有空格 ", "😀", "'=1", ""]


class Kept(io.RawIOBase):
    """A stream that only goes on, as the sealed parts do."""

    def __init__(self) -> None:
        self.content = b""

    def writable(self) -> bool:
        return True

    def write(self, data: bytes, /) -> int:  # type: ignore[override]
        self.content += data
        return len(data)


def as_csv(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    stream = Kept()
    table = LongCsv(stream, HEAD)
    table.add(rows)
    table.close()
    return list(csv.reader(io.StringIO(stream.content.decode("utf-8-sig"), newline="")))


def as_sheets(rows: Sequence[Sequence[str]], **facts: int) -> list[Worksheet]:
    stream = Kept()
    table = LongWorkbook(stream, HEAD, **facts)
    table.add(rows)
    table.close()
    return openpyxl.load_workbook(io.BytesIO(stream.content)).worksheets


@pytest.mark.parametrize("text", COMPUTED)
def test_no_spreadsheet_computes_what_a_citizen_typed(text: str) -> None:
    cell = as_sheets([["1", text]])[0]["B2"]
    assert (cell.data_type, cell.number_format) == ("s", "@")
    assert cell.value == text.replace("\r", "\n")
    assert as_csv([["1", text]])[1] == ["1", f"'{text}"]


def test_a_workbook_gives_back_every_text_as_it_was() -> None:
    sheet = as_sheets([["1", text] for text in LITERAL])[0]
    found = [sheet.cell(row, 2).value or "" for row in range(2, 2 + len(LITERAL))]
    assert found == LITERAL


def test_a_text_that_a_spreadsheet_would_take_for_a_sign_by_number_is_kept_literal() -> None:
    assert as_sheets([["1", "_x0041_"]])[0]["B2"].value == "_x005F_x0041_"  # as Excel reads it


def test_what_cannot_stand_in_a_workbook_is_left_out_of_it() -> None:
    sheet = as_sheets([["1", "a\x00\x0b\ufffeb\ud800c"], ["2", "长" * (LONGEST_CELL + 5)]])[0]
    assert (sheet["B2"].value, len(sheet["B3"].value)) == ("abc", LONGEST_CELL)


def test_both_kinds_end_with_who_took_the_table_out() -> None:
    assert as_csv([["1", "a"]])[-1] == [HEAD.mark]
    sheet = as_sheets([["1", "a"]])[0]
    assert [cell.value for cell in sheet["A"]] == ["工单号", "1", HEAD.mark]
    assert sheet.oddHeader.left.text == HEAD.mark.replace("&", "&&")
    assert (sheet.oddFooter.left.text, sheet.print_title_rows) == (HEAD.number, "$1:$1")
    assert (sheet.parent.properties.identifier, sheet.parent.properties.creator) == (
        HEAD.number,
        "甄示例",
    )


def test_a_sheet_that_is_full_goes_on_in_a_next_one() -> None:
    sheets = as_sheets([[str(number), "a"] for number in range(5)], most_rows=2)
    assert [sheet.title for sheet in sheets] == [
        "工单  全部 今天",
        "工单  全部 今天（2）",
        "工单  全部 今天（3）",
    ]
    assert [[cell.value for cell in sheet["A"]] for sheet in sheets] == [
        ["工单号", "0", "1", HEAD.mark],
        ["工单号", "2", "3", HEAD.mark],
        ["工单号", "4", HEAD.mark],
    ]
