"""A unit says that a case is not its own, is overruled, replies; both callers are called back."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.people import Office, choose, opened, press, registered, stands

UNIT = "铁西区政府"
ANSWER = "两处破损的井盖已更换，路面恢复通行。"
TITLES = ("青松里西门井盖破损", "青松里门口井盖又破了")
PHONES = ("15400003331", "15400003332")


def test_a_disputed_case_is_ruled_replied_to_and_both_callers_are_called_back(
    office: Office,
) -> None:
    main, joined = _two_callers_of_one_matter(office)
    _dispatched_and_joined(office, main, joined)
    _return_asked(office, main)
    _return_refused(office, main)
    _disputed(office, main)
    _ruled(office, main)
    _replied(office, main)
    _reviewed(office, main)
    for number in (main, joined):
        _called_back(office, number)


def _two_callers_of_one_matter(office: Office) -> list[str]:
    with office.person("taker") as page:
        return [
            registered(page, phone=phone, title=title, text="井盖破了，夜里走路危险。")
            for phone, title in zip(PHONES, TITLES, strict=True)
        ]


def _dispatched_and_joined(office: Office, main: str, joined: str) -> None:
    with office.person("dispatcher") as page:
        page.goto(f"/desk/cases/{main}")
        opened(page, "派单").get_by_label("承办单位").fill(UNIT)
        press(page, "派单")
        stands(page, "待签收")
        page.goto(f"/desk/cases/{joined}")
        opened(page, "并单").get_by_label("主工单编号").fill(main)
        press(page, "并单")
        stands(page, "已并单")


def _return_asked(office: Office, number: str) -> None:
    with office.person("clerk-tiexi") as page:
        page.goto(f"/desk/cases/{number}")
        opened(page, "申请退单").get_by_label("依据").fill("井盖属于城市公共设施。")
        press(page, "申请退单")
        panel = opened(page, "申请退单")
        expect(panel.get_by_role("alert")).to_be_focused()  # the reason was not chosen
        expect(panel.get_by_label("依据")).to_have_value("井盖属于城市公共设施。")
        choose(page, "退单理由", "不属于本单位职责")
        press(page, "申请退单")
        stands(page, "退单待审")


def _return_refused(office: Office, number: str) -> None:
    with office.person("dispatcher") as page:
        page.goto(f"/desk/cases/{number}")
        opened(page, "不同意退单").get_by_label("不同意的理由").fill("井盖在区管路段上。")
        press(page, "不同意退单")
        stands(page, "办理中")


def _disputed(office: Office, number: str) -> None:
    with office.person("clerk-tiexi") as page:
        page.goto(f"/desk/cases/{number}")
        expect(page.get_by_text("井盖在区管路段上。").first).to_be_visible()
        opened(page, "提出职责争议").get_by_label("争议的问题").fill("井盖由谁更换？")
        press(page, "提出职责争议")
        stands(page, "待裁定")


def _ruled(office: Office, number: str) -> None:
    with office.person("supervisor") as page:
        page.goto(f"/desk/cases/{number}")
        panel = opened(page, "职责裁定")
        panel.get_by_label("由哪个单位办理").fill(UNIT)
        panel.get_by_label("裁定理由").fill("区管路段的井盖由区政府更换。")
        press(page, "职责裁定")
        stands(page, "办理中")


def _replied(office: Office, number: str) -> None:
    """After a ruling there is nothing left to return or dispute."""
    with office.person("clerk-tiexi") as page:
        page.goto(f"/desk/cases/{number}")
        expect(page.get_by_role("button", name="签收", exact=True)).to_have_count(0)
        for verb in ("申请退单", "提出职责争议"):
            expect(page.locator("details.panel > summary", has_text=verb)).to_have_count(0)
        panel = opened(page, "反馈")
        expect(panel.get_by_role("button", name="反馈", exact=True)).to_be_in_viewport()
        panel.get_by_label("办理情况").fill("已更换两处井盖。")
        panel.get_by_label("公开答复").fill(ANSWER)
        choose(page, "问题是否解决", "是")
        press(page, "反馈")
        stands(page, "待审核")


def _reviewed(office: Office, number: str) -> None:
    with office.person("reviewer") as page:
        page.goto(f"/desk/cases/{number}")
        press(page, "审核通过")
        stands(page, "待回访")


def _called_back(office: Office, number: str) -> None:
    """Whoever was joined has got the answer, and is asked for a word of their own."""
    with office.person("callback") as page:
        page.goto(f"/desk/cases/{number}")
        expect(page.locator(".answer")).to_contain_text(ANSWER)
        choose(page, "是否接通", "是")
        choose(page, "问题是否解决", "已解决")
        choose(page, "对办理结果的评价", "满意")
        choose(page, "对热线服务的评价", "满意")
        press(page, "回访")
        stands(page, "已回访")
