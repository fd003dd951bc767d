"""Reading Excel workbooks: the rows of honest ones, and no harm from hostile ones."""

from __future__ import annotations

import io
import json
import resource
import subprocess
import sys
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from hotline.documents import workbook_child, workbooks
from hotline.documents.tables import RawRecord, Table, UnreadableFile, read_one, read_table
from hotline.documents.workbook_child import cell_text
from hotline.rules.arrivals import read_row
from hotline.rules.column_mapping import mapping_for
from tests.documents.workbook_bytes import (
    rows_xlsx,
    saved,
    with_false_sizes,
    with_part,
    xls,
    xlsx,
    zipped,
)

SHEET = "xl/worksheets/sheet1.xml"
ROWS: list[list[Any]] = [
    ["编号", "诉求内容", "时间", "电话"],
    [417, "青禾路二号门前的路灯不亮。", datetime(2022, 4, 6, 8, 5, 9), 10000000000],  # noqa: DTZ001
    ["QH-2", "第一行\n第二行", date(2022, 4, 7), "+86 000"],
]


def table_of(data: bytes) -> Table:
    return read_table(io.BytesIO(data), "来件.xlsx")


def cells_of(data: bytes) -> list[list[str] | None]:
    return [None if r.cells is None else list(r.cells.values()) for r in table_of(data)]


def refusal(data: bytes) -> str:
    with pytest.raises(UnreadableFile) as caught:
        list(table_of(data))
    return str(caught.value).removeprefix("来件.xlsx：")


# --- honest workbooks ---------------------------------------------------------------------------


def test_workbook_rows_are_read_as_text() -> None:
    table = table_of(rows_xlsx(ROWS))
    assert (table.header, table.encoding) == (("编号", "诉求内容", "时间", "电话"), "json")
    assert [list((r.cells or {}).values()) for r in table] == [
        ["417", "青禾路二号门前的路灯不亮。", "2022-04-06 08:05:09", "10000000000"],
        ["QH-2", "第一行\n第二行", "2022-04-07", "+86 000"],
    ]


def test_workbook_rows_become_arrivals() -> None:
    table = table_of(rows_xlsx(ROWS))
    mapping = mapping_for(table.header)
    arrivals = [read_row(r.cells, mapping, "people_net") for r in table if r.cells]
    assert [(a.key, a.arrived_at.isoformat(), a.sender_phone) for a in arrivals] == [
        ("417", "2022-04-06T08:05:09+08:00", "10000000000"),
        ("QH-2", "2022-04-07T00:00:00+08:00", "+86 000"),
    ]


def test_old_workbook_is_read_like_a_new_one() -> None:
    data = xls([["编号", "诉求内容"], [417.0, "井盖丢失，请补上。"]])
    table = read_table(io.BytesIO(data), "来件.xls")
    assert table.header == ("编号", "诉求内容")
    assert [r.cells for r in table] == [{"编号": "417", "诉求内容": "井盖丢失，请补上。"}]


def test_row_keeps_canonical_json_and_reads_again_from_it() -> None:
    table = table_of(rows_xlsx([["编号", "内容"], [1, "路灯"]]))
    [record] = table
    assert record.raw == '["1","路灯"]'.encode()
    again = read_one(record.raw, table.header, table.encoding)
    assert again == RawRecord(0, record.raw, record.cells)


def test_row_number_is_the_one_that_excel_shows() -> None:
    data = xlsx({"B3": "编号", "C3": "内容", "B5": 1, "C5": "甲", "C9": "乙"})
    table = table_of(data)
    assert [(r.number, (r.cells or {}).get("内容")) for r in table] == [(5, "甲"), (9, "乙")]


def test_kind_of_file_is_told_by_content_not_by_name() -> None:
    with read_table(io.BytesIO(rows_xlsx(ROWS)), "来件.csv") as table:
        assert table.encoding == "json"
    assert read_table(io.BytesIO(b"a,b\n"), "来件.xlsx").encoding == "utf-8"


def test_blank_rows_and_columns_beyond_the_header_are_dropped() -> None:
    data = rows_xlsx([["a", "b", None], [1, None, " "[:0]], [None, None, None], [2, 3, None]])
    assert cells_of(data) == [["1", ""], ["2", "3"]]


def test_text_beyond_the_header_is_a_wrong_column_count() -> None:
    [record] = table_of(rows_xlsx([["a", "b"], [1, 2, "多"]]))
    assert (record.problem, record.cells) == ("wrong_column_count", None)
    assert record.raw == '["1","2","多"]'.encode()
    assert read_one(record.raw, ("a", "b"), "json").problem == "wrong_column_count"


