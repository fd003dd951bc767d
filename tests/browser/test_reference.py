"""A clerk changes an agreed text from a day on, is told what changed, and takes it back."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.people import Office


def test_a_text_is_found_changed_and_taken_back(office: Office) -> None:
    with office.person("sysadmin") as page:
        page.goto("/desk/reference")
        page.get_by_role("link", name="话术与模板", exact=True).click()
        page.get_by_label("查找", exact=True).fill("回访开场")
        page.keyboard.press("Enter")
        page.locator("tbody a").click()
        page.get_by_label("标题").fill("回访开场白")
        page.get_by_role("button", name="保存改动").click()
        expect(page.get_by_role("alert").first).to_contain_text("请写明理由")
        expect(page.get_by_label("标题")).to_have_value("回访开场白")
        page.get_by_label("理由").first.fill("统一口径")
        page.get_by_role("button", name="保存改动").click()
        expect(page.locator(".reference-entry").first).to_contain_text("回访开场白")
        page.get_by_text("撤销最近一次改动").click()
        page.locator("#undo_reason").fill("改回")
        page.get_by_role("button", name="撤销", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("回访开场")
