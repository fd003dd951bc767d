"""The editor of bulletin forms in a real browser: a mistake is told while one types."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.people import Office
from tests.browser.test_screens import AXE, SERIOUS


def test_a_mistake_is_told_with_its_line_and_gone_when_it_is_mended(office: Office) -> None:
    with office.person("editor") as page:
        page.goto("/desk/forms")
        page.get_by_role("link", name="12345热线日报").click()
        page.get_by_label("统计期").fill("2022-04-20")
        page.get_by_label("统计期").press("Tab")
        preview = page.locator("#form-preview")
        expect(preview).to_contain_text("四平市12345热线日报（2022年4月20日）")

        text = page.get_by_label("格式内容")
        right = text.input_value()
        text.fill(right.replace("受理诉求{total.count}", "受理诉求{totals.count}"))
        expect(preview).to_contain_text("“{totals.count}”没有对应的数字")
        preview.get_by_role("link").click()
        line = text.evaluate("box => box.value.slice(box.selectionStart, box.selectionEnd)")
        assert line.startswith("受理诉求{totals.count}")

        text.fill(right)
        expect(preview).to_contain_text("接到来电")
        page.get_by_text("写法一览").click()
        page.evaluate(AXE.read_text("utf-8"))
        assert page.evaluate(SERIOUS) == []
