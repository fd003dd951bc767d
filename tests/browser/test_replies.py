"""A reply in a real browser: what is found shows while it is written, an answer is taken over."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.people import Office
from tests.browser.test_screens import AXE, SERIOUS
from tests.browser.test_unit import given_to_tiexi

PHONE = {"width": 390, "height": 844}


def test_a_clerk_sees_what_is_missing_takes_an_answer_over_and_back(office: Office) -> None:
    number = given_to_tiexi(office, "铁西区地直街道垃圾清运问题")
    with office.person("clerk-tiexi") as page:
        page.goto(f"/desk/unit/cases/{number}")
        page.get_by_role("button", name="签收").first.click()
        page.goto(f"/desk/unit/cases/{number}")
        answer = page.locator("#reply-form [name=answer]")
        answer.fill("您反映的问题已收悉，已转相关部门办理。")
        check = page.locator("#reply-check")
        expect(check).to_contain_text("没有答复内容")
        page.locator(".rc-beside > summary").click()
        take = page.locator("[data-take]").first
        expect(take).to_be_visible()
        answer.fill("")
        take.click()
        expect(answer).not_to_have_value("")
        page.locator("[data-undo]").click()
        expect(answer).to_have_value("")
        answer.fill("已于今晨更换三盏路灯，当晚恢复照明，预计3个工作日内装好监控。")
        expect(check).to_contain_text("承诺的日期")
        page.evaluate(AXE.read_text(encoding="utf-8"))
        assert page.evaluate(SERIOUS) == []
        page.set_viewport_size(PHONE)
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
