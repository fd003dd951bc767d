"""Guesses in a real browser: they come while one types, and leave alone what a person chose."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.people import Office

WATER = "示例花园小区已经停水三天，自来水公司电话打不通，请求尽快恢复供水。"
CHOSEN = "010214"


def test_a_guess_comes_while_one_types_and_never_overwrites_a_choice(office: Office) -> None:
    with office.person("taker") as page:
        page.goto("/desk/cases/new")
        page.get_by_label("诉求内容").fill(WATER)
        topic = page.locator('[data-guess="topic"]')
        expect(topic).to_contain_text("自来水供应")
        field = page.get_by_label("问题分类")
        field.fill(CHOSEN)
        field.blur()
        expect(page.locator(".is-guess", has=field)).to_have_count(0)
        page.get_by_label("标题").fill("停水三天")
        expect(topic).to_contain_text("自来水供应")
        expect(field).to_have_value(CHOSEN)
        page.keyboard.press("Alt+g")
        expect(field).to_have_value("010216 城乡建设 › 城市建设和市政管理 › 自来水供应")
        page.get_by_label("诉求内容").fill("再不解决我就不想活了，从楼顶跳下去。")
        expect(page.locator("[data-guess-alarm]")).to_contain_text("需要人工关注")
