"""The Word file as real LibreOffice lays it out: lines, pages, page numbers, no letter lost."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from hotline.documents.pdf import office_path, write_pdf
from hotline.documents.word import write_bulletin
from hotline.rules.pages import Heading, Page, Paragraph, plain
from tests.documents.bulletins import MASTHEAD, TITLE, bulletin, words
from tests.documents.illustrated import BARS
from tests.documents.reopened import page_of

pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(office_path() is None, reason="soffice (LibreOffice) is not installed"),
    pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed"),
]

CHARACTERS = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁"


def poppler(*command: str | Path) -> str:
    """What a program of poppler-utils says about a PDF."""
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()  # noqa: S603


def text_pages(page: Page, tmp_path: Path) -> list[list[str]]:
    """The lines of each page, without the space that only places them."""
    path = tmp_path / "page.pdf"
    path.write_bytes(write_pdf(write_bulletin(page)))
    pages = poppler("pdftotext", "-layout", path, "-").split("\f")[:-1]
    return [[line.strip() for line in page.splitlines() if line.strip()] for page in pages]


def filling(characters: int) -> Paragraph:
    """A paragraph of so many characters, whose first line gives two to its indent."""
    return Paragraph(words((CHARACTERS * (characters // len(CHARACTERS) + 1))[:characters]))


def test_page_is_filled_by_22_lines_of_28_characters(tmp_path):
    # The title takes one line and leaves one free, so that 20 lines of text fill the first page.
    page = page_of(filling(20 * 28 - 2), filling(22 * 28 - 2))
    first, second = text_pages(page, tmp_path)
    assert first[0] == "标题"
    assert [len(line) for line in first[1:-1]] == [26] + [28] * 19
    assert [len(line) for line in second[:-1]] == [26] + [28] * 21


def test_one_character_more_begins_a_new_page(tmp_path):
    pages = text_pages(page_of(filling(20 * 28 - 2), filling(22 * 28 - 1)), tmp_path)
    assert len(pages) == 3
    assert len(pages[2][0]) == 1


def test_pages_are_numbered_odd_right_and_even_left(tmp_path):
    page = page_of(filling(42 * 28 - 2 + 1))
    numbers = [lines[-1].replace(" ", "") for lines in text_pages(page, tmp_path)]
    assert numbers == ["—1—", "—2—", "—3—"]
    read = poppler("pdftotext", "-bbox", tmp_path / "page.pdf", "-")
    places = [float(place) for place in re.findall(r'xMin="([\d.]+)"[^>]*>[—\d]*[1-3]', read)]
    middle = 595 / 2
    assert [place > middle for place in places] == [True, False, True]


def hard_text(dice: random.Random) -> str:
    """Text full of what line breaking stumbles over: punctuation, brackets, figures."""
    marks = ("，", "。", "；", "、", "：", "？", "《法规》", "“留言”", "（一）", "。”", "》，")
    figures = ("31681", "99.8%", "4", "2022", "APP")
    kinds = [dice.choice(marks) if dice.random() < 0.4 else dice.choice(figures) for _ in range(40)]
    return "".join(dice.choice(CHARACTERS) * dice.randint(1, 6) + kind for kind in kinds)


def test_no_character_is_lost_at_the_ends_of_lines(tmp_path):
    dice = random.Random(9704)
    paragraphs = [Paragraph(words(hard_text(dice))) for _ in range(60)]
    pages = text_pages(page_of(*paragraphs), tmp_path)
    read = "".join("".join(lines[:-1]) for lines in pages).replace(" ", "")
    assert read == "标题" + "".join(plain(paragraph.pieces) for paragraph in paragraphs)


def test_bulletin_is_laid_out_with_its_table_header_on_each_page(tmp_path):
    pages = text_pages(bulletin(MASTHEAD), tmp_path)
    first = [line.replace(" ", "") for line in pages[0]]
    heads = [line.split() for lines in pages for line in lines if line.startswith("部门")]
    assert first[:2] == [MASTHEAD.name, MASTHEAD.issue]
    assert first[3] == TITLE
    assert heads == [["部门", "承办件数", "按期办结"] * 2] * 2


def test_pdf_can_be_filed_and_is_read_aloud(tmp_path):
    text_pages(page_of(Heading(1, words("一、情况")), BARS), tmp_path)
    raw = (tmp_path / "page.pdf").read_bytes()
    told = poppler("pdfinfo", tmp_path / "page.pdf")
    shape = poppler("pdfinfo", "-struct-text", tmp_path / "page.pdf")
    assert "Tagged:          yes" in told
    assert (b"<pdfaid:part>2</pdfaid:part>" in raw, b"/Outlines" in raw) == (True, True)
    assert [shape.count(kind) for kind in ("H1 (block)", "Figure")] == [1, 1]


def test_fonts_are_all_embedded(tmp_path):
    text_pages(bulletin(MASTHEAD), tmp_path)
    listed = poppler("pdffonts", tmp_path / "page.pdf")
    embedded = [line.split()[-5] for line in listed.splitlines()[2:]]
    assert set(embedded) == {"yes"}
