"""A page kept as data comes back as it was."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.rules.pages import (
    Heading,
    Masthead,
    Number,
    Page,
    Paragraph,
    Table,
    Words,
    chinese_date,
    page_data,
    page_of,
    plain,
)

TEXT = st.text(max_size=8)
PIECES = st.lists(st.one_of(st.builds(Words, TEXT), st.builds(Number, TEXT, TEXT)), max_size=4).map(
    tuple
)
TABLES = st.builds(
    Table,
    TEXT,
    st.lists(TEXT, max_size=4).map(tuple),
    st.lists(st.lists(PIECES, max_size=3).map(tuple), max_size=3).map(tuple),
    st.lists(st.integers(1, 9), max_size=4).map(tuple),
    st.frozensets(st.integers(0, 9), max_size=4),
)
BLOCKS = st.one_of(
    st.builds(Heading, st.integers(1, 3), PIECES), st.builds(Paragraph, PIECES), TABLES
)
PAGES = st.builds(
    Page,
    TEXT,
    TEXT,
    st.none() | st.dates(),
    st.lists(BLOCKS, max_size=4).map(tuple),
    st.none() | st.builds(Masthead, TEXT, TEXT),
)


@given(PAGES)
def test_a_page_through_data_is_the_same_page(page: Page) -> None:
    assert page_of(page_data(page)) == page


@given(PAGES)
def test_a_page_through_json_is_the_same_page(page: Page) -> None:
    assert page_of(json.loads(json.dumps(page_data(page)))) == page


@given(PAGES)
def test_the_same_page_gives_the_same_data(page: Page) -> None:
    assert page_data(page_of(page_data(page))) == page_data(page)


def test_a_page_as_data_is_as_the_database_keeps_it() -> None:
    page = Page(
        "标题",
        "热线办",
        date(2022, 5, 6),
        (
            Heading(1, (Words("一、"),)),
            Paragraph((Words("共"), Number("25", "total.count"))),
            Table("表", ("部门", "件数"), (((Words("东"),), (Number("3", "x"),)),), (5, 3),
                  frozenset({1})),
        ),
        Masthead("专报", ""),
    )  # fmt: skip
    assert page_data(page) == {
        "title": "标题",
        "issuer": "热线办",
        "issued_on": "2022-05-06",
        "masthead": ["专报", ""],
        "blocks": [
            {"heading": 1, "pieces": [["一、"]]},
            {"pieces": [["共"], ["25", "total.count"]]},
            {
                "table": "表",
                "header": ["部门", "件数"],
                "rows": [[[["东"]], [["3", "x"]]]],
                "widths": [5, 3],
                "numeric": [1],
            },
        ],
    }


def test_the_plain_text_is_that_of_all_pieces() -> None:
    assert plain([Words("共"), Number("25", "x"), Words("件")]) == "共25件"


@pytest.mark.parametrize(
    ("day", "written"),
    [("2022-05-06", "2022年5月6日"), ("2020-12-31", "2020年12月31日")],
)
def test_a_date_is_written_without_leading_zeros(day: str, written: str) -> None:
    assert chinese_date(date.fromisoformat(day)) == written
