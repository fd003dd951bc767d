"""A form, its lines and people of the bulletin for the invented city."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from typing import Any

from hotline.records.models import BulletinLine, Form, Staff
from hotline.records.queries.reference import forget
from tests.factories import City, make_role, make_staff

BODY: dict[str, Any] = {
    "code": "monthly",
    "name": "月度通报",
    "valid_from": "2022-01-01",
    "title": "{month}月份办理情况",
    "issuer": "云汀市热线办",
    "first_campaigns": ["epidemic"],
    "masthead": {"name": "专报"},
    "span": {"name": "phone", "days": {"2022-04": ["2022-04-07", "2022-04-30"]}},
    "tally": {
        "total": {"label": "受理"},
        "telephone": {"label": "电话受理", "channels": ["telephone"], "span": "phone"},
        "province": {"label": "省平台", "channels": ["province"]},
        "calls": {"label": "来电", "of": "contacts", "channels": ["telephone"]},
        "calls_epidemic": {"label": "疫情来电", "of": "contacts", "campaign": "epidemic"},
        "epidemic": {"label": "疫情", "campaign": "epidemic"},
        "others": {"label": "其他", "without_campaigns": ["epidemic"]},
        "complaints": {"label": "投诉", "kind": "complaint"},
    },
    "list": {
        "topics": {
            "of": "total",
            "by": "line",
            "lines": ["epidemic", "city", "water", "transport"],
            "item": "{name}{.count}件，占{.share}",
            "keep": 2,
            "rest": "其它",
        },
        "kinds": {
            "of": "epidemic",
            "by": "kind",
            "kinds": ["consultation", "help", "complaint"],
            "item": "{name}{.count}件",
            "rest": "其他",
        },
        "topics_of_others": {
            "of": "others",
            "by": "line",
            "lines": ["city", "water"],
            "item": "{name}{.count}件",
            "rest": "其余",
        },
    },
    "phrase": {
        "closing": {"one": "已办结", "all": "全部办结", "some": "办结{.closed}件，在办{.open}件"}
    },
    "paragraph": [
        {
            "text": "{month}月受理{total.count}件，{total|closing}，"
            "办结率{total.closing_rate}。{topics}。"
        }
    ],
    "section": [
        {"code": "prominent", "heading": "突出问题", "after_group": "以上已办理。"},
        {"code": "well_handled", "heading": "解决较好"},
    ],
    "units": {
        "of": "total",
        "caption": "各单位",
        "header": ["部门", "件数", "按期办结"],
        "values": ["count", "on_time"],
    },
}
LINES: dict[str, dict[str, Any]] = {
    "city": {"name": "城建", "topics": ["01"], "excepted": ["010216"]},
    "water": {"name": "供水", "topics": ["010216"]},
    "transport": {"name": "交通", "topics": ["02"]},
}
EDITING = ["draft_bulletin", "submit_bulletin", "count", "see_all_cases"]
LEADING = ["publish_bulletin", "withdraw_bulletin", "see_all_cases"]


def make_form(city: City, **changes: Any) -> Form:
    """The form of the city's bulletin, with the lines that it names."""
    for order, (code, facts) in enumerate(LINES.items()):
        BulletinLine.objects.create(code=code, order=order, **facts)
    epidemic = city.campaigns["epidemic"]
    BulletinLine.objects.create(code="epidemic", name="疫情", campaign=epidemic, order=9)
    forget()
    body = {**deepcopy(BODY), **changes}
    return Form.objects.create(
        code=body["code"], name=body["name"], valid_from=date(2022, 1, 1), body=body
    )


def editor() -> Staff:
    """Who drafts bulletins."""
    return make_staff("editor", roles=[make_role("bulletin_editor", "信息编辑", EDITING)])


def leader() -> Staff:
    """Who publishes them."""
    return make_staff("leader", roles=[make_role("bulletin_leader", "签发领导", LEADING)])
