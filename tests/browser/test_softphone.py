"""The browser as a telephone: registers with a SIP server, rings, answers, hangs up."""

from __future__ import annotations

import shutil

from playwright.sync_api import expect

from tests.browser.conftest import QUIET
from tests.browser.people import Office
from tests.browser.sip_server import SipServer
from tests.browser.site import SOFTPHONE_PORT

FAKE_MEDIA = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]


def test_a_call_taker_takes_a_call_in_the_browser(office: Office) -> None:
    with office.person("secadmin") as page:
        page.goto("/desk/staff")
        own = page.get_by_role("cell", name="taker", exact=True)
        page.get_by_role("row").filter(has=own).get_by_role("link").click()
        page.get_by_role("link", name="软电话账号").click()
        page.get_by_label("SIP 用户名").fill("1001")
        page.get_by_label("SIP 密码").fill("softphone-secret")
        page.get_by_role("button", name="保存").click()
        expect(page.get_by_text("下次打开工作台时生效")).to_be_visible()
        browser = office.browser.browser_type.launch(
            executable_path=shutil.which("chromium"), args=[*QUIET, *FAKE_MEDIA]
        )
        try:
            _takes_a_call(Office(browser, office.site))
        finally:
            browser.close()
            # The other tests' workstation has no telephone.
            page.get_by_role("button", name="取消账号").click()
            expect(page.get_by_text("还没有设置")).to_be_visible()


def _takes_a_call(office: Office) -> None:
    with SipServer(SOFTPHONE_PORT) as server, office.person("taker") as page:
        page.goto("/desk/workstation")
        phone = page.locator("#softphone")
        expect(phone.get_by_role("status")).to_have_text("软电话就绪")
        assert server.registered.is_set()
        server.ring("15400000001")
        expect(phone.get_by_role("status")).to_have_text("软电话来电")
        expect(phone.locator(".sp-peer")).to_have_text("154****0001")
        phone.get_by_role("button", name="软电话接听").click()
        expect(phone.get_by_role("status")).to_have_text("软电话通话中")
        assert server.answered.wait(10)
        phone.get_by_role("button", name="静音").click()
        expect(phone.get_by_role("status")).to_have_text("软电话通话中（已静音）")
        phone.get_by_role("button", name="软电话挂机").click()
        expect(phone.get_by_role("status")).to_have_text("软电话就绪")
        assert server.ended.wait(10)
    assert server.heard[:2] == ["REGISTER", "REGISTER"]
