"""The unit's desk in a real browser: a street worker's telephone, and a clerk without a mouse."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.attached_files import picture
from tests.browser.people import SIZE, Office, registered

PHONE = {"width": 390, "height": 844}


def given_to_tiexi(office: Office, title: str) -> str:
    """A case that waits for the district's signature."""
    with office.person("taker") as page:
        number = registered(
            page, phone="15400005678", title=title, text=f"{title}，共三盏，请修复。"
        )
    with office.person("dispatcher") as page:
        page.goto(f"/desk/cases/{number}")
        page.get_by_label("承办单位").fill("铁西区政府")
        page.get_by_label("交办意见").fill("请两日内修复。")
        page.locator("details[open]").get_by_role("button", name="派单", exact=True).click()
        expect(page.get_by_text("待签收").first).to_be_visible()
    return number


def is_not_wider(page: Page) -> None:
    """Nothing has to be moved sideways."""
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_a_street_worker_signs_photographs_and_replies_on_a_telephone(
    office: Office, tmp_path: Path
) -> None:
    number = given_to_tiexi(office, "街边路灯不亮")
    good, bad = tmp_path / "现场.jpg", tmp_path / "坏.jpg"
    good.write_bytes(picture(size=(640, 480)))
    bad.write_bytes(b"not a picture")
    with office.person("clerk-tiexi") as page:
        page.set_viewport_size(PHONE)
        page.goto("/desk/unit?tab=sign")
        is_not_wider(page)
        page.get_by_role("button", name=f"签收 {number}").click()
        expect(page.locator(".case-head .chip-status")).to_have_text("办理中")
        is_not_wider(page)
        expect(page.locator(".unit-note")).to_contain_text("请两日内修复。")
        page.locator("#choose_photos").set_input_files([good, bad])
        queue = page.locator("[data-queue] li")
        expect(queue.nth(0)).to_contain_text("已上传")
        expect(queue.nth(1)).to_contain_text("坏.jpg")
        expect(page.locator("[data-upload-state]")).to_contain_text("有 1 个没有传成")
        page.route("**/attach", lambda route: route.fulfill(body="<html></html>"), times=1)
        page.locator("#choose_photos").set_input_files([good])
        expect(queue.nth(2)).to_contain_text("请刷新后重传")
        queue.nth(2).get_by_role("button", name="重试").click()
        expect(queue.nth(2)).to_contain_text("已上传")
        reply = page.locator("#reply-form")
        reply.get_by_role("group", name="问题是否解决").get_by_text("是", exact=True).click()
        reply.get_by_role("group", name="诉求是否属实").get_by_text("是", exact=True).click()
        reply.get_by_label("办理情况").fill("铁西区地直街道现场更换三盏路灯。")
        reply.get_by_label("公开答复").fill("三盏路灯已更换。")
        button = reply.get_by_role("button", name=re.compile("反馈"))
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        button.click()
        expect(page.locator(".case-head .chip-status")).to_have_text("待审核")
        expect(page.locator(".unit-photos li")).to_have_count(1)


def test_a_clerk_signs_fills_a_template_and_replies_by_keyboard(office: Office) -> None:
    number = given_to_tiexi(office, "小区门口路灯不亮")
    with office.person("clerk-tiexi") as page:
        page.set_viewport_size(SIZE)
        page.goto(f"/desk/unit/cases/{number}")
        page.get_by_role("button", name="签收", exact=True).focus()
        page.keyboard.press("Enter")
        expect(page.locator("#reply-form")).to_be_visible()
        expect(page.get_by_role("button", name=re.compile("一般答复$"))).to_be_visible()
        page.get_by_label("公开答复").focus()
        page.keyboard.press("Alt+1")
        expect(page.get_by_label("公开答复")).to_have_value(re.compile("【事项】"))
        page.keyboard.type("路灯")  # the first blank is chosen, so typing fills it
        expect(page.get_by_label("公开答复")).to_have_value(re.compile("^您好，您反映的路灯收悉"))
        page.get_by_label("办理情况").focus()
        page.keyboard.type("已更换三盏路灯。")
        page.keyboard.press("Control+Enter")
        expect(page.get_by_role("alert")).to_contain_text("还有没填的空")
        expect(page.get_by_label("办理情况")).to_have_value("已更换三盏路灯。")