def test_first_visible_sheet_with_rows_is_read() -> None:
    book = Workbook()
    book.active.sheet_state = "hidden"
    book.active["A1"] = "隐藏"
    book.create_sheet("空")
    book.create_sheet("来件")["A1"] = "内容"
    with table_of(saved(book)) as table:
        assert table.header == ("内容",)


def test_formula_is_not_run() -> None:
    assert cells_of(xlsx({"A1": "a", "B1": "b", "A2": "=1+1", "B2": "x"})) == [["", "x"]]


def test_position_ends_at_the_total() -> None:
    table = table_of(rows_xlsx(ROWS))
    positions = [table.position for _ in table]
    assert positions == sorted(positions)
    assert table.position == table.total > 0


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("路灯", "路灯"),
        ("", ""),
        (13.0, "13"),
        (10000000000.0, "10000000000"),
        (1e22, "10000000000000000000000"),
        (1.5, "1.5"),
        (float("inf"), "inf"),
        (True, "TRUE"),
        (False, "FALSE"),
        (datetime(2022, 4, 6, 8, 5, 8, 999999), "2022-04-06 08:05:09"),  # noqa: DTZ001
        (datetime(2022, 4, 6, 8, 5, 9, 1), "2022-04-06 08:05:09"),  # noqa: DTZ001
        (datetime(9999, 12, 31, 23, 59, 59, 999999), "9999-12-31 23:59:59"),  # noqa: DTZ001
        (date(2022, 4, 6), "2022-04-06"),
        (time(8, 5), "08:05:00"),
        (timedelta(hours=30), "1 day, 6:00:00"),
    ],
)
def test_cell_is_written_as_a_person_would_type_it(value: Any, text: str) -> None:
    assert cell_text(value) == text


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (b"\xff", "undecodable"),
        (b"[", "undecodable"),
        (b"[" * 100_000, "undecodable"),
        (b"{}", "wrong_column_count"),
        (b'["1",2]', "wrong_column_count"),
        (b'["1"]', "wrong_column_count"),
    ],
)
def test_kept_row_that_is_no_list_of_cells_is_reported(raw: bytes, problem: str) -> None:
    assert read_one(raw, ("a", "b"), "json") == RawRecord(0, raw, None, problem)


def test_table_that_is_left_early_is_closed() -> None:
    with table_of(rows_xlsx(ROWS)) as table:
        next(iter(table))
    with pytest.raises(ValueError, match="closed file"):
        list(table)


# --- hostile workbooks --------------------------------------------------------------------------


def test_small_workbook_with_a_cell_in_the_last_row_is_read() -> None:
    data = xlsx({"A1": "内容", "A2": "甲", "A1048576": "乙"})
    assert len(data) < 6000
    assert [r.number for r in table_of(data)] == [2, 1048576]


def test_small_workbook_that_claims_every_cell_is_refused() -> None:
    data = xlsx({"A1": "内容", "XFD1048576": "乙"})
    assert len(data) < 6000
    assert refusal(data) == workbooks.TOO_LARGE


def test_false_dimension_tag_is_not_believed() -> None:
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1" t="inlineStr">'
        "<is><t>内容</t></is></c></row></sheetData></worksheet>"
    )
    data = with_part(rows_xlsx(ROWS), SHEET, sheet.encode())
    with table_of(data) as table:
        assert table.header == ("内容",)


def test_zip_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "run_child", lambda *_, **__: pytest.fail("was opened"))
    data = with_part(rows_xlsx(ROWS), SHEET, b" " * (30 * 1024 * 1024))
    assert len(data) < 100_000
    assert refusal(data) == workbooks.TOO_LARGE


def test_zip_bomb_with_a_false_directory_hurts_only_the_child() -> None:
    bomb = with_part(rows_xlsx(ROWS), "xl/sharedStrings.xml", b"<sst>" + b"<si>" * 10_000_000)
    message = refusal(with_false_sizes(bomb, 1000))
    assert message in (workbooks.BROKEN, workbooks.TOO_LARGE)


def test_many_parts_are_refused() -> None:
    parts = {f"xl/{n}": b"" for n in range(workbooks.PART_LIMIT + 1)}
    assert refusal(zipped(parts)) == workbooks.TOO_LARGE


