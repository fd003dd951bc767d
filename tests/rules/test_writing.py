"""Writing: a form, figures and picked items become a page, word for word."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.rules.counting import Cell, Counted
from hotline.rules.forms import FormBroken, read_form
from hotline.rules.measuring import measure
from hotline.rules.pages import Heading, Masthead, Number, Page, Paragraph, Table, Words, plain
from hotline.rules.writing import Edition, Item, chinese_number, joined, write_page
from tests.rules.bulletin_forms import BODY, COUNTED, REGISTER, body, siping, within

APRIL = Edition(date(2022, 4, 1), date(2022, 4, 30), date(2022, 5, 6), "第4期")
MARCH = Edition(date(2022, 3, 1), date(2022, 3, 31))


def page(
    broken: dict[str, Any] | None = None,
    items: tuple[Item, ...] = (),
    *,
    counted: Counted = COUNTED,
    edition: Edition = APRIL,
) -> Page:
    form = read_form(broken or body())
    return write_page(form, measure(form, counted, REGISTER), edition, items)


def lines(given: Page) -> list[str]:
    """The page's text, a block a line; the table is left out."""
    return [plain(block.pieces) for block in given.blocks if not isinstance(block, Table)]


def sentence(text: str, **facts: Any) -> str:
    """One paragraph of this text, filled."""
    return lines(page(body(paragraph=[{"text": text}], section=[]), **facts))[0]


def told(text: str) -> str:
    with pytest.raises(FormBroken) as refusal:
        sentence(text)
    return str(refusal.value)


def table(given: Page) -> Table:
    return next(block for block in given.blocks if isinstance(block, Table))


# --- texts -----------------------------------------------------------------------------------


def test_the_page_has_title_issuer_day_and_masthead() -> None:
    written = page()
    assert (written.title, written.issuer, written.issued_on, written.masthead) == (
        "4月份办理情况",
        "热线办",
        date(2022, 5, 6),
        Masthead("专报", "第4期"),
    )


def test_a_form_without_masthead_gives_none() -> None:
    assert page(body(masthead=None)).masthead is None


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("共{total.count}件", "共25件"),
        ("办结率{total.closing_rate}", "办结率68.0%"),
        ("{year}年{month}月", "2022年4月"),
        ("{span_from}至{span_to}", "2022年4月2日至4月30日"),
        ("{total|closing}", "办结17件，还有8件"),
        ("{telephone|closing}", "全部办结"),
        ("{topics}", "疫情10件，占40.0%；道路5件，占20.0%；其它10件，占40.0%"),
        ("{kinds}", "咨询6件、求助4件"),
        ("没有数字", "没有数字"),
        ("{total.count}{total.open}", "258"),
    ],
)
def test_what_stands_in_braces_is_filled(text: str, filled: str) -> None:
    assert sentence(text) == filled


def test_a_month_without_own_span_spans_all_its_days() -> None:
    assert sentence("{span_from}至{span_to}", edition=MARCH) == "2022年3月1日至3月31日"


@pytest.mark.parametrize(
    ("closed", "still_open", "words"),
    [
        (1, 0, "已办结"),
        (2, 0, "全部办结"),
        (0, 1, "办结0件，还有1件"),
        (1, 1, "办结1件，还有1件"),
        (5, 2, "办结5件，还有2件"),
    ],
)
def test_a_phrase_says_whether_one_all_or_some_are_closed(
    closed: int, still_open: int, words: str
) -> None:
    counted = Counted([Cell("cases", closed, state="closed"), Cell("cases", still_open)])
    assert sentence("{total|closing}", counted=counted) == words


def test_a_phrase_does_not_call_a_withdrawn_case_closed() -> None:
    counted = Counted([Cell("cases", 1, state="closed"), Cell("cases", 1, state="withdrawn")])
    assert sentence("{total|closing}", counted=counted) == "办结1件，还有0件"


