"""The bulletin as HTML: semantic, escaped, and free of anything a strict CSP would block."""

from __future__ import annotations

from datetime import date

import pytest

from hotline.documents.web import fragment, write_html
from hotline.rules.pages import Heading, Masthead, Number, Page, Paragraph, Table, Words, plain
from tests.documents.bulletins import HEADER, ISSUER, MASTHEAD, TITLE, UNITS, bulletin, words
from tests.documents.html_outline import Outline
from tests.documents.illustrated import illustrated


def page_of(*blocks, title="标题", masthead=None):
    return Page(title, "", None, blocks, masthead)


COUNTED = page_of(Paragraph((Words("受理"), Number("31681", "accepted"), Words("件"))))


def test_headings_follow_the_levels_of_the_page():
    blocks = tuple(Heading(level, words(f"第{level}级")) for level in (1, 2, 3))
    outline = Outline(fragment(page_of(*blocks)))
    assert outline.tags() == ["article", "h1", "h2", "h3", "h4"]
    assert [text for _, text in outline.texts] == ["标题", "第1级", "第2级", "第3级"]


def test_masthead_is_a_header_of_name_issue_issuer_and_date():
    outline = Outline(fragment(bulletin(MASTHEAD)))
    assert outline.tags()[:7] == ["article", "header", "p", "p", "p", "span", "time"]
    assert outline.text_of("p")[:2] == [MASTHEAD.name, MASTHEAD.issue]
    assert outline.text_of("span") == [ISSUER]


def test_issuer_and_date_stand_above_the_title_without_masthead():
    outline = Outline(fragment(bulletin()))
    assert outline.tags()[:6] == ["article", "header", "p", "span", "time", "h1"]
    assert outline.text_of("h1") == [TITLE]


def test_date_can_be_read_by_machines_and_people():
    outline = Outline(fragment(Page("标题", "", date(2022, 5, 6), ())))
    assert outline.attributes("time") == [{"datetime": "2022-05-06"}]
    assert outline.text_of("time") == ["2022年5月6日"]


def test_page_without_issuer_and_date_has_no_header():
    assert fragment(page_of()) == '<article class="bulletin">\n<h1>标题</h1>\n</article>\n'


def test_masthead_without_issue_has_no_issue_line():
    html = fragment(page_of(masthead=Masthead("市民热线简报", "")))
    assert Outline(html).attributes("p") == [{"class": "bulletin-name"}]


def test_numbers_are_plain_text_without_link():
    assert "<p>受理31681件</p>" in fragment(COUNTED)


def test_numbers_lead_to_their_figure_with_link():
    html = fragment(COUNTED, lambda figure: f"/figures/2022-04/{figure}")
    assert (
        '<p>受理<a class="bulletin-figure" href="/figures/2022-04/accepted">31681</a>件</p>'
    ) in html


def test_number_with_nowhere_to_lead_is_data():
    html = fragment(COUNTED, lambda figure: None)
    assert '<p>受理<data class="bulletin-figure" value="accepted">31681</data>件</p>' in html


def test_numbers_lead_on_from_headings_and_cells_too():
    cell = (Number("7", "unit"),)
    page = page_of(Heading(1, cell), Table("", ("件数",), ((cell,),), (1,)))
    links = Outline(fragment(page, lambda figure: f"#{figure}")).attributes("a")
    assert [link["href"] for link in links] == ["#unit", "#unit"]


def test_link_is_asked_once_for_each_number_in_order():
    asked = []
    fragment(bulletin(), asked.append)
    assert asked == [
        *("channel.inspection.accepted", "channel.province.accepted", "channel.province.closed"),
        *("channel.people.accepted", "accepted", "closed", "open", "closing_rate"),
    ]


def test_table_has_caption_column_heads_and_rows():
    outline = Outline(fragment(bulletin()))
    assert outline.text_of("caption") == ["县（市）区、市政府有关部门办理情况"]
    assert outline.text_of("th") == list(HEADER)
    assert outline.attributes("th") == [{"scope": "col"}] * 6
    assert len(outline.attributes("tr")) == 1 + len(UNITS)
    assert outline.text_of("td")[:6] == ["铁西区政府", "2285", "2279", "市银保监局", "17", "17"]


def test_numeric_columns_are_marked_by_class():
    cells = Outline(fragment(bulletin())).attributes("td")[:6]
    number = {"class": "bulletin-number"}
    assert cells == [{}, number, number, {}, number, number]


