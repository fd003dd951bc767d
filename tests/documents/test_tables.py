"""Reading CSV files: a good row is read, a bad one is kept byte for byte with its reason."""

from __future__ import annotations

import io
import itertools

import pytest

from hotline.documents.csv_bytes import encoding_of
from hotline.documents.csv_lines import CHUNK, RECORD_LIMIT, Line, Lines, lines_of
from hotline.documents.tables import RawRecord, UnreadableFile, read_one, read_table
from hotline.rules.arrivals import SENTENCES, Arrival, Unreadable
from tests.damaged_rows import (
    DAMAGED,
    HEADER,
    HEADER_LINE,
    WORDS,
    DamagedRow,
    corrected,
    damaged_file,
    good_row,
)
from tests.documents.table_reading import (
    outcome,
    records_of,
    rows_of,
    table_of,
)

# --- twenty damaged rows ------------------------------------------------------------------------


def test_there_are_twenty_damaged_rows_with_known_reasons() -> None:
    assert len(DAMAGED) == 20
    assert {row.code for row in DAMAGED} <= set(SENTENCES)


def test_damaged_rows_are_each_reported_with_their_bytes_and_reason() -> None:
    refused = [(r.raw, got.code, got.field) for r in records_of(damaged_file())
               if isinstance(got := outcome(r), Unreadable)]  # fmt: skip
    assert refused == [(row.raw, row.code, row.field) for row in DAMAGED]


def test_good_rows_among_damaged_ones_are_all_read() -> None:
    arrivals = [got for r in records_of(damaged_file()) if isinstance(got := outcome(r), Arrival)]
    assert [arrival.key for arrival in arrivals] == [f"G{n}" for n in range(1, 22)]
    assert arrivals[4].text == '第一段，\n第二段说："请尽快"。\n第三段'


def test_records_of_a_damaged_file_join_to_the_file() -> None:
    data = damaged_file()
    assert HEADER_LINE + b"".join(r.raw for r in records_of(data)) == data


@pytest.mark.parametrize("row", DAMAGED, ids=lambda row: row.name)
@pytest.mark.parametrize("position", [0, 3, 6])
def test_one_damaged_row_spoils_no_other_wherever_it_stands(row: DamagedRow, position: int) -> None:
    rows = [good_row(n) for n in range(1, 7)]
    rows.insert(position, row.raw)
    records = records_of(HEADER_LINE + b"".join(rows))
    assert [r.raw for r in records] == rows
    codes = [got.code if isinstance(got := outcome(r), Unreadable) else "" for r in records]
    assert codes == ["" if place != position else row.code for place in range(7)]


@pytest.mark.parametrize("number", range(1, 21))
def test_damaged_row_is_read_after_correction(number: int) -> None:
    record = read_one(corrected(number), HEADER, "utf-8")
    got = outcome(record)
    assert isinstance(got, Arrival)
    assert got.key == f"D{number}"


def test_stray_gb18030_row_is_read_when_its_encoding_is_named() -> None:
    raw = DAMAGED[7].raw
    assert read_one(raw, HEADER, "utf-8") == RawRecord(0, raw, None, "undecodable")
    record = read_one(raw, HEADER, "gb18030")
    assert record.cells is not None
    assert record.cells["内容"] == WORDS


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16-le", "utf-16-be"])
def test_file_in_another_encoding_as_a_whole_is_read_like_utf8(encoding: str) -> None:
    text = (HEADER_LINE + b"".join(good_row(n) for n in range(1, 12))).decode()
    mark = "" if encoding == "gb18030" else "\ufeff"
    table = table_of((mark + text).encode(encoding))
    assert (table.encoding, table.header) == (encoding, HEADER)
    assert [r.cells for r in table] == [r.cells for r in table_of(text.encode())]


# --- encodings ----------------------------------------------------------------------------------


def test_utf8_mark_is_not_part_of_the_first_column() -> None:
    table = table_of(b"\xef\xbb\xbf" + HEADER_LINE + good_row(1))
    assert table.header == HEADER
    assert [r.raw for r in table] == [good_row(1)]


def test_gb18030_mark_is_not_part_of_the_first_column() -> None:
    assert table_of("\ufeff编号,内容\n1,好\n".encode("gb18030")).header == ("编号", "内容")


def test_ascii_header_over_gb18030_rows_is_gb18030() -> None:
    data = "id,text\n1,路灯不亮\n2,井盖丢失\n".encode("gb18030")
    assert rows_of(data) == [["1", "路灯不亮"], ["2", "井盖丢失"]]


def test_ascii_header_over_mostly_utf8_rows_stays_utf8() -> None:
    data = b"id,text\n" + "1,路灯不亮\n".encode("gb18030") + "2,井盖丢失\n".encode()
    assert rows_of(data) == [None, ["2", "井盖丢失"]]


