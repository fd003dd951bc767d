"""A bulletin of one district, the whole way: picked, drafted, fought over, checked, approved twice,
published, corrected, withdrawn."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.people import SIZE, Office

AT = "/desk/bulletins/monthly/2022-04/tiedong_district"
OUT = "/bulletins/monthly/2022-04/tiedong_district"
FIRST = "市民反映停水后恢复较慢。"
SECOND = "市民反映停水后恢复较慢，且没有通知。"
WITH_PHONE = "市民反映停水后恢复较慢，可拨打15400001234。"


def test_a_bulletin_goes_from_its_candidates_to_a_correction_and_a_withdrawal(
    office: Office,
) -> None:
    with office.person("editor") as page:
        begun_and_drafted(page)
        two_editors_meet(office, page)
        checked_and_submitted(page)
    approved_and_published(office)
    expect_out(office, "市民反映停水后恢复较慢")
    with office.person("editor") as page:
        page.goto(AT)
        page.get_by_text("更正通报").click()
        page.get_by_label("更正原因").fill("一处文字有误")
        page.get_by_role("button", name="建立更正稿").click()
        page.locator("#side").get_by_role("link", name="改写").first.click()
        page.get_by_label("条目内容").fill(SECOND)
        page.get_by_role("button", name="保存", exact=True).click()
        page.get_by_role("button", name="送审").click()
        expect(page.get_by_text("等待“科长审核”")).to_be_visible()
    approved_and_published(office)
    expect_out(office, "【更正】本期更正2022年5月6日发布的同期通报")
    with office.person("leader") as page:
        for _ in range(2):
            page.goto(AT)
            page.get_by_text("撤回通报").click()
            page.get_by_label("原因").fill("统计口径调整")
            page.get_by_role("button", name="撤回", exact=True).click()
    expect_out(office, "撤回原因：统计口径调整")


def begun_and_drafted(page: Page) -> None:
    """Begin, pick the first group and a well-handled case, and write the group's words."""
    page.goto("/desk/bulletins")
    page.get_by_label("统计期").fill("2022-04")
    page.get_by_label("单位", exact=True).fill("铁东区政府")
    page.locator("form").filter(has=page.get_by_label("统计期")).get_by_role(
        "button", name="开始编写"
    ).click()
    expect(page).to_have_url(re.compile(f"{AT}$"))
    page.keyboard.press("Alt+3")
    expect(page.get_by_text("建议选用的线索")).to_be_visible()
    page.get_by_role("button", name="选用", exact=True).first.click()
    expect(page.get_by_label("条目内容")).to_have_value(re.compile("［待补：主要问题］"))
    page.get_by_label("条目内容").fill(FIRST)
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator(".bulletin")).to_contain_text(FIRST)


def two_editors_meet(office: Office, page: Page) -> None:
    """Both have the item open; the second one sees both texts and saves what they make of them."""
    page.locator("#side").get_by_role("link", name="改写").first.click()
    with office.person("editor") as other:
        other.goto(page.url)
        other.get_by_label("条目内容").fill(SECOND)
        other.get_by_role("button", name="保存", exact=True).click()
        expect(other.locator(".bulletin")).to_contain_text(SECOND)
    page.get_by_label("条目内容").fill(WITH_PHONE)
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("在您之前保存了另一稿")).to_be_visible()
    expect(page.get_by_label("条目内容")).to_have_value(WITH_PHONE)
    page.get_by_role("button", name="保存合并后的一稿").click()
    expect(page.locator(".bulletin")).to_contain_text(WITH_PHONE)


def checked_and_submitted(page: Page) -> None:
    """The phone holds the draft up; cleared with a reason, it is handed on."""
    page.get_by_role("button", name="送审").click()
    expect(page.get_by_text("还有 1 处要处理")).to_be_visible()
    page.locator("#side").get_by_text("放行", exact=True).first.click()
    page.get_by_label("可以刊出的理由").fill("单位对外公布的号码")
    page.get_by_role("button", name="放行").click()
    expect(page.get_by_text("没有要处理的地方")).to_be_visible()
    page.get_by_role("button", name="送审").click()
    expect(page.get_by_text("等待“科长审核”")).to_be_visible()


def approved_and_published(office: Office) -> None:
    with office.person("reviewer") as page:
        page.goto(AT)
        page.get_by_role("button", name="审核通过").click()
        expect(page.get_by_text("等待“主任签发”")).to_be_visible()
    with office.person("leader") as page:
        page.goto(AT)
        page.get_by_label("发布日期").fill("2022-05-06")
        page.get_by_role("button", name="发布", exact=True).click()
        expect(page.get_by_role("heading", name=re.compile("已发布"))).to_be_visible()


def expect_out(office: Office, text: str) -> None:
    context = office.browser.new_context(base_url=office.site.address, viewport=SIZE)
    page = context.new_page()
    page.goto(OUT)
    expect(page.locator("main")).to_contain_text(text)
    context.close()
