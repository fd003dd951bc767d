"""A citizen files a request on a telephone: the network dies, nothing is lost or doubled."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect

from hotline.site.environment import ROOT
from tests.browser.people import Office
from tests.browser.site import RunningSite

PHONE = {"width": 390, "height": 844}
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
TEXT = "公园东门的座椅坏了两把，露出钉子，孩子容易受伤，请维修。"


def _picture() -> bytes:
    output = BytesIO()
    Image.new("RGB", (2400, 1800), "#486").save(output, "JPEG")
    return output.getvalue()


def _accessible(page: Page) -> None:
    """No fault that axe-core finds by the rules of WCAG 2.2 A and AA; nothing runs off the side."""
    page.evaluate(Path(AXE).read_text("utf-8"))
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = page.evaluate(
        "tags => axe.run(document, {runOnly: tags}).then(r => r.violations.map("
        "v => `${v.id}: ${v.nodes[0].html}`))",
        tags,
    )
    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def _typed(page: Page) -> None:
    page.get_by_label("发生了什么事").fill(TEXT)
    page.get_by_label("在哪里").select_option(label="铁西区")
    page.get_by_label("具体地点").fill("英雄公园东门")
    page.get_by_label("怎么称呼您").fill("甄示例")
    page.get_by_label("联系电话").fill("15400001234")


def test_a_request_survives_a_dead_network_and_is_filed_once(
    browser: Browser, site: RunningSite, office: Office
) -> None:
    context = browser.new_context(base_url=site.address, viewport=PHONE, locale="zh-CN")
    page = context.new_page()
    page.goto("/file")
    _accessible(page)
    _typed(page)
    photo = {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": _picture()}
    page.get_by_label("照片").set_input_files([photo])
    expect(page.locator("[data-chosen] img")).to_have_count(1)
    expect(page.locator("form[data-filing]")).to_have_attribute("data-kept", "1")
    page.reload()
    expect(page.locator("[data-draft-told]")).to_be_visible()
    expect(page.get_by_label("发生了什么事")).to_have_value(TEXT)
    expect(page.locator("[data-chosen] img")).to_have_count(1)
    page.get_by_label("我已阅读").check()
    context.set_offline(True)
    page.get_by_role("button", name="下一步").click()
    expect(page.locator("[data-state]")).to_contain_text("网络恢复后会自动继续")
    context.set_offline(False)
    expect(page.get_by_role("heading", name="请核对")).to_be_visible()
    expect(page.locator(".held img")).to_have_count(1)
    _accessible(page)
    page.get_by_role("button", name="确认提交").dblclick()
    expect(page).to_have_url(re.compile("/file/receipt$"))
    _accessible(page)
    assert page.evaluate("localStorage.getItem('hotline-draft')") is None
    context.close()
    with office.person("taker") as desk:
        desk.goto("/desk/cases?q=英雄公园东门")
        expect(desk.locator("tbody tr")).to_have_count(1)
