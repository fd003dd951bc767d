"""What stands in the Word file is what stands on the page, as text and nothing else."""

from __future__ import annotations

from datetime import date

import pytest
from docx.oxml.ns import qn

from hotline.rules.pages import Heading, Masthead, Number, Page, Paragraph, Words, plain
from tests.documents.bulletins import ISSUER, MASTHEAD, TITLE, bulletin, opening, words
from tests.documents.reopened import lines, page_of, parts, reopen


def test_blocks_come_in_order_with_their_styles():
    page = page_of(
        Heading(1, words("一、突出问题")),
        Heading(2, words("（一）公园管理")),
        Heading(3, words("1.路灯")),
        Paragraph(words("路灯九盏不亮。")),
    )
    assert lines(reopen(page)) == [
        ("Title", "标题"),
        ("Heading 1", "一、突出问题"),
        ("Heading 2", "（一）公园管理"),
        ("Heading 3", "1.路灯"),
        ("Body Text", "路灯九盏不亮。"),
    ]


def test_counted_numbers_are_written_as_plain_text():
    paragraph = Paragraph((Words("受理"), Number("31681", "accepted"), Words("件")))
    assert lines(reopen(page_of(paragraph)))[1] == ("Body Text", "受理31681件")


def test_whole_opening_is_written_word_for_word():
    written = [text for style, text in lines(reopen(bulletin())) if style == "Body Text"]
    assert written[0] == plain(opening().pieces)


def test_heading_beyond_the_third_level_is_refused():
    with pytest.raises(KeyError):
        reopen(page_of(Heading(4, words("（1）"))))


def test_issuer_and_date_stand_above_the_title_without_masthead():
    assert lines(reopen(bulletin()))[:2] == [
        ("发文行", f"{ISSUER}\t2022年5月6日"),
        ("Title", TITLE),
    ]


def test_masthead_stands_above_issue_issuer_and_title():
    assert lines(reopen(bulletin(MASTHEAD)))[:4] == [
        ("报头", MASTHEAD.name),
        ("期号", MASTHEAD.issue),
        ("发文行（红线）", f"{ISSUER}\t2022年5月6日"),
        ("Title", TITLE),
    ]


def test_masthead_without_issue_has_no_issue_line():
    page = bulletin(Masthead("市民热线简报", ""))
    assert [style for style, _ in lines(reopen(page))][:3] == ["报头", "发文行（红线）", "Title"]


def test_page_without_issuer_and_date_begins_with_its_title():
    assert lines(reopen(page_of())) == [("Title", "标题")]


def test_date_alone_still_stands_at_the_right():
    page = Page("标题", "", date(2022, 12, 31), ())
    assert lines(reopen(page))[0] == ("发文行", "\t2022年12月31日")


def test_issuer_alone_has_no_tab():
    assert lines(reopen(Page("标题", "某局", None, ())))[0] == ("发文行", "某局")


def test_date_is_held_at_the_right_edge_of_the_text():
    style = reopen(bulletin()).styles["发文行"]
    stops = [(stop.alignment, round(stop.position.mm)) for stop in style.paragraph_format.tab_stops]
    assert [(str(alignment), millimetres) for alignment, millimetres in stops] == [
        ("RIGHT (2)", 156)
    ]


def test_red_rule_lies_under_the_issuer_of_a_masthead_only():
    styles = reopen(bulletin()).styles
    rule = styles["发文行（红线）"].element.pPr.find(qn("w:pBdr")).find(qn("w:bottom"))
    assert (rule.get(qn("w:color")), rule.get(qn("w:val"))) == ("CC0000", "single")
    assert styles["发文行"].element.pPr.find(qn("w:pBdr")) is None


def test_masthead_is_red():
    assert str(reopen(bulletin()).styles["报头"].font.color.rgb) == "CC0000"


@pytest.mark.parametrize(
    ("name", "points"),
    [
        ("热线专报", 42),
        ("12345市长公开电话专报", 38),
        ("某某市人民政府政务服务便民热线工作情况专报", 20),
        ("很长" * 40, 16),
        ("", 42),
    ],
)
def test_masthead_name_is_as_large_as_one_line_allows(name, points):
    run = reopen(bulletin(Masthead(name, ""))).paragraphs[0].runs[0]
    assert run.font.size.pt == points


@pytest.mark.parametrize(
    "text",
    [
        "=HYPERLINK(1,2)",
        "@SUM(A1)",
        "+1-2",
        "<script>alert(1)</script>",
        "<w:p/>&amp;&#x4e00;",
        "]]>",
        "{{ title }} {% if x %} ${x} %s",
        "\"双引号\" '单引号'",
        "   前后都有空格   ",
        "_x000D_",
        "{PAGE} HYPERLINK MERGEFIELD",
        "C:\\path\\n",
    ],
)
def test_text_stays_text_whatever_it_looks_like(text):
    page = page_of(Heading(1, words(text)), Paragraph(words(text)), title=text)
    document = reopen(page)
    assert [written for _, written in lines(document)] == [text, text, text]
    assert document.core_properties.title == text


def test_characters_xml_cannot_carry_are_dropped():
    dirty = "路\x00灯\x0b\ud800不\uffff亮\x1b"
    page = Page(dirty, dirty, None, (Paragraph(words(dirty)),), Masthead(dirty, dirty))
    document = reopen(page)
    assert {text for _, text in lines(document)} == {"路灯 不亮"}
    assert document.core_properties.author == "路灯 不亮"


def test_line_feeds_and_tabs_become_spaces():
    page = page_of(Paragraph(words("第一句。\r\n第二句。\t第三句。")))
    assert lines(reopen(page))[1] == ("Body Text", "第一句。 第二句。 第三句。")
    assert "<w:br" not in parts(page)["word/document.xml"]


def test_rare_characters_beyond_the_first_plane_are_kept():
    page = page_of(Paragraph(words("𠮷𡈽婼玥😀")))
    assert lines(reopen(page))[1] == ("Body Text", "𠮷𡈽婼玥😀")


def test_empty_paragraph_is_an_empty_line():
    assert lines(reopen(page_of(Paragraph(()))))[1] == ("Body Text", "")
