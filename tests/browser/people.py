"""The office's people as the browser tests play them: each signs in with a browser of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.site import RunningSite

# What the browser notes of a form that was refused, which is right.
REFUSED = re.compile(r"\b(409|422)\b")
SIZE = {"width": 1366, "height": 768}


class Office:
    """The office's people, each with a browser of their own."""

    def __init__(self, browser: Browser, site: RunningSite) -> None:
        self.browser = browser
        self.site = site

    @contextmanager
    def person(self, username: str) -> Iterator[Page]:
        """Sign in through the login page; every script error and refused load is a failure."""
        context = self.browser.new_context(
            base_url=self.site.address, viewport=SIZE, locale="zh-CN", timezone_id="Asia/Shanghai"
        )
        page = context.new_page()
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on(
            "console",
            lambda m: (
                problems.append(f"{m.text} {m.location.get('url', '')}")
                if m.type == "error"
                else None
            ),
        )
        page.goto("/login")
        page.get_by_label("用户名").fill(username)
        page.get_by_label("密码").fill(self.site.password)
        page.get_by_role("button", name="登录").click()
        expect(page).to_have_url(re.compile("/desk/"))
        yield page
        wrong = [p for p in problems if not REFUSED.search(p)]
        assert wrong == [], wrong
        context.close()


def press(page: Page, verb: str) -> None:
    """Press the button of a verb in the panel that is open."""
    page.locator("details[open]").get_by_role("button", name=verb, exact=True).click()


def choose(page: Page, group: str, name: str) -> None:
    """Choose one of the buttons side by side in the panel that is open."""
    panel = page.locator("details[open]")
    panel.get_by_role("group", name=group).get_by_text(name, exact=True).click()


def opened(page: Page, verb: str) -> Locator:
    """The panel of a verb, opened by its heading where it is folded."""
    title = re.compile(f"^{verb}$")
    panel = page.locator("details.panel").filter(has=page.locator("summary", has_text=title))
    if panel.get_attribute("open") is None:
        panel.locator("summary").first.click()
    return panel


def stands(page: Page, status: str) -> None:
    """The case's head says where it stands."""
    expect(page.locator(".case-head .chip-status")).to_have_text(status)


def registered(
    page: Page, *, phone: str, title: str, text: str, topic: str = "010204", kind: str = "求助"
) -> str:
    """The number of a case that a call-taker registers and accepts."""
    page.goto("/desk/cases/new")
    page.get_by_label("联系电话").fill(phone)
    page.get_by_label("姓名").fill("甄示例")
    page.get_by_role("group", name="诉求类型").get_by_text(kind, exact=True).click()
    page.get_by_label("标题").fill(title)
    page.get_by_label("诉求内容").fill(text)
    page.get_by_label("事发地点").fill("铁西区地直街道")
    page.get_by_label("问题分类").fill(topic)
    page.get_by_role("button", name="受理", exact=True).click()
    stands(page, "待派单")
    return page.url.rsplit("/", 1)[1]