def test_undecodable_rows_of_no_encoding_stay_strays() -> None:
    assert encoding_of(b"id,text\n1,\xff\xff\n") == ("utf-8", 0)
    assert rows_of(b"id,text\n1,\xff\xff\n") == [None]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_half_surrogate_in_utf16_is_reported_and_keeps_its_bytes(encoding: str) -> None:
    rows = ["1,好\r\n", "2,坏\ud83d\r\n", "3,😀\r\n"]
    raws = [row.encode(encoding, "surrogatepass") for row in rows]
    records = records_of("\ufeffid,text\r\n".encode(encoding) + b"".join(raws))
    assert [r.raw for r in records] == raws
    assert [r.problem for r in records] == [None, "lone_surrogate", None]


def test_utf16_with_an_odd_number_of_bytes_is_refused_as_cut() -> None:
    with pytest.raises(UnreadableFile, match="不完整"):
        table_of("\ufeffid,text\n".encode("utf-16-le") + b"1")
    assert read_one(b"1", ("id",), "utf-16-le").problem == "undecodable"


@pytest.mark.parametrize("trail", [0x40, 0x5C, 0x7C, 0x7E, 0x80, 0xFE])
def test_gb18030_trail_bytes_never_split_a_row(trail: int) -> None:
    character = bytes([0xB0, trail]).decode("gb18030")
    data = f"编号,内容\n1,{character}，{character}\n".encode("gb18030")
    assert rows_of(data) == [["1", f"{character}，{character}"]]


# --- quotes, columns and lines ------------------------------------------------------------------


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_is_known(end: str) -> None:
    data = end.join(["id,text", "1,甲", '2,"乙\r\n丙"', "3,丁"]).encode()
    assert rows_of(data) == [["1", "甲"], ["2", "乙\r\n丙"], ["3", "丁"]]


def test_line_separators_of_unicode_end_no_row() -> None:
    text = "甲\u2028乙\x85丙\x0b丁\x0c"
    assert rows_of(f"id,text\n1,{text}\n".encode()) == [["1", text]]
    record = read_one(f"1,{text}\n".encode(), ("id", "text"), "utf-8")
    assert record.cells == {"id": "1", "text": text}


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_delimiter_is_found_in_the_header(delimiter: str) -> None:
    table = table_of(f"id{delimiter}text\n1{delimiter}甲，乙\n".encode())
    assert table.delimiter == delimiter
    assert [r.cells for r in table] == [{"id": "1", "text": "甲，乙"}]


def test_quote_inside_an_unquoted_cell_is_only_a_character() -> None:
    assert rows_of('id,text\n1,5" 管道\n2,好\n'.encode()) == [["1", '5" 管道'], ["2", "好"]]


@pytest.mark.parametrize(
    "bad",
    [
        '1,"路灯,x\n',
        '1,"路灯"坏了,x\n',
        '1,"路灯\n坏了,x\n',
        '1,"路灯\n"坏"了\n,x\n',
        '"\n',
        '1,"他说:"坏了"",x\n',
    ],
)
@pytest.mark.parametrize(
    "after", ['2,"甲",乙\n', '2,"甲\n丙","乙"\n', '2,"",乙\n', '2,"""甲""",乙\n']
)
def test_reading_takes_up_again_after_an_unbalanced_quote(bad: str, after: str) -> None:
    good = "3,甲,乙\n"
    records = records_of(f"id,title,text\n{bad}{after}{good}".encode())
    assert [r.raw.decode() for r in records] == [bad, after, good]
    assert [r.problem for r in records] == ["unbalanced_quote", None, None]


def test_quote_that_never_closes_swallows_no_good_row() -> None:
    good = "".join(f"{n},甲,乙\n" for n in range(5000))
    records = records_of(f'id,title,text\n0,"坏,x\n{good}'.encode())
    assert [r.problem for r in records] == ["unbalanced_quote"] + [None] * 5000


def test_balanced_row_of_two_lines_with_a_column_too_many_stays_one_row() -> None:
    bad = '1,"甲\n乙",2020,多\n'
    records = records_of(f"id,text,time\n{bad}2,丙,2020\n".encode())
    assert [(r.raw.decode(), r.problem) for r in records] == [
        (bad, "wrong_column_count"),
        ("2,丙,2020\n", None),
    ]


def test_neighbouring_rows_with_wrong_columns_are_reported_apart() -> None:
    records = records_of(b"a,b\n1\n2,3,4\n5,6\n")
    assert [(r.raw, r.problem) for r in records] == [
        (b"1\n", "wrong_column_count"),
        (b"2,3,4\n", "wrong_column_count"),
        (b"5,6\n", None),
    ]


def test_empty_rows_are_passed_over_but_counted() -> None:
    records = records_of(b"a,b\n\n1,2\n,\n , \n3,4\n\n")
    assert [(r.number, r.raw) for r in records] == [(3, b"1,2\n"), (6, b"3,4\n")]


