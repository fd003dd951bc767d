"""The page of results: words marked, narrowed by a filter, and what was likely meant."""

from __future__ import annotations

import os
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.people import Office


def test_words_are_found_marked_narrowed_and_corrected(office: Office) -> None:
    with office.person("dispatcher") as page:
        page.goto("/desk/")
        page.keyboard.press("/")
        page.keyboard.type("供热")
        page.keyboard.press("Enter")
        expect(page.locator("#words mark").first).to_have_text("供热")
        look(page, "words")
        page.locator("#filter_status").select_option("closed")
        page.get_by_role("button", name="查找", exact=True).click()
        expect(page).to_have_url(re.compile("status=closed"))
        expect(page.locator("#words .chip").first).to_have_text("已办结")
        page.goto("/desk/search?q=hesuan")
        expect(page.locator(".meant a").first).to_have_text("核酸")
        look(page, "near")
        page.locator(".meant a").first.click()
        expect(page.locator("#words mark").first).to_have_text("核酸")
        page.goto("/desk/search?q=不存在的词语&kind=help")
        look(page, "none")


def look(page: Page, name: str) -> None:
    """Keep what is seen at three widths where a folder for it is named."""
    folder = os.environ.get("SEARCH_LOOK")
    if folder:
        for width, height in ((1366, 768), (1920, 1080), (390, 844)):
            page.set_viewport_size({"width": width, "height": height})
            page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=width == 390)
        page.set_viewport_size({"width": 1366, "height": 768})
