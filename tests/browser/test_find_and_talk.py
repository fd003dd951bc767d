"""By keyboard alone: find a case, call a colleague in a comment, who sees the notice."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.people import Office


def test_a_case_is_found_commented_and_the_one_called_sees_it(office: Office) -> None:
    with office.person("dispatcher") as page:
        page.goto("/desk/cases?status=in_handling")
        number = page.locator("td.c-number a").first.inner_text()
        page.keyboard.press("/")
        expect(page.locator("#desk_search")).to_be_focused()
        page.keyboard.type(number)
        expect(page.locator("#desk_search_found a.hit").first).to_contain_text(number)
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile(number))
        page.locator("#comment_text").focus()
        page.keyboard.type("@dby")
        expect(page.locator("#called li:visible").first).to_contain_text("督办员")
        page.keyboard.press("Enter")
        page.keyboard.type("请看一下。")
        page.keyboard.press("Control+Enter")
        expect(page.locator(".comment").last).to_contain_text("@督办员 请看一下。")
        page.goto("/desk/cases?all=1")
        row = page.locator("td.c-number a").nth(4)
        row.focus()
        page.keyboard.press("Enter")
        expect(page.locator("#comments")).to_be_visible()
        page.go_back()
        expect(page.locator("td.c-number a").nth(4)).to_be_focused()
    with office.person("supervisor") as page:
        page.goto("/desk/notices")
        line = page.locator(".notice-line").filter(has_text="在留言中提到您").first
        line.get_by_role("link").focus()
        page.keyboard.press("Enter")
        expect(page.locator(".comment:target")).to_contain_text("请看一下。")
