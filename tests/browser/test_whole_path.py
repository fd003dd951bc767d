"""A request goes the whole way, clicked by seven people from the login page to the bulletin."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

from docx import Document
from playwright.sync_api import expect

from hotline.documents.pdf import office_path
from hotline.rules.workdays import CHINA
from tests.browser.people import SIZE, Office, choose, press
from tests.browser.photographs import picture

TITLE = "翠柏苑门前路灯不亮"
TEXT = "翠柏苑门前的三盏路灯已有一周不亮，老人孩子晚上出门不便，希望尽快修好。"
ITEM = "铁西区政府解决路灯不亮问题。经查线路老化，已更换电缆，三盏路灯恢复照明。"
COUNTED = "受理群众求助、投诉、举报、咨询和建议等问题31681件，办结31620件，正在办理61件"
LAST_FILE = "下载PDF" if office_path() else "下载网页"
ANSWER = "三盏路灯的线路已修复，当晚恢复照明。"


def test_a_request_goes_from_the_call_to_the_published_bulletin(
    office: Office, tmp_path: Path
) -> None:
    number = registered_by_the_call_taker(office)
    dispatched(office, number)
    signed_and_replied(office, number)
    reviewed(office, number)
    called_back_and_closed(office, number)
    drafted(office, number)
    published(office)
    seen_by_everyone(office, tmp_path)


def registered_by_the_call_taker(office: Office) -> str:
    with office.person("taker") as page:
        page.get_by_role("link", name="登记工单").first.click()
        page.get_by_label("联系电话").fill("15400001234")
        page.get_by_label("姓名").fill("甄示例")
        page.get_by_text("先生", exact=True).click()
        page.get_by_role("group", name="诉求类型").get_by_text("求助", exact=True).click()
        page.get_by_label("标题").fill(TITLE)
        page.get_by_label("诉求内容").fill(TEXT)
        page.get_by_label("事发地点").fill("铁西区地直街道")
        page.get_by_label("问题分类").fill("010204")
        page.get_by_role("button", name="受理", exact=True).click()
        expect(page.get_by_text("待派单").first).to_be_visible()
        assert "15400001234" not in page.content()
        return page.url.rsplit("/", 1)[1]


def dispatched(office: Office, number: str) -> None:
    with office.person("dispatcher") as page:
        page.get_by_role("link", name=re.compile("待派单")).first.click()
        page.goto(f"/desk/cases/{number}")
        page.get_by_label("承办单位").fill("铁西区政府")
        page.get_by_label("交办意见").fill("请尽快修复并告知诉求人。")
        press(page, "派单")
        expect(page.get_by_text("待签收").first).to_be_visible()


def signed_and_replied(office: Office, number: str) -> None:
    with office.person("clerk-tiexi") as page:
        page.goto(f"/desk/cases/{number}")
        press(page, "签收")
        expect(page.get_by_text("办理中").first).to_be_visible()
        page.get_by_label("办理情况").fill("经查线路老化，已更换电缆。")
        page.get_by_label("公开答复").fill(ANSWER)
        choose(page, "问题是否解决", "是")
        press(page, "反馈")
        expect(page.get_by_text("待审核").first).to_be_visible()


def reviewed(office: Office, number: str) -> None:
    with office.person("reviewer") as page:
        page.goto(f"/desk/cases/{number}")
        press(page, "审核通过")
        expect(page.get_by_text("待回访").first).to_be_visible()


def called_back_and_closed(office: Office, number: str) -> None:
    with office.person("callback") as page:
        page.goto(f"/desk/cases/{number}")
        choose(page, "是否接通", "是")
        choose(page, "问题是否解决", "已解决")
        choose(page, "对办理结果的评价", "满意")
        choose(page, "对热线服务的评价", "非常满意")
        picture(page, "case")
        press(page, "回访")
        expect(page.get_by_text("已回访").first).to_be_visible()
        press(page, "办结")
        expect(page.get_by_text("已办结").first).to_be_visible()
        expect(page.get_by_text(ANSWER).first).to_be_visible()


def drafted(office: Office, number: str) -> None:
    """The editor picks the case for this month's draft, and submits the finished month."""
    with office.person("editor") as page:
        page.goto("/desk/figures/2022-04")
        expect(page.get_by_text("31.8%").first).to_be_visible()
        expect(page.get_by_text("原刊印作")).to_be_visible()
        picture(page, "figures")
        page.goto("/desk/bulletins")
        monthly = page.get_by_role("region", name="月报", exact=True)
        row = monthly.get_by_role("row", name=this_month())
        row.get_by_role("button", name="开始编写").click()
        expect(page.locator(".bulletin")).to_contain_text(
            "共受理群众求助、投诉、举报、咨询和建议等"
        )
        page.get_by_role("searchbox", name="从本期工单中查找").fill("翠柏苑")
        page.get_by_label("范围").select_option("well_handled")
        page.get_by_role("button", name="查找").click()
        page.get_by_role("button", name="选用").first.click()
        expect(page.get_by_label("相关工单编号")).to_have_value(number)
        page.get_by_label("放入").select_option("well_handled")
        page.get_by_label("条目内容").fill(ITEM)
        page.get_by_role("button", name="加入").click()
        expect(page.locator(".bulletin")).to_contain_text(ITEM)
        page.goto("/desk/bulletins/monthly/2022-04")
        picture(page, "bulletin")
        page.get_by_role("button", name="送审").click()
        expect(page.get_by_text("等待“科长审核”")).to_be_visible()


def published(office: Office) -> None:
    with office.person("reviewer") as page:
        page.goto("/desk/bulletins/monthly/2022-04")
        page.get_by_role("button", name="审核通过").click()
        expect(page.get_by_text("等待“主任签发”")).to_be_visible()
    with office.person("leader") as page:
        page.goto("/desk/bulletins/monthly/2022-04")
        page.get_by_label("发布日期").fill("2022-05-06")
        page.get_by_label("期号").fill("第4期")
        page.get_by_role("button", name="发布", exact=True).click()
        expect(page.get_by_role("heading", name=re.compile("已发布"))).to_be_visible()


def seen_by_everyone(office: Office, tmp_path: Path) -> None:
    context = office.browser.new_context(
        base_url=office.site.address, viewport=SIZE, locale="zh-CN"
    )
    page = context.new_page()
    page.goto("/")
    page.get_by_role("link", name="办理通报").first.click()
    page.get_by_role("link", name="2022年4月", exact=True).click()
    expect(page.locator(".bulletin")).to_contain_text(COUNTED)
    for _ in range(60):
        if page.get_by_role("link", name=LAST_FILE).count():
            break
        page.wait_for_timeout(500)
        page.reload()
    with page.expect_download() as download:
        page.get_by_role("link", name="下载Word").click()
    file = tmp_path / "bulletin.docx"
    download.value.save_as(file)
    text = "".join(paragraph.text for paragraph in Document(str(file)).paragraphs)
    assert COUNTED in text
    context.close()


def this_month() -> str:
    """The month in the office's own time."""
    return f"{(now := datetime.now(CHINA)).year}年{now.month}月"
