"""A security key in a real browser: registered, asked at sign-in, and refused where it is not
there; its answer is of Chromium's own virtual authenticator."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import CDPSession, Page, expect

from tests.browser.people import SIZE, Office

AUTHENTICATOR: dict[str, Any] = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


WHO = "editor"


def first_step(page: Page, username: str, password: str) -> None:
    page.goto("/login")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()


def registered_key(page: Page) -> None:
    """Register a key at the desk; the recovery codes come with it."""
    page.goto("/desk/account")
    page.get_by_role("link", name="设置").click()
    page.get_by_label("名称").fill("试验密钥")
    page.get_by_role("button", name="登记").click()
    expect(page.locator(".recovery-codes li")).to_have_count(10)


def test_a_security_key_is_registered_and_signs_in(office: Office) -> None:
    # A key is bound to a host name, never to a bare address.
    address = office.site.address.replace("127.0.0.1", "localhost")
    context = office.browser.new_context(base_url=address, viewport=SIZE, locale="zh-CN")
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda m: problems.append(m.text) if m.type == "error" else None)
    devtools: CDPSession = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    made = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    first_step(page, WHO, office.site.password)
    registered_key(page)
    code = page.locator(".recovery-codes code").first.inner_text()
    page.get_by_role("button", name="退出").click()

    first_step(page, WHO, office.site.password)
    expect(page).to_have_url(re.compile("/login/second$"))
    page.get_by_role("button", name="用安全密钥").click()
    expect(page).to_have_url(re.compile("/desk/$"))
    page.get_by_role("button", name="退出").click()

    who = {"authenticatorId": made["authenticatorId"]}
    devtools.send("WebAuthn.removeVirtualAuthenticator", who)
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    first_step(page, WHO, office.site.password)
    page.get_by_role("button", name="用安全密钥").click()
    expect(page.get_by_role("status")).to_contain_text("没有完成")
    page.get_by_label("恢复码").fill(code)
    page.get_by_role("button", name="登录").click()
    expect(page).to_have_url(re.compile("/desk/$"))

    # As it was, for the tests that share this site.
    page.goto("/desk/second")
    page.get_by_role("button", name="移除").click()
    expect(page.get_by_text("还没有二次验证")).to_be_visible()
    assert problems == []
    context.close()