def test_shares_are_printed_without_their_zero_where_the_form_says_so() -> None:
    trimmed = body(percent={"decimals": 1, "trim": True}, paragraph=[{"text": "{topics}"}])
    assert lines(page(trimmed))[0] == "疫情10件，占40%；道路5件，占20%；其它10件，占40%"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{totals.count}", "文字中的“{totals.count}”没有对应的数字、列表或变量，请核对名称。"),
        ("{}", "文字中的“{}”没有对应的数字、列表或变量，请核对名称。"),
        ("{.count}", "文字中的“{.count}”没有对应的数字、列表或变量，请核对名称。"),
        ("{total|opening}", "文字中的“{total|opening}”没有对应的数字、列表或变量，请核对名称。"),
        ("{nobody|closing}", "文字中的“{nobody|closing}”没有对应的数字、列表或变量，请核对名称。"),
        ("{calls|closing}", "“{calls|closing}”统计的是来件，没有办结与否，不能用短语。"),
        ("共{total.count件", "文字“共{total.count件”中的花括号不成对，请改正。"),
        ("共total.count}件", "文字“共total.count}件”中的花括号不成对，请改正。"),
        ("{{total.count}}", "文字“{”中的花括号不成对，请改正。"),
    ],
)
def test_what_cannot_be_filled_is_told(text: str, sentence: str) -> None:
    assert told(text) == sentence


def test_a_list_item_may_name_what_the_paragraphs_name() -> None:
    with_whole = within("list", "kinds", item="{name}{.count}/{total.count}")
    given = {**with_whole, "paragraph": [{"text": "{kinds}"}]}
    assert lines(page(given))[0] == "咨询6/25、求助4/25"


def test_every_number_is_tied_to_its_figure() -> None:
    written = page(body(paragraph=[{"text": "共{total.count}件，{total|closing}。"}]))
    first = written.blocks[0]
    assert isinstance(first, Paragraph)
    assert first.pieces == (
        Words("共"),
        Number("25", "total.count"),
        Words("件，办结"),
        Number("17", "total.closed"),
        Words("件，还有"),
        Number("8", "total.open"),
        Words("件。"),
    )


def test_every_number_on_the_page_prints_its_figure() -> None:
    form = read_form(body())
    measured = measure(form, COUNTED, REGISTER)
    written = write_page(form, measured, APRIL, [])
    cells = [cell for row in table(written).rows for cell in row]
    pieces = [
        piece
        for pieces in [*(b.pieces for b in written.blocks if not isinstance(b, Table)), *cells]
        for piece in pieces
        if isinstance(piece, Number)
    ]
    assert [piece.text for piece in pieces] == [
        measured.figures[piece.figure].printed() for piece in pieces
    ]
    assert len(pieces) == 15


# --- sections --------------------------------------------------------------------------------

PICKED = (
    Item("prominent", "物业问题", "电梯停用。"),
    Item("well_handled", "", "某小区供水恢复。"),
    Item("prominent", "", "某路路灯不亮。"),
    Item("prominent", "物业问题", "垃圾未清运。"),
    Item("prominent", "供热问题", "室温不达标。"),
    Item("elsewhere", "", "不属于任何部分。"),
)
NUMBERED = {
    ("{chinese}、", "（{chinese}）", "{arabic}."): [
        "一、4月份突出问题",
        "（一）物业问题",
        "1.电梯停用。",
        "2.垃圾未清运。",
        "以上已办。",
        "（二）某路路灯不亮。",
        "（三）供热问题",
        "1.室温不达标。",
        "以上已办。",
        "二、解决较好",
        "（一）某小区供水恢复。",
    ],
    ("{chinese}、", "{arabic}.", "（{arabic}）"): [
        "一、4月份突出问题",
        "1.物业问题",
        "（1）电梯停用。",
        "（2）垃圾未清运。",
        "以上已办。",
        "2.某路路灯不亮。",
        "3.供热问题",
        "（1）室温不达标。",
        "以上已办。",
        "二、解决较好",
        "1.某小区供水恢复。",
    ],
}


@pytest.mark.parametrize(("levels", "text"), NUMBERED.items())
def test_items_are_numbered_in_groups_as_the_form_says(
    levels: tuple[str, ...], text: list[str]
) -> None:
    given = body(numbering={"levels": list(levels)}, paragraph=[])
    assert lines(page(given, PICKED)) == text


@pytest.mark.parametrize(
    ("code", "levels"),
    [
        ("monthly-2020", ("{chinese}、", "{arabic}.", "（{arabic}）")),
        ("monthly-2022", ("{chinese}、", "（{chinese}）", "{arabic}.")),
    ],
)
def test_the_forms_of_siping_number_in_those_two_ways(code: str, levels: tuple[str, ...]) -> None:
    assert read_form(siping(code)).numbering == levels


