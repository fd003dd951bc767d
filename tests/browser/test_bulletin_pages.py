"""The bulletin's web page as Chromium prints it, and as a telephone shows it."""

from __future__ import annotations

from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser

from hotline.documents.web import write_html
from hotline.rules.pages import Page
from tests.documents.illustrated import STACK, illustrated, illustrated_blocks
from tests.documents.pictured import (
    agreed_picture,
    differing_squares,
    fonts_matched,
    needs_poppler,
    picture_of,
)

PHONE = {"width": 390, "height": 844}
FONTS = ("FangSong", "SimHei", "KaiTi", "SimSun", "Times New Roman", "serif", "sans-serif")
READABLE = 9.5  # pixels of the page: the smallest number in a drawing on a telephone


def printed(browser: Browser, page: Page, folder: Path) -> Image.Image:
    tab = browser.new_page()
    try:
        tab.set_content(write_html(page))
        return picture_of(tab.pdf(prefer_css_page_size=True), folder)
    finally:
        tab.close()


@needs_poppler
def test_the_printed_web_page_looks_as_it_was_agreed(browser: Browser, tmp_path: Path) -> None:
    now = printed(browser, illustrated(), tmp_path / "now")
    agreed = agreed_picture("web", now, fonts_matched(*FONTS))
    assert differing_squares(now, agreed) == 0
    blocks = tuple(block for block in illustrated_blocks() if block is not STACK)
    assert differing_squares(printed(browser, illustrated(blocks), tmp_path / "less"), agreed) > 0


def test_a_telephone_shows_it_without_scrolling_aside(browser: Browser) -> None:
    tab = browser.new_page(viewport=PHONE)  # type: ignore[arg-type]  # a plain dictionary is one
    try:
        tab.set_content(write_html(illustrated()))
        assert tab.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
        sizes = tab.evaluate(
            """[...document.querySelectorAll("svg text")].map((each) =>
            each.getAttribute("font-size") * each.ownerSVGElement.getBoundingClientRect().width
            / each.ownerSVGElement.viewBox.baseVal.width)"""
        )
        assert [size for size in sizes if size < READABLE] == []
    finally:
        tab.close()
