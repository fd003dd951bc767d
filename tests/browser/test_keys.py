"""The staff screens by keyboard alone: from the first page to a case and what it waits for."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.people import Office


def test_a_clerk_reaches_the_reply_without_the_mouse(office: Office) -> None:
    with office.person("clerk-tiexi") as page:
        expect(page.get_by_role("button", name="快捷键")).to_be_visible()  # the script has begun
        page.keyboard.press("?")
        expect(page.get_by_role("heading", name="快捷键")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("heading", name="快捷键")).to_be_hidden()
        page.get_by_role("button", name="快捷键").click()
        page.get_by_role("button", name="关闭", exact=True).click()
        expect(page.get_by_role("heading", name="快捷键")).to_be_hidden()
        page.goto("/desk/cases?queue=reply")
        numbers = page.locator("td.c-number a")
        page.keyboard.press("j")
        page.keyboard.press("j")
        page.keyboard.press("k")
        expect(numbers.first).to_be_focused()
        number = numbers.first.inner_text()
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile(number))
        page.keyboard.press("a")
        expect(page.get_by_label("办理情况")).to_be_focused()
        page.keyboard.type("/j?gh")  # while somebody writes, keys are letters
        expect(page.get_by_label("办理情况")).to_have_value("/j?gh")
        page.keyboard.press("Control+Enter")
        expect(page.get_by_role("alert")).to_contain_text("公开答复")
        expect(page.get_by_label("办理情况")).to_have_value("/j?gh")


def test_two_keys_lead_from_screen_to_screen(office: Office) -> None:
    with office.person("dispatcher") as page:
        for key, address in (("c", "/desk/cases"), ("n", "/desk/cases/new"), ("h", "/desk/")):
            expect(page.get_by_role("button", name="快捷键")).to_be_visible()
            page.locator("#content").focus()
            page.keyboard.press("g")
            page.keyboard.press(key)
            expect(page).to_have_url(re.compile(f"{address}$"))
        expect(page.get_by_role("button", name="快捷键")).to_be_visible()
        page.keyboard.press("/")
        expect(page.locator("#desk_search")).to_be_focused()
        page.goto("/desk/cases")
        expect(page.get_by_role("button", name="快捷键")).to_be_visible()
        page.locator("#content").focus()
        page.keyboard.press("j")
        page.keyboard.press("x")
        expect(page.locator("tbody input[type=checkbox]").first).to_be_checked()


def test_a_page_lists_and_obeys_its_own_keys(office: Office) -> None:
    with office.person("dispatcher") as page:
        page.goto("/desk/cases")
        expect(page.get_by_role("button", name="快捷键")).to_be_visible()
        page.keyboard.press("?")
        own = page.get_by_role("region", name="本页的快捷键")
        expect(own.locator("dt kbd")).to_have_text(["f", "e", "]"])
        expect(own.locator("dd")).to_have_text(["在列表中查找", "导出这个列表", "下一页"])
        page.keyboard.press("]")  # under the help, keys rest
        expect(page).to_have_url(re.compile("/desk/cases$"))
        page.keyboard.press("Escape")
        expect(own).to_be_hidden()
        page.keyboard.press("]")
        expect(page).to_have_url(re.compile("page=2"))
        page.keyboard.press("[")
        expect(page).to_have_url(re.compile("page=1"))