def test_sections_without_items_keep_their_headings() -> None:
    assert lines(page(body(paragraph=[]))) == ["一、4月份突出问题", "二、解决较好"]


def test_headings_have_their_levels() -> None:
    headings = [block for block in page(None, PICKED).blocks if isinstance(block, Heading)]
    assert [block.level for block in headings] == [1, 2, 2, 1]


def test_the_words_that_close_a_group_are_filled_too() -> None:
    closing = [{"code": "prominent", "heading": "x", "after_group": "{month}月共{total.count}件。"}]
    written = page(body(paragraph=[], section=closing), PICKED[:1])
    assert lines(written)[-1] == "4月共25件。"


def test_an_editors_words_are_never_taken_for_a_template() -> None:
    item = Item("prominent", "{total.count}", "{nothing} 和 {")
    assert lines(page(body(paragraph=[]), (item,)))[1:3] == [
        "（一）{total.count}",
        "1.{nothing} 和 {",
    ]


# --- the table of units ----------------------------------------------------------------------


def cells(given: Table) -> list[tuple[str, ...]]:
    return [tuple(plain(cell) for cell in row) for row in given.rows]


def test_the_table_fills_its_left_pair_first() -> None:
    assert cells(table(page())) == [
        ("汀东区", "14", "9", "住建局", "3", "0"),
        ("汀西区", "2", "0", "", "", ""),
    ]


def test_the_table_has_its_header_twice() -> None:
    made = table(page())
    assert (made.caption, made.header, made.widths, made.numeric) == (
        "各单位办理情况",
        ("部门", "件数", "按期办结") * 2,
        (5, 3, 3) * 2,
        frozenset({1, 2, 4, 5}),
    )


def test_an_even_number_of_units_leaves_no_gap() -> None:
    even = Counted([Cell("cases", 1, unit=("east",)), Cell("cases", 1, unit=("west",))])
    assert cells(table(page(counted=even))) == [("汀东区", "1", "0", "汀西区", "1", "0")]


def test_a_page_without_units_has_no_table() -> None:
    written = page(counted=Counted([Cell("cases", 1)]))
    assert [block for block in written.blocks if isinstance(block, Table)] == []


def test_a_table_of_one_column_is_written() -> None:
    one = {**BODY["units"], "header": ["部门", "件数"], "values": ["count"]}
    assert cells(table(page(body(units=one)))) == [
        ("汀东区", "14", "住建局", "3"),
        ("汀西区", "2", "", ""),
    ]


# --- numbers in Chinese, and runs of words ---------------------------------------------------

ONES = ["一", "二", "三", "四", "五", "六", "七", "八", "九"]
IN_CHINESE = [
    *ONES,
    "十",
    *(f"十{one}" for one in ONES),
    *(word for ten in ONES[1:] for word in (f"{ten}十", *(f"{ten}十{one}" for one in ONES))),
]


def test_numbers_from_1_to_99_in_chinese() -> None:
    assert [chinese_number(number) for number in range(1, 100)] == IN_CHINESE


PIECES = st.lists(
    st.one_of(
        st.text("甲乙丙", max_size=3).map(Words),
        st.text("123", min_size=1, max_size=3).map(lambda text: Number(text, "x")),
    )
)


@given(PIECES)
def test_runs_joined_read_the_same(pieces: list[Words | Number]) -> None:
    assert plain(joined(pieces)) == plain(pieces)


@given(PIECES)
def test_runs_joined_have_no_empty_and_no_two_neighbouring_words(
    pieces: list[Words | Number],
) -> None:
    run = joined(pieces)
    kinds = [type(piece) for piece in run]
    assert ((Words, Words) in pairwise(kinds), [piece for piece in run if not piece.text]) == (
        False,
        [],
    )


@pytest.mark.parametrize(("none", "printed"), [({}, "全部办结"), ({"none": "无来件"}, "无来件")])
def test_phrase_of_nothing_has_its_own_words_where_the_form_gives_them(
    none: dict[str, str], printed: str
) -> None:
    given = body()
    tallies = {
        **given["tally"],
        "nothing": {"label": "没有", "kind": "complaint", "campaign": "no"},
    }
    phrase = {"closing": {"one": "已办结", "all": "全部办结", "some": "", **none}}
    text = [{"text": "{nothing.count}件，{nothing|closing}"}]
    written = page({**given, "tally": tallies, "phrase": phrase, "paragraph": text})
    assert lines(written)[0] == f"0件，{printed}"
