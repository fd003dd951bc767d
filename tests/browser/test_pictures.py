"""One picture of each desk for the README, taken of the sample city."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import Office
from tests.browser.photographs import ARE_WANTED, picture

CALLER = "15400004326"
DESKS = {
    "dispatching": ("dispatcher", "/desk/dispatching"),
    "unit": ("clerk-tiexi", "/desk/unit"),
    "callbacks": ("callback", "/desk/callbacks"),
    "oversight": ("supervisor", "/desk/oversight"),
    "leader": ("leader", "/desk/leader"),
}

pytestmark = pytest.mark.skipif(not ARE_WANTED, reason="pictures: set HOTLINE_PICTURES=1")


@pytest.mark.parametrize("name", DESKS)
def test_a_desk_has_its_picture(office: Office, name: str) -> None:
    username, address = DESKS[name]
    with office.person(username) as page:
        page.goto(address)
        expect(page.locator("main h1")).to_have_count(1)
        settled(page)
        picture(page, name)


def test_the_workstation_has_its_picture_with_a_call_in_hand(office: Office) -> None:
    with office.person("taker") as page:
        page.goto("/desk/workstation")
        page.locator("#incoming_number").fill(CALLER)
        page.locator("#incoming_number").press("Enter")
        expect(page.locator(".ws-is-talking")).to_be_visible()
        page.locator("#new_sender_name").fill("甄示例")
        page.get_by_role("group", name="诉求类型").get_by_text("投诉", exact=True).click()
        page.locator("#new_title").fill("紫微苑三号楼前垃圾多日未清运")
        page.locator("#new_place").fill("铁西区地直街道紫微社区")
        page.locator("#new_text").fill(
            "紫微苑三号楼前生活垃圾三天没有清运，异味很大，要求尽快清运。"
        )
        expect(page.locator("[data-alt-key=g]")).to_be_visible()
        page.keyboard.press("Alt+g")
        expect(page.locator("#deadline")).to_contain_text("个工作日")
        settled(page)
        picture(page, "workstation")


def settled(page: Page) -> None:
    """Charts drawn, answers in, and no part of the page asked for any more."""
    charts = page.locator("figure[data-chart]").count()
    expect(page.locator("figure[data-chart] canvas")).to_have_count(charts)
    expect(page.locator(".htmx-request")).to_have_count(0)
    page.wait_for_load_state("load")
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(600)
