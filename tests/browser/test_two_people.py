"""Two people at one case: who comes second is told, keeps every word, and goes on from there."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.people import Office, press, registered, stands

NOTE = "请先到现场查看，再与诉求人联系。"


def test_who_comes_second_is_told_and_keeps_what_was_typed(office: Office) -> None:
    with office.person("taker") as page:
        number = registered(
            page, phone="15400007788", title="井盖松动", text="路口井盖松动，车过时作响，请加固。"
        )
    with office.person("dispatcher") as first, office.person("dispatcher") as second:
        for page in (first, second):
            page.goto(f"/desk/cases/{number}")
        second.get_by_label("承办单位").fill("铁东区政府")
        second.get_by_label("交办意见").fill(NOTE)
        first.get_by_label("承办单位").fill("铁西区政府")
        press(first, "派单")
        stands(first, "待签收")
        press(second, "派单")
        expect(second.get_by_role("alert")).to_contain_text("可能已由他人办理")
        expect(second.get_by_text(NOTE)).to_be_visible()
        stands(second, "待签收")
        second.go_back()
        expect(second.get_by_role("heading", name="井盖松动")).to_be_visible()
