"""A citizen follows their own request on a telephone: receipt and code, more words, withdrawal."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from hotline.site.environment import ROOT
from tests.browser.site import RunningSite

PHONE = {"width": 390, "height": 844}
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def accessible(page: Page) -> None:
    """No fault that axe-core finds; nothing runs off the side."""
    page.evaluate(Path(AXE).read_text("utf-8"))
    found = page.evaluate(
        "tags => axe.run(document, {runOnly: tags}).then(r => r.violations.map("
        "v => `${v.id}: ${v.nodes[0].html}`))",
        TAGS,
    )
    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def filed(page: Page) -> tuple[str, str]:
    """A request filed by the form; its receipt and code."""
    page.goto("/file")
    page.get_by_label("发生了什么事").fill("广场的路灯坏了三盏，晚上很黑，请维修。")
    page.get_by_label("在哪里").select_option(label="铁西区")
    page.get_by_label("具体地点").fill("示例广场")
    page.get_by_label("怎么称呼您").fill("甄示例")
    page.get_by_label("联系电话").fill("15400001235")
    page.get_by_label("我已阅读").check()
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="确认提交").click()
    expect(page).to_have_url(re.compile("/file/receipt$"))
    receipt, code = page.locator(".receipt-codes dd").all_inner_texts()[:2]
    return receipt, code


def unlocked(page: Page, receipt: str, code: str) -> None:
    """The request opened by its code."""
    page.goto("/progress")
    page.get_by_label("查询码", exact=True).fill(receipt)
    page.get_by_text("看办理经过和答复").click()
    page.get_by_label("密码", exact=True).fill(code)
    page.get_by_role("button", name="打开我的诉求").click()
    expect(page).to_have_url(re.compile("/progress/case$"))


def test_a_citizen_follows_adds_to_and_takes_back_a_request(
    browser: Browser, site: RunningSite
) -> None:
    context = browser.new_context(base_url=site.address, viewport=PHONE, locale="zh-CN")
    page = context.new_page()
    receipt, code = filed(page)
    unlocked(page, receipt, code)
    accessible(page)
    page.get_by_text("补充情况和图片").click()
    page.get_by_label("要补充的情况").fill("灯杆编号 17。")
    page.get_by_role("button", name="提交补充").click()
    expect(page.locator(".course .own")).to_contain_text(["灯杆编号 17。"])
    page.get_by_text("撤回诉求").click()
    page.get_by_role("button", name="确认撤回").click()
    expect(page.locator("#withdraw")).to_contain_text("请写明撤回的原因")
    accessible(page)
    page.get_by_label("撤回的原因").fill("已经修好。")
    page.get_by_role("button", name="确认撤回").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("已按您的要求撤销。")
    page.get_by_role("button", name="看完了，退出").click()
    page.goto("/progress/case")
    expect(page).to_have_url(re.compile("/progress$"))
    for address in ("/figures", "/answered", "/questions"):
        page.goto(address)
        accessible(page)
    context.close()
