"""Three typical calls by keyboard alone, every press that is no dictated text counted."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.people import Office

PHONE = "15400004321"
OTHER_PHONE = "15400004322"
# How many presses each call may take beside the text that is dictated; see bench/README.md.
MOST = {"answered": 30, "dispatched": 40, "repeated": 20}


class Keyboard:
    """Counts what is pressed: control keys apart from the text that the caller dictates."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pressed = 0

    def press(self, *keys: str) -> None:
        """Control keys; one with Alt or Ctrl held counts as one."""
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1

    def search(self, letters: str) -> None:
        """Letters typed to find something: they count."""
        self.page.keyboard.type(letters)
        self.pressed += len(letters)

    def dictate(self, text: str) -> None:
        """What the caller says, and the number where no exchange tells it: it does not count."""
        self.page.keyboard.insert_text(text)


def called(page: Page, keys: Keyboard, phone: str) -> None:
    """A call comes in; without an exchange its number is typed."""
    expect(page.locator(".ws-is-free, .ws-is-signed_off")).to_be_visible()
    keys.press("F2")
    keys.dictate(phone)
    keys.press("Enter")
    expect(page.locator(".ws-is-talking")).to_be_visible()
    expect(page.locator("#new_title")).to_be_focused()


def ended(page: Page, keys: Keyboard, outcome: str) -> None:
    """Hung up, and the after-call work done: what became of it is known by then."""
    expect(page.locator(".ws-saved")).to_contain_text("本次来电已登记 1 件")
    keys.press("F9")
    expect(page.locator("#wrap_outcome option:checked")).to_have_text(outcome)
    keys.press("F9")
    expect(page.locator(".ws-is-free")).to_be_visible()


def test_three_typical_calls_take_few_keys(office: Office) -> None:
    with office.person("taker") as page:
        page.goto("/desk/workstation")
        figures = {
            "answered": answered_from_knowledge(page),
            "dispatched": accepted(page),
            "repeated": repeated(page),
        }
    assert figures == {"answered": 10, "dispatched": 14, "repeated": 5}
    assert [call for call, presses in figures.items() if presses > MOST[call]] == []


def answered_from_knowledge(page: Page) -> int:
    """A question, answered at once from the knowledge base."""
    keys = Keyboard(page)
    called(page, keys, OTHER_PHONE)
    keys.dictate("住房公积金租房提取要什么材料")
    keys.press("Alt+1", "Alt+n")
    keys.dictate("来电咨询住房公积金租房提取要带哪些材料、到哪里办。")
    expect(page.locator("[data-alt-key=g]")).to_be_visible()
    keys.press("Alt+g")
    expect(page.locator("#new_topic")).not_to_have_value("")
    expect(page.locator(".ws-hit").first).to_contain_text("住房公积金租房提取")
    keys.press("Alt+k", "Enter")
    expect(page.locator("#new_answer")).not_to_have_value("")
    keys.press("Alt+f")
    ended(page, keys, "直接解答")
    return keys.pressed


def accepted(page: Page) -> int:
    """A complaint with its place found by initials, accepted for dispatch."""
    keys = Keyboard(page)
    called(page, keys, PHONE)
    keys.dictate("紫微苑三号楼前垃圾多日未清运")
    keys.press("Alt+3", "Alt+d")
    keys.search("zwsq")
    expect(page.get_by_role("option", name=re.compile("紫微社区"))).to_be_visible()
    keys.press("Enter")
    expect(page.locator("#new_place")).to_have_value(re.compile("紫微社区$"))
    keys.dictate("紫微苑三号楼")
    keys.press("Alt+n")
    keys.dictate("紫微苑三号楼前生活垃圾三天没有清运，异味很大，要求尽快清运。")
    expect(page.locator("[data-alt-key=g]")).to_be_visible()
    keys.press("Alt+g")
    expect(page.locator("#deadline")).to_contain_text("5个工作日")
    expect(page.locator("#beside")).to_contain_text("建议承办单位")
    keys.press("Control+Enter")
    ended(page, keys, "登记工单")
    return keys.pressed


def repeated(page: Page) -> int:
    """The same caller again: told how far it is, with one key."""
    keys = Keyboard(page)
    called(page, keys, PHONE)
    expect(page.locator(".ws-matter")).to_contain_text("仍在办")
    keys.press("Alt+b")
    ended(page, keys, "重复来电")
    return keys.pressed
