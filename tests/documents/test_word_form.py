"""The Word file has the form GB/T 9704-2012 asks for: page, fonts, styles, page numbers."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import UTC, date, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn

from hotline.documents import gbt9704
from hotline.documents.word import write_bulletin
from hotline.rules.pages import Page
from tests.documents.bulletins import ISSUER, MASTHEAD, TITLE, bulletin
from tests.documents.reopened import fonts, page_of, parts, reopen, value


def test_page_is_a4_with_the_margins_of_the_standard():
    section = reopen(bulletin()).sections[0]
    size = [round(length.mm) for length in (section.page_width, section.page_height)]
    edges = (section.top_margin, section.left_margin, section.bottom_margin, section.right_margin)
    assert size == [210, 297]
    assert [round(edge.mm, 1) for edge in edges] == [37, 28, 35, 26]


def test_page_holds_22_lines_of_28_characters():
    height = (297 - 37 - 35) / 25.4 * 72
    line = gbt9704.LINE / 20
    character = gbt9704.BODY_PT + gbt9704.CLOSER / 20
    assert int(height / line) == 22
    assert int(gbt9704.TEXT_MM / 25.4 * 72 / character) == 28


def test_page_has_no_grid_that_lines_could_snap_to():
    document = reopen(bulletin())
    assert document.sections[0]._sectPr.find(qn("w:docGrid")) is None
    for style in paragraph_styles(document):
        assert value(style.element, "w:pPr/w:snapToGrid") == "0"


def paragraph_styles(document):
    return [style for style in document.styles if style.element.get(qn("w:type")) == "paragraph"]


def test_body_lines_are_exactly_28_95_points():
    style = reopen(bulletin()).styles["Body Text"].paragraph_format
    assert style.line_spacing_rule == WD_LINE_SPACING.EXACTLY
    assert style.line_spacing.pt == 28.95


def test_body_characters_stand_five_twips_closer():
    style = reopen(bulletin()).styles["Body Text"].element
    assert value(style, "w:rPr/w:spacing") == "-5"


def test_body_first_line_is_indented_by_two_characters():
    indent = reopen(bulletin()).styles["Body Text"].element.pPr.find(qn("w:ind"))
    assert indent.get(qn("w:firstLineChars")) == "200"
    assert indent.get(qn("w:firstLine")) == str(2 * (16 * 20 - 5))


def test_pages_fill_up_without_widow_control():
    for style in paragraph_styles(reopen(bulletin())):
        assert value(style.element, "w:pPr/w:widowControl") == "0"


@pytest.mark.parametrize(
    ("name", "east_asian", "points", "bold"),
    [
        ("Normal", "仿宋_GB2312", 16, None),
        ("Body Text", "仿宋_GB2312", 16, None),
        ("Heading 1", "黑体", 16, None),
        ("Heading 2", "楷体_GB2312", 16, None),
        ("Heading 3", "仿宋_GB2312", 16, True),
        ("Caption", "仿宋_GB2312", 16, True),
        ("期号", "仿宋_GB2312", 16, None),
        ("发文行", "仿宋_GB2312", 16, None),
        ("表格文字", "仿宋_GB2312", 12, None),
        ("表头", "仿宋_GB2312", 12, True),
    ],
)
def test_style_names_official_font_and_times_for_western(name, east_asian, points, bold):
    style = reopen(bulletin()).styles[name]
    times = "Times New Roman"
    expected = {"ascii": times, "hAnsi": times, "eastAsia": east_asian, "cs": times}
    assert fonts(style.element) == expected
    assert (style.font.size.pt, style.font.bold) == (points, bold)


@pytest.mark.parametrize(
    ("name", "font", "points"),
    [("Title", "方正小标宋简体", 22), ("报头", "方正小标宋简体", 42), ("Footer", "宋体", 14)],
)
def test_display_style_has_one_font_for_all_writing(name, font, points):
    style = reopen(bulletin()).styles[name]
    assert fonts(style.element) == dict.fromkeys(("ascii", "hAnsi", "eastAsia", "cs"), font)
    assert style.font.size.pt == points


@pytest.mark.parametrize(("name", "level"), [("Heading 1", 0), ("Heading 2", 1), ("Heading 3", 2)])
def test_heading_style_is_real_and_stays_with_its_text(name, level):
    style = reopen(bulletin()).styles[name]
    assert value(style.element, "w:pPr/w:outlineLvl") == str(level)
    assert style.paragraph_format.keep_with_next is True
    assert style.next_paragraph_style.name == "Body Text"
    assert style.builtin is True


def test_title_is_centred():
    style = reopen(bulletin()).styles["Title"]
    assert style.paragraph_format.alignment == WD_ALIGN_PARAGRAPH.CENTER


def test_styles_are_ours_and_no_others():
    document = reopen(bulletin())
    assert [style.name for style in paragraph_styles(document)] == [
        *("Normal", "Body Text", "Heading 1", "Heading 2", "Heading 3", "Title", "Caption"),
        *("Footer", "报头", "期号", "发文行", "发文行（红线）", "表格文字", "表头"),
        *("图", "图题", "图注", "附件说明", "附件", "附件标题"),
    ]


def test_every_paragraph_names_a_style_that_exists():
    written = parts(bulletin(MASTHEAD))
    known = set(re.findall(r'w:styleId="([^"]+)"', written["word/styles.xml"]))
    body = written["word/document.xml"] + written["word/footer1.xml"] + written["word/footer2.xml"]
    used = set(re.findall(r'<w:(?:pStyle|tblStyle) w:val="([^"]+)"', body))
    assert used - known == set()


def footer_shape(footer):
    paragraph = footer.paragraphs[0]
    fields = [field.get(qn("w:instr")) for field in paragraph._p.findall(qn("w:fldSimple"))]
    text = "".join(node.text for node in paragraph._p.iter(qn("w:t")))
    return paragraph.style.name, paragraph.alignment, fields, text


def test_odd_pages_are_numbered_at_the_right():
    footer = reopen(bulletin()).sections[0].footer
    assert footer_shape(footer) == ("Footer", WD_ALIGN_PARAGRAPH.RIGHT, ["PAGE"], "— 1 —")
    indent = footer.paragraphs[0].paragraph_format
    assert (indent.right_indent.pt, indent.left_indent) == (14, None)


def test_even_pages_are_numbered_at_the_left():
    document = reopen(bulletin())
    footer = document.sections[0].even_page_footer
    assert document.settings.odd_and_even_pages_header_footer is True
    assert footer_shape(footer) == ("Footer", WD_ALIGN_PARAGRAPH.LEFT, ["PAGE"], "— 1 —")
    indent = footer.paragraphs[0].paragraph_format
    assert (indent.left_indent.pt, indent.right_indent) == (14, None)


def test_page_number_runs_7_mm_below_the_text():
    section = reopen(bulletin()).sections[0]
    middle_of_line = 14 / 2 / 72 * 25.4
    below = section.bottom_margin.mm - section.footer_distance.mm - middle_of_line
    assert round(below, 1) == 7.0


def test_properties_name_the_issuing_body_and_no_person():
    properties = reopen(bulletin()).core_properties
    assert properties.title == TITLE
    assert properties.author == ISSUER
    assert properties.last_modified_by == ""
    assert properties.comments == ""
    assert properties.language == "zh-CN"


def test_properties_are_dated_by_the_issue():
    properties = reopen(bulletin()).core_properties
    issued = datetime(2022, 5, 6, tzinfo=UTC)
    assert (properties.created, properties.modified) == (issued, issued)


def test_properties_of_an_undated_page_have_a_fixed_date():
    assert reopen(page_of()).core_properties.created == datetime(2000, 1, 1, tzinfo=UTC)


def test_properties_keep_what_word_keeps_of_a_long_title():
    assert reopen(page_of(title="长" * 300)).core_properties.title == "长" * 255


def test_file_has_no_parts_beyond_the_needed():
    assert sorted(parts(bulletin())) == [
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/core.xml",
        "word/_rels/document.xml.rels",
        "word/document.xml",
        "word/footer1.xml",
        "word/footer2.xml",
        "word/settings.xml",
        "word/styles.xml",
    ]


def test_file_has_no_leftovers():
    everything = "".join(parts(bulletin(MASTHEAD)).values())
    for leftover in ("_GoBack", "bookmarkStart", "python-docx", "rsid", "Theme=", "Calibri"):
        assert leftover not in everything


def test_same_page_gives_the_same_bytes():
    assert write_bulletin(bulletin(MASTHEAD)) == write_bulletin(bulletin(MASTHEAD))


def test_another_date_gives_other_bytes():
    later = Page(TITLE, ISSUER, date(2022, 6, 6), bulletin().blocks)
    assert write_bulletin(later) != write_bulletin(bulletin())


def test_bytes_hold_no_moment_of_writing():
    with ZipFile(BytesIO(write_bulletin(bulletin()))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("seed", ["1", "2"])
def test_bytes_do_not_hang_on_the_process(seed):
    code = (
        "import sys, hashlib; from tests.documents.bulletins import bulletin, MASTHEAD;"
        "from hotline.documents.word import write_bulletin;"
        "sys.stdout.write(hashlib.sha256(write_bulletin(bulletin(MASTHEAD))).hexdigest())"
    )
    env = {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONHASHSEED": seed, "TZ": "Asia/Shanghai"}
    other = subprocess.run(  # noqa: S603 -- our own code
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True
    ).stdout
    assert other == digest(write_bulletin(bulletin(MASTHEAD)))


def digest(data: bytes) -> str:
    from hashlib import sha256  # noqa: PLC0415 -- beside its use

    return sha256(data).hexdigest()