def test_number_counts_from_the_first_line_even_if_it_is_blank() -> None:
    table = table_of(b"\n\na,b\n1,2\n")
    assert table.header == ("a", "b")
    assert [r.number for r in table] == [4]


def test_last_row_needs_no_line_end() -> None:
    assert [r.raw for r in records_of(b"a,b\n1,2")] == [b"1,2"]


def test_two_rows_are_not_one_record() -> None:
    assert read_one(b"1,2\n3,4\n", ("a", "b"), "utf-8").problem == "unbalanced_quote"


def test_nothing_is_no_record() -> None:
    assert read_one(b"", ("a", "b"), "utf-8") == RawRecord(0, b"", None, "unbalanced_quote")


# --- size ---------------------------------------------------------------------------------------


def test_cell_of_a_megabyte_is_read() -> None:
    assert rows_of(b'a,b\n1,"' + b"0123456789\n" * 100_000 + b'"\n') == [
        ["1", "0123456789\n" * 100_000]
    ]


def test_line_longer_than_a_record_comes_in_pieces_with_a_reason() -> None:
    body = b"1," + b"x" * (2 * RECORD_LIMIT) + b"\n2,3\n"
    records = records_of(b"a,b\n" + body)
    assert b"".join(r.raw for r in records) == body
    assert [r.problem for r in records] == ["record_too_long"] * 2 + [None]
    assert max(len(r.raw) for r in records) <= RECORD_LIMIT + CHUNK


def test_open_quote_before_many_megabytes_is_bounded() -> None:
    body = b'1,"\n' + (b"x" * 1000 + b"\n") * 6000 + b"2,3\n"
    records = records_of(b"a,b\n" + body)
    assert b"".join(r.raw for r in records) == body
    assert max(len(r.raw) for r in records) <= RECORD_LIMIT + 1001
    assert (records[0].problem, records[-1].problem) == ("unbalanced_quote", None)


class Endless(io.RawIOBase):
    """A stream that says it is a terabyte long and counts what is really read."""

    served = 0

    def seek(self, offset: int, whence: int = 0) -> int:
        return 10**12 if whence == 2 else offset

    def read(self, size: int = -1) -> bytes:
        self.served += size
        return (b"a,b\n" + b"1,2\n" * size)[:size]


def test_rows_come_while_the_file_is_being_read() -> None:
    stream = Endless()
    table = read_table(stream, "x.csv")  # type: ignore[arg-type]
    first = list(itertools.islice(table, 1000))
    assert len(first) == 1000
    assert table.position == 4 + 1000 * 4
    assert stream.served < 3 * CHUNK


def test_position_ends_at_the_total() -> None:
    data = damaged_file()
    table = table_of(data)
    seen = [table.position, *(table.position for _ in table), table.position]
    assert seen == sorted(seen)
    assert seen[-1] == table.total == len(data)


def test_lines_that_are_put_back_come_again_in_order() -> None:
    one, two, three = (Line(text, whole=True) for text in "abc")
    lines = Lines(iter([one, two, three]))
    taken = [next(lines), next(lines)]
    lines.put_back(taken)
    assert list(lines) == [one, two, three]


@pytest.mark.parametrize("shift", [-1, 0, 1])
def test_line_end_across_two_chunks_is_one(shift: int) -> None:
    first = b"x" * (CHUNK - 1 + shift) + b"\r\n"
    texts = [line.text.encode() for line in lines_of(io.BytesIO(first + b"y\r"), "latin-1")]
    assert texts == [first, b"y\r"]


# --- headers and other kinds of files -----------------------------------------------------------


def test_blank_column_name_is_called_by_its_place() -> None:
    assert table_of(b"a,,c,,\n").header == ("a", "第2列", "c")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "空的"),
        (b"\n \r\n", "空的"),
        (b"\xef\xbb\xbf", "空的"),
        (b",,,\n1,2\n", "没有列名"),
        (b"a,b,a\n1,2,3\n", "重名的列：a。"),
        (",".join(map(str, range(501))).encode(), "超过 500 列"),
        (b'a,"b\n', "读不出文件第一行"),
        (b"a\0,b\n", "不是文字表格"),
        ("id,text\n".encode("utf-16-le"), "不是文字表格"),
        ("编号".encode() + b"\xff\xff,b\n", "认不出文件的文字编码"),
        (b"%PDF-1.7\n", "PDF 文件"),
        (b"\x89PNG\r\n", "图片"),
        (b"\xef\xbb\xbf \n<table><tr><td>1", "网页"),
        (b"<html>", "网页"),
        (b'{"a": 1}', "JSON"),
        (b"PK\x03\x04" + b"x" * 100, "已损坏"),
    ],
)
def test_file_that_is_no_table_is_refused_in_chinese(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableFile, match=message) as caught:
        table_of(data)
    assert str(caught.value).startswith("来件.csv：")
    assert str(caught.value).endswith("。")
