"""The proofreader in a real browser: from a finding to its place and back, by links alone."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.people import Office
from tests.rules.proofreading.bulletins import SPRING, changed


def test_a_finding_leads_to_its_place_and_the_place_back(office: Office) -> None:
    with office.person("editor") as page:
        page.goto("/desk/proofread")
        page.get_by_label("粘贴通报全文").fill(changed(SPRING, "占21.3%", "占21.2%"))
        page.get_by_role("button", name="核对", exact=True).click()
        expect(page.get_by_text("870 ÷ 4,080 = 21.324% → 21.3%")).to_be_visible()
        page.get_by_role("link", name="第2段", exact=True).first.click()
        expect(page).to_have_url(re.compile("#place-1$"))
        expect(page.locator("mark", has_text="21.2")).to_be_in_viewport()
        page.locator("mark .proof-number").first.click()
        expect(page.locator("#finding-1")).to_be_in_viewport()
