"""Hot issues in a browser: from the list to the cases in two clicks, and corrected by keys."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.people import Office


def test_a_supervisor_reads_a_burst_and_renames_it_by_keys(office: Office) -> None:
    with office.person("supervisor") as page:
        page.goto("/desk/issues")
        for _ in range(20):  # the worker reads every ten seconds
            if page.locator("article.issue").count():
                break
            page.wait_for_timeout(1000)
            page.reload()
        first = page.locator("article.issue").first
        expect(first).to_contain_text("澄湖家园")
        page.keyboard.press("h")
        first.get_by_role("link", name="诉求人").click()
        expect(page.get_by_role("heading", name=re.compile("诉求人的工单"))).to_be_visible()
        expect(page.locator("mark").first).to_be_visible()
        page.keyboard.press("r")
        page.get_by_label(re.compile("^名称")).fill("澄湖路口爆管停水")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text("澄湖路口爆管停水")
        page.get_by_role("button", name=re.compile("^撤销改名")).click()
        expect(page.locator("#toasts")).to_contain_text("已撤销")