def test_table_can_be_scrolled_by_keyboard_and_has_a_name():
    frame = Outline(fragment(bulletin())).attributes("div")
    assert frame == [
        {
            "class": "bulletin-table",
            "role": "region",
            "tabindex": "0",
            "aria-label": "县（市）区、市政府有关部门办理情况",
        }
    ]


def test_table_without_caption_still_has_a_name():
    outline = Outline(fragment(page_of(Table("", ("部门",), (), (1,)))))
    assert outline.attributes("caption") == []
    assert outline.attributes("div")[0]["aria-label"] == "表格"


HOSTILE = "<script>alert(1)</script><img src=x onerror='a()'>\"&amp;]]><!--"


def test_every_text_is_escaped_wherever_it_stands():
    pieces = (Words(HOSTILE), Number(HOSTILE, HOSTILE))
    blocks = (
        Heading(1, pieces),
        Paragraph(pieces),
        Table(HOSTILE, (HOSTILE,), ((pieces,),), (1,), frozenset({0})),
    )
    page = Page(HOSTILE, HOSTILE, None, blocks, Masthead(HOSTILE, HOSTILE))
    for link in (None, lambda figure: figure, lambda figure: None):
        outline = Outline(write_html(page, link))
        assert set(outline.tags()) & {"script", "img"} == set()
        assert {text for tag, text in outline.texts if tag != "style"} <= {HOSTILE, HOSTILE * 2}


def test_text_reads_back_as_it_was():
    outline = Outline(fragment(page_of(Paragraph(words(HOSTILE)))))
    assert outline.text_of("p") == [HOSTILE]


def test_address_cannot_break_out_of_its_attribute():
    html = fragment(COUNTED, lambda figure: '/?a=1&b="><script>')
    assert Outline(html).attributes("a") == [
        {"class": "bulletin-figure", "href": '/?a=1&b="><script>'}
    ]


def test_characters_no_file_can_carry_are_dropped():
    html = write_html(page_of(Paragraph(words("路\x00灯\ud800不\u202e亮"))))
    assert Outline(html).text_of("p") == ["路灯不亮"]
    assert html.encode().decode() == html


def test_template_marks_stay_text():
    assert "<p>{{ x }}{% y %}</p>" in fragment(page_of(Paragraph(words("{{ x }}{% y %}"))))


def test_fragment_has_no_inline_style_or_script():
    outline = Outline(fragment(bulletin(MASTHEAD), lambda figure: f"#{figure}"))
    names = {name for _, attributes in outline.opened for name in attributes}
    assert set(outline.tags()) & {"style", "script", "link"} == set()
    assert names == {
        *("class", "href", "datetime", "scope", "role", "tabindex", "aria-label"),
    }


def test_file_is_a_whole_chinese_document_around_the_fragment():
    page = bulletin(MASTHEAD)
    html = write_html(page)
    outline = Outline(html)
    assert html.startswith('<!DOCTYPE html>\n<html lang="zh-CN">\n')
    assert outline.attributes("meta")[0] == {"charset": "utf-8"}
    assert outline.text_of("title") == [TITLE]
    assert html.endswith(f"<body>\n{fragment(page)}</body>\n</html>\n")


def test_file_forbids_itself_to_fetch_or_run_anything():
    policy = Outline(write_html(bulletin())).attributes("meta")[1]
    assert policy == {
        "http-equiv": "Content-Security-Policy",
        "content": (
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
        ),
    }


def test_file_prints_on_a4_with_the_margins_of_the_standard():
    style = Outline(write_html(bulletin())).text_of("style")[0]
    assert "size: A4;\n  margin: 37mm 26mm 35mm 28mm;" in style
    assert style.count("{") == style.count("}")


def test_style_names_only_classes_the_fragment_uses():
    html = write_html(illustrated(), lambda figure: f"#{figure}")
    style = Outline(html).text_of("style")[0]
    named = {word.strip(",") for word in style.split() if word.startswith(".bulletin")}
    used = {attributes.get("class") for _, attributes in Outline(html).opened}
    assert {name[1:] for name in named} - used == set()


def test_same_page_gives_the_same_text():
    assert write_html(bulletin(MASTHEAD)) == write_html(bulletin(MASTHEAD))


@pytest.mark.parametrize("link", [None, lambda figure: f"#{figure}", lambda figure: None])
def test_text_is_the_text_of_the_page(link):
    page = bulletin()
    read = "".join(text for tag, text in Outline(fragment(page, link)).texts)
    for block in page.blocks:
        if isinstance(block, Heading | Paragraph):
            assert read.count(plain(block.pieces)) == 1
