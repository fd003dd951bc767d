"""The desks of supervisor and leader in a browser: charts from tables, and acting from there."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.people import Office

DRAWN = "figure[data-chart] canvas"


def see_charts(page: Page, count: int) -> None:
    """So many charts are drawn, and nobody without eyes is bothered with them."""
    expect(page.locator(DRAWN)).to_have_count(count)
    expect(page.locator("figure[data-chart] > [aria-hidden=true]")).to_have_count(count)


def test_a_supervisor_summons_from_a_number_and_rules_on_a_suspicion(office: Office) -> None:
    with office.person("supervisor") as page:
        page.locator(".topbar-tab", has_text="督办台").click()
        see_charts(page, 2)
        page.locator("#late-units tbody tr").first.locator("a[href*=late_reply]").click()
        page.locator("input[name=chosen]").first.check()
        page.get_by_role("button", name="催办").click()
        page.get_by_label("催办内容").fill("请今天联系诉求人。")
        page.get_by_role("button", name="催办 1 件").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("批量催办")
        page.goto("/desk/oversight/suspicions")
        page.get_by_role("button", name="现在查找").click()
        expect(page.locator("#search")).to_contain_text("上次查找")
        page.get_by_role("link", name=re.compile("看证据：答复雷同")).click()
        expect(page.locator(".evidence mark").first).to_contain_text("高度重视")
        page.locator("form .segments").get_by_text("不属实", exact=True).click()
        page.get_by_label("核实情况").fill("已核实，三件分别到场办理。")
        page.get_by_role("button", name="保存认定").click()
        expect(page.locator("#toasts")).to_contain_text("已认定为“不属实”")


def test_a_leader_sees_the_day_and_writes_a_word_in_place(office: Office) -> None:
    with office.person("leader") as page:
        page.locator(".topbar-tab", has_text="领导台").click()
        see_charts(page, 2)
        case = page.locator(".need-list > li").first
        case.locator("summary").click()
        case.get_by_label("批示内容").fill("请本周内拿出办法。")
        case.get_by_role("button", name="批示").click()
        expect(page).to_have_url(re.compile("/desk/leader$"))
        expect(page.locator("body")).to_contain_text("请本周内拿出办法。")
