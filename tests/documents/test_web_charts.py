"""Charts, totals and appendices of the HTML page: to be read, heard, followed and printed."""

from __future__ import annotations

import re

import pytest

from hotline.documents.web import fragment, write_html
from hotline.rules.charting import chart_words
from hotline.rules.pages import Block, Chart, Page, Series
from tests.documents.html_outline import Outline
from tests.documents.illustrated import (
    BARS,
    COLUMNS,
    LINES,
    STACK,
    illustrated,
    units_table,
)


def made(*blocks: Block) -> str:
    return fragment(Page("标题", "", None, blocks))


DRAWN = pytest.mark.parametrize("chart", [COLUMNS, LINES, BARS, STACK], ids=lambda c: c.kind)


@DRAWN
def test_a_drawing_says_its_figures_to_a_screen_reader(chart: Chart) -> None:
    outline = Outline(made(chart))
    assert [drawn["role"] for drawn in outline.attributes("svg")] == ["img"]
    assert outline.text_of("title") == [chart.title]
    assert outline.text_of("desc") == [chart_words(chart)]


@DRAWN
def test_every_value_is_written_in_the_drawing_or_its_table(chart: Chart) -> None:
    outline = Outline(made(chart))
    values = [str(value) for row in chart.series for value in row.values if value is not None]
    drawn, listed = outline.text_of("text"), outline.text_of("td")
    sign = "%" if chart.unit == "%" else ""
    assert [value for value in values if f"{value}{sign}" not in listed] == []
    if chart.kind != "stacked":
        assert [value for value in values if f"{value}{sign}" not in drawn] == []


@DRAWN
def test_nothing_stands_outside_the_drawing(chart: Chart) -> None:
    outline = Outline(made(chart))
    (drawn,) = outline.attributes("svg")
    _, _, wide, high = (float(number) for number in drawn["viewbox"].split())
    points = [
        (float(each["x"]) + float(each["width"]), float(each["y"]) + float(each["height"]))
        for each in outline.attributes("rect")
        if "x" in each
    ] + [(float(each["x"]), float(each["y"])) for each in outline.attributes("text")]
    assert [(x, y) for x, y in points if not (0 <= x <= wide and 0 <= y <= high)] == []


def test_the_page_needs_no_inline_style_and_no_script() -> None:
    tags = Outline(fragment(illustrated())).opened
    assert [
        tag for tag, attributes in tags if "style" in attributes or tag in {"script", "style"}
    ] == []


def test_each_chart_has_patterns_of_its_own_and_all_are_there() -> None:
    html = made(COLUMNS, STACK)
    known = [attributes["id"] for attributes in Outline(html).attributes("pattern")]
    assert known == ["chart-0-fill-1", "chart-1-fill-1", "chart-1-fill-2"]
    assert set(re.findall(r"url\(#([^)]+)\)", html)) == set(known)


def test_a_gap_in_a_line_breaks_it() -> None:
    paths = [
        each
        for each in Outline(made(LINES)).attributes("path")
        if each.get("stroke-dasharray") and each["d"].count("L") > 1
    ]
    assert [path["d"].count("L") + 1 for path in paths] == [5, 6]


def test_the_numbers_of_a_chart_lead_to_what_was_counted() -> None:
    html = fragment(Page("标题", "", None, (COLUMNS,)), lambda figure: f"#{figure}")
    assert [a["href"] for a in Outline(html).attributes("a")] == [
        "#phone",
        "#site",
        "#wechat",
        "#mailbox",
    ]


def test_a_chart_without_values_says_so() -> None:
    outline = Outline(made(Chart("bar", "情况", "件", (), ())))
    assert (outline.tags().count("svg"), outline.text_of("p")) == (0, ["（没有数据）"])


def test_hostile_words_stay_words() -> None:
    bad = '</svg><script>"&'
    outline = Outline(made(Chart("column", bad, "件", (bad,), (Series(bad, (1,)),), bad)))
    assert "script" not in outline.tags()
    assert outline.text_of("title") == [bad]


def test_total_and_groups_are_rows_of_their_own_kind() -> None:
    outline = Outline(made(units_table()))
    assert outline.tags().count("tfoot") == 1
    assert {"colspan": "3", "scope": "colgroup"} in outline.attributes("th")
    groups = [each for each in outline.attributes("tr") if each.get("class") == "bulletin-group"]
    assert len(groups) == 2


def test_appendices_are_announced_and_headed() -> None:
    outline = Outline(fragment(illustrated()))
    assert outline.text_of("p")[-2:] == ["附件：1.各单位办理情况表", "\u3000\u3000\u30002.诉求类型"]
    heads = [each for each in outline.attributes("h2") if each.get("class")]
    assert heads == [{"class": "bulletin-appendix"}] * 2
    assert outline.text_of("span")[1:] == ["附件1", "各单位办理情况表", "附件2", "诉求类型"]


def test_print_repeats_the_head_but_not_the_total() -> None:
    style = Outline(write_html(illustrated())).text_of("style")[0]
    paper = style[style.index("@media print") :]
    assert ".bulletin thead { display: table-header-group; }" in paper
    assert ".bulletin tfoot { display: table-row-group; }" in paper
    assert ".bulletin tr { break-inside: avoid; }" in style
