"""Who keeps the roads subscribes a program and sees its secret once; a bad address stays typed."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.people import Office


def test_a_program_is_subscribed_by_the_keyboard_and_its_secret_is_shown_once(
    office: Office,
) -> None:
    with office.person("sysadmin") as page:
        page.goto("/desk/webhooks")
        page.get_by_label("名称（给谁用）").fill("市民应用")
        page.get_by_label("接收地址").fill("http://192.168.1.1/in")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert").first).to_contain_text("https://")
        expect(page.get_by_label("接收地址")).to_have_value("http://192.168.1.1/in")
        page.get_by_label("接收地址").fill("https://hooks.example.cn/in")
        page.keyboard.press("Enter")
        expect(page.locator(".webhook-secret")).to_contain_text("whsec_")
        page.get_by_role("link", name="返回事件通知").click()
        page.get_by_role("link", name="市民应用").click()
        expect(page.locator(".webhook-secret")).to_have_count(0)
        page.get_by_role("button", name="停用").click()
        expect(page.locator(".webhook-state").first).to_have_text("已停用")