def test_file_over_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "FILE_LIMIT", 1000)
    assert "超过 100 MB" in refusal(rows_xlsx(ROWS))


@pytest.mark.parametrize(
    "data",
    [
        zipped({"word/document.xml": b"<w/>"}),
        zipped({"xl/workbook.xml": b"no xml"}),
        b"PK\x03\x04 and nothing",
        rows_xlsx(ROWS)[:-200],
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 2000,
        xls([["a"]])[:1500],
    ],
    ids=["word", "no xml", "no zip", "cut zip", "no compound file", "cut compound file"],
)
def test_broken_workbook_is_refused(data: bytes) -> None:
    assert refusal(data) == workbooks.BROKEN


def test_empty_workbook_is_refused() -> None:
    assert "空的" in refusal(saved(Workbook()))


def test_header_of_a_workbook_is_checked_like_any_other() -> None:
    assert "重名的列：a" in refusal(rows_xlsx([["a", "a"], [1, 2]]))


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (workbook_child.LOCKED, "密码"),
        (workbook_child.BROKEN, "已损坏"),
        (workbook_child.TOO_MANY_ROWS, "1,000,000 行"),
        (workbook_child.EMPTY, "空的"),
        (workbook_child.TOO_LARGE, "太大"),
        (-6, "太大"),
        (-24, "太大"),
    ],
)
def test_every_end_of_the_child_has_its_sentence(
    status: int, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbooks, "run_child", lambda *_, **__: status)
    message = refusal(rows_xlsx(ROWS))
    assert words in message
    assert message.endswith("后重试。") or "重新选择文件" in message


def test_child_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "WALL_SECONDS", 0.001)
    assert refusal(rows_xlsx(ROWS)) == workbooks.TOO_LARGE


def test_child_refuses_more_rows_than_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_child, "ROW_LIMIT", 2)
    book = workbook_child.load_workbook(io.BytesIO(rows_xlsx(ROWS)))
    assert workbook_child._write(book) == workbook_child.TOO_MANY_ROWS


def test_child_limits_itself_before_it_reads() -> None:
    program = (
        "import resource, sys; sys.path.insert(0, sys.argv[1]); import workbook_child as c;"
        "c._limit(); print(*[resource.getrlimit(w)[0] for w in (resource.RLIMIT_AS,"
        "resource.RLIMIT_CPU, resource.RLIMIT_FSIZE, resource.RLIMIT_CORE)])"
    )
    folder = str(workbook_child.__file__).rsplit("/", 1)[0]
    command = [sys.executable, "-c", program, folder]
    done = subprocess.run(command, capture_output=True, check=True)  # noqa: S603 our own program
    assert [int(word) for word in done.stdout.split()] == [
        workbook_child.MEMORY_LIMIT,
        workbook_child.CPU_SECONDS,
        workbook_child.OUTPUT_LIMIT,
        0,
    ]


def test_limits_of_the_child_do_not_touch_the_site() -> None:
    before = resource.getrlimit(resource.RLIMIT_AS)
    list(table_of(rows_xlsx(ROWS)))
    assert resource.getrlimit(resource.RLIMIT_AS) == before


# --- for any workbook ---------------------------------------------------------------------------

# What XML 1.0 can carry; openpyxl takes a leading = for a formula, and _x0041_ for an escape.
CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=10).filter(
    lambda text: not text.startswith("=") and "_x" not in text and text == text.strip()
)


@settings(deadline=None, max_examples=12)
@given(st.lists(st.lists(CELLS, min_size=3, max_size=3).filter(any), max_size=6))
def test_any_rows_written_to_a_workbook_read_back_equal(rows: list[list[str]]) -> None:
    records = list(table_of(rows_xlsx([["a", "b", "c"], *rows])))
    assert [list((r.cells or {}).values()) for r in records] == rows
    assert [json.loads(r.raw) for r in records] == rows


@cache
def one_workbook() -> bytes:
    """The same bytes for every example: a workbook carries the second in which it was made."""
    return rows_xlsx(ROWS)


@settings(deadline=None, max_examples=12)
@given(st.data())
def test_any_byte_changed_in_a_workbook_is_survived(data: st.DataObject) -> None:
    content = bytearray(one_workbook())
    for _ in range(data.draw(st.integers(1, 5))):
        place = data.draw(st.integers(4, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    try:
        assert all(isinstance(r, RawRecord) for r in table_of(bytes(content)))
    except UnreadableFile as error:
        assert str(error).endswith("。")
