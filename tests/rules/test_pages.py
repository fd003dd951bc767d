"""A page kept as data comes back as it was."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.rules.pages import (
    Appendix,
    Chart,
    Heading,
    Masthead,
    Number,
    Page,
    Paragraph,
    Series,
    Table,
    Words,
    appendix_marks,
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
    st.lists(PIECES, max_size=3).map(tuple),
    st.frozensets(st.integers(0, 9), max_size=2),
)
VALUES = st.one_of(
    st.none(), st.integers(0, 10**7), st.decimals(allow_nan=False, allow_infinity=False, places=1)
)


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    labels = tuple(draw(st.lists(TEXT, max_size=3)))
    exactly = {"min_size": len(labels), "max_size": len(labels)}
    values = st.lists(VALUES, **exactly).map(tuple)
    figures = st.just(()) | st.lists(TEXT, **exactly).map(tuple)
    series = st.lists(st.builds(Series, TEXT, values, figures), max_size=3).map(tuple)
    kind = st.sampled_from(["bar", "column", "line", "stacked"])
    unit = st.sampled_from(["件", "%", "天"])
    return Chart(draw(kind), draw(TEXT), draw(unit), labels, draw(series), draw(TEXT))


BLOCKS = st.one_of(
    st.builds(Heading, st.integers(1, 3), PIECES),
    st.builds(Paragraph, PIECES),
    st.builds(Appendix, TEXT),
    TABLES,
    charts(),
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


def test_a_chart_as_data_keeps_its_decimals_as_text() -> None:
    chart = Chart(
        "line",
        "办结率",
        "%",
        ("1月", "2月"),
        (Series("本市", (Decimal("99.80"), None), ("a", "b")),),
    )
    page = Page("标题", "", None, (chart, Appendix("各单位情况")))
    assert page_data(page)["blocks"] == [
        {
            "chart": "line",
            "title": "办结率",
            "unit": "%",
            "labels": ["1月", "2月"],
            "series": [{"name": "本市", "values": ["99.80", None], "figures": ["a", "b"]}],
            "note": "",
        },
        {"appendix": "各单位情况"},
    ]


@pytest.mark.parametrize("series", [Series("甲", (1,)), Series("甲", (1, 2), ("a",))])
def test_a_chart_whose_values_fit_no_label_is_refused(series: Series) -> None:
    with pytest.raises(ValueError, match="甲"):
        Chart("bar", "图", "件", ("东", "西"), (series,))


@pytest.mark.parametrize(
    ("titles", "marks"),
    [
        ((), ()),
        (("情况表",), (("附件", "情况表"),)),
        (("甲", "乙"), (("附件1", "甲"), ("附件2", "乙"))),
    ],
)
def test_appendices_are_numbered_only_where_there_are_several(
    titles: tuple[str, ...], marks: tuple[tuple[str, str], ...]
) -> None:
    assert appendix_marks([Appendix(title) for title in titles]) == marks
