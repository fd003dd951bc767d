"""Any table at all: what is written reads back equal, and no byte is lost or crashes."""

from __future__ import annotations

import csv

from hypothesis import example, given, settings
from hypothesis import strategies as st

from hotline.documents.tables import UnreadableFile, read_one
from hotline.rules.arrivals import Arrival, Unreadable
from tests.damaged_rows import (
    DAMAGED,
    HEADER,
    DamagedRow,
    damaged_file,
    line,
)
from tests.documents.table_reading import (
    PROBLEMS,
    outcome,
    records_of,
    table_of,
    written,
)

# --- for any file -------------------------------------------------------------------------------

CELLS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff"), max_size=12
)
NAMES = st.lists(st.from_regex(r"[a-z]{1,4}", fullmatch=True), min_size=1, max_size=4, unique=True)


def kept(row: list[str]) -> bool:
    """Whether a row has anything but commas and blanks."""
    return bool("".join(row).strip(", \t;\r\n"))


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    """A header and rows as wide as it; each row has some text, so that none is passed over."""
    header = draw(NAMES)
    row = st.lists(CELLS, min_size=len(header), max_size=len(header))
    return [header, *draw(st.lists(row.filter(kept), max_size=6))]


@settings(deadline=None)
@given(
    tables(),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.sampled_from([("\n", csv.QUOTE_ALL), ("\r", csv.QUOTE_ALL), ("\r\n", csv.QUOTE_MINIMAL)]),
)
def test_any_written_rows_read_back_equal_with_their_bytes(
    rows: list[list[str]], encoding: str, how: tuple[str, int]
) -> None:
    end, quoting = how
    head = written(rows[:1], lineterminator=end, quoting=quoting).encode(encoding)
    data = written(rows, lineterminator=end, quoting=quoting).encode(encoding)
    table = table_of(data)
    records = list(table)
    assert list(table.header) == rows[0]
    assert [list((r.cells or {}).values()) for r in records] == rows[1:]
    assert head + b"".join(r.raw for r in records) == data


@settings(deadline=None)
@given(st.binary(max_size=400))
@example(b'a\n"\n\0')
@example(b"a,b\n1\0\n\0")
@example(b"\xff\xfea\0\n\0\0\xd8")
def test_any_bytes_are_read_or_refused_but_never_crash(noise: bytes) -> None:
    try:
        records = records_of(noise)
    except UnreadableFile:
        return
    assert {r.problem for r in records} - {None} <= PROBLEMS
    assert all((r.cells is None) == (r.problem is not None) for r in records)


FRAGMENTS = st.sampled_from(
    [b'"', b'""', b",", b"\n", b"\r\n", b"\r", b"\0", b"1,2,3\n", b'4,"5",6\n', "灯".encode(),
     "灯".encode("gb18030"), "灯,\n".encode("utf-16-le"), b"\xef\xbb\xbf", b"\xed\xa0\xbd", b" x "]
)  # fmt: skip


@settings(deadline=None, max_examples=300)
@given(st.lists(FRAGMENTS, max_size=30))
def test_any_damage_under_a_good_header_loses_no_byte_with_text(fragments: list[bytes]) -> None:
    body = b"".join(fragments)
    raws = [r.raw for r in records_of("编号,b,c\n".encode() + body)]
    position = 0
    for raw in raws:
        start = body.index(raw, position)
        assert body[position:start].strip(b", \r\n") == b""
        position = start + len(raw)
    assert body[position:].strip(b", \r\n") == b""


@settings(deadline=None)
@given(st.lists(st.sampled_from([row for row in DAMAGED if len(row.raw) < 1000]), max_size=8))
def test_any_selection_of_damaged_rows_is_reported_exactly(rows: list[DamagedRow]) -> None:
    records = records_of(damaged_file(tuple(rows)))
    refused = [(r.raw, got.code) for r in records if isinstance(got := outcome(r), Unreadable)]
    assert refused == [(row.raw, row.code) for row in rows]


def test_good_line_of_the_builder_is_good() -> None:
    assert isinstance(outcome(read_one(line("1").encode(), HEADER, "utf-8")), Arrival)
