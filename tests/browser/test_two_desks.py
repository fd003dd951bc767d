"""The two desks by keyboard alone."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.people import Office


def chosen(page: Page) -> str:
    """The number of the case that stands at the right."""
    return page.locator(".two-head .case-number").inner_text()


def test_a_dispatcher_accepts_takes_back_and_goes_on_by_keys(office: Office) -> None:
    with office.person("dispatcher") as page:
        page.goto("/desk/dispatching")
        while page.get_by_role("button", name="采纳并派单").count() == 0:
            page.keyboard.press("n")
            page.wait_for_load_state()
        first = chosen(page)
        expect(page.get_by_role("button", name="采纳并派单")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator(".two-done")).to_contain_text(f"已派单：{first}")
        assert chosen(page) != first
        expect(page).to_have_url(re.compile(f"done={first}"))
        page.keyboard.press("u")
        expect(page.locator(".two-done")).to_contain_text(f"已撤回派单：{first}")
        assert chosen(page) == first


def test_a_call_is_recorded_and_handled_again_by_keys(office: Office) -> None:
    with office.person("callback") as page:
        page.goto("/desk/callbacks")
        if page.get_by_role("button", name="保存，打下一位").count() == 0:  # the hours are quiet
            page.goto("/desk/callbacks?tab=later")
            page.locator(".two-row").first.click()
            page.wait_for_url("**case=**")
        expect(page.get_by_role("button", name="拨打")).to_be_visible()
        number = page.locator("input[name=about]").first.input_value()
        for key in "ye5":
            page.keyboard.press(key)
        page.keyboard.press("4")
        page.keyboard.press("7")
        expect(page.locator(f"input[name='{number}-then'][value=handle_again]")).to_be_checked()
        page.get_by_label("回访记录").first.fill("路灯第二天又不亮了。")
        page.keyboard.press("Control+Enter")
        expect(page.locator(".two-done")).to_contain_text(f"已记录回访：{number}")
        page.goto(f"/desk/cases/{number}")
        expect(page.locator(".case-head .chip-status")).to_have_text("待派单")
