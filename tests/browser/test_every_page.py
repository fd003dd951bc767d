"""What every page has, in a real browser: nothing typed is lost, pages are told, help is near."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import psutil
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.people import SIZE, Office

NEW_CASE = "/desk/cases/new"
TITLE, TEXT = "翠柏苑门前路灯不亮", "翠柏苑门前的三盏路灯已有一周不亮。"
RESTORED = re.compile("已恢复 .* 未提交的草稿")


@contextmanager
def signed_in(office: Office, username: str) -> Iterator[BrowserContext]:
    """A browser of a person who meets with cut lines, so refused loads are no failure here."""
    context = office.browser.new_context(base_url=office.site.address, viewport=SIZE)
    page = context.new_page()
    page.goto("/login")
    sign_in(page, office, username)
    expect(page).to_have_url(re.compile("/desk/"))
    yield context
    context.close()


def sign_in(page: Page, office: Office, username: str) -> None:
    """Fill the login page."""
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(office.site.password)
    page.get_by_role("button", name="登录").click()


def state(page: Page, words: str) -> None:
    """What the form says of its draft."""
    expect(page.locator("form.new-case [data-draft-state]")).to_contain_text(words)


def web_workers(office: Office) -> list[psutil.Process]:
    """The processes that answer; the web server starts them again."""
    below = psutil.Process(office.site.process.pid).children(recursive=True)
    servers = [each for each in below if "granian" in " ".join(each.cmdline())]
    return [each for each in servers if each.parent() in servers]


def test_nothing_typed_is_lost(office: Office) -> None:
    with signed_in(office, "taker") as context:
        page = context.pages[0]
        page.goto(NEW_CASE)
        page.get_by_label("标题").press_sequentially(TITLE)
        state(page, "草稿已保存")

        context.set_offline(True)  # the line is cut while somebody types
        page.get_by_label("诉求内容").press_sequentially(TEXT)
        state(page, "未连接，已暂存在本页")
        expect(page.locator("#away")).to_contain_text("连接不上服务器")
        page.get_by_role("button", name="仅登记").click()
        expect(page.get_by_text("没有提交。内容仍在本页")).to_be_visible()
        context.set_offline(False)
        state(page, "草稿已保存")
        expect(page.locator("#away")).to_be_empty()

        saved = page.locator("form.new-case [data-draft-state]").inner_text()
        for worker in web_workers(office):  # the server is killed and comes back
            os.kill(worker.pid, signal.SIGKILL)
        page.get_by_label("事发地点").press_sequentially("铁西区")
        expect(page.locator("form.new-case [data-draft-state]")).not_to_have_text(saved)
        state(page, "草稿已保存")
        page.reload()
        expect(page.get_by_text(RESTORED)).to_be_visible()
        expect(page.get_by_label("标题")).to_have_value(TITLE)
        expect(page.get_by_label("诉求内容")).to_have_value(TEXT)
        expect(page.get_by_label("事发地点")).to_have_value("铁西区")

        other = context.new_page()  # a second tab: the later saving wins, the first is told
        other.goto(NEW_CASE)
        expect(other.get_by_text(RESTORED)).to_be_visible()
        other.get_by_label("事发地点").press_sequentially("地直街道")
        state(other, "草稿已保存")
        expect(page.get_by_text("另一页面也在填写")).to_be_visible()
        other.close()

        page.get_by_role("group", name="诉求类型").get_by_text("求助", exact=True).click()
        page.get_by_role("button", name="仅登记").click()
        expect(page.locator(".case-head")).to_be_visible()
        page.go_back()  # after the form was sent its draft is gone
        expect(page.get_by_label("标题")).to_have_value("")
        expect(page.get_by_text(RESTORED)).to_have_count(0)


def test_a_session_that_ends_is_told_and_leads_back(office: Office) -> None:
    with signed_in(office, "taker") as context:
        page = context.pages[0]
        page.goto(NEW_CASE)
        page.get_by_label("标题").press_sequentially(TITLE)
        state(page, "草稿已保存")
        page.keyboard.press("F1")
        expect(page.get_by_role("dialog", name="帮助").get_by_text("一页填完")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_label("标题")).to_have_value(TITLE)

        page.evaluate(
            "document.dispatchEvent(new CustomEvent('hotline:session', {detail: {left: 290}}))"
        )
        expect(page.get_by_text("还有 5 分钟将退出登录")).to_be_visible()
        page.get_by_role("button", name="继续使用").click()
        expect(page.get_by_text("还有 5 分钟将退出登录")).to_be_hidden()

        context.clear_cookies(name="sessionid")
        page.get_by_label("标题").press_sequentially("了")
        expect(page.get_by_role("heading", name="登录已结束")).to_be_visible()
        with context.expect_page() as opened:  # unsaved words stay here: one signs in beside them
            page.get_by_role("link", name="重新登录").click()
        sign_in(opened.value, office, "taker")
        expect(opened.value).to_have_url(re.compile(NEW_CASE))
        page.bring_to_front()
        expect(page.get_by_role("heading", name="登录已结束")).to_be_hidden()
        state(page, "草稿已保存")
        page.reload()
        expect(page.get_by_label("标题")).to_have_value(f"{TITLE}了")
        page.get_by_role("button", name="放弃草稿").click()
        expect(page.get_by_label("标题")).to_have_value("")


def test_a_page_hears_of_a_notice_without_reloading(office: Office) -> None:
    with signed_in(office, "clerk-tiexi") as context:
        page = context.pages[0]
        expect(page.locator("body[data-live=open]")).to_have_count(1)
        bell = page.locator("#bell .topbar-count")
        before = bell.inner_text()
        other = context.new_page()
        other.goto("/desk/notices")
        other.get_by_role("button", name=re.compile("^已阅")).first.click()
        expect(bell).not_to_have_text(before)
