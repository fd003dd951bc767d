"""A small bulletin form for tests, and the people who write and publish by it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from hotline.records.models import BulletinLine, Case, Form, Staff
from hotline.records.queries.reference import forget
from hotline.rules.life import Status
from tests.factories import City, case_at, make_role, make_staff

MONTH = "2022-04"
FIRST = datetime(2022, 4, 6, 1, 0, tzinfo=UTC)
BODY: dict[str, Any] = {
    "code": "monthly-test",
    "name": "测试口径",
    "valid_from": "2021-01-01",
    "title": "{month}月份热线办理情况",
    "issuer": "云汀市热线办",
    "tally": {"total": {"label": "受理"}, "calls": {"label": "来电", "of": "contacts"}},
    "list": {
        "topics": {
            "of": "total",
            "by": "line",
            "lines": ["dirt", "water"],
            "keep": 1,
            "item": "{name}问题{.count}件，占{.share}",
            "rest": "其它",
        }
    },
    "phrase": {"closing": {"one": "已办结", "all": "全部办结", "some": "办结{.closed}件"}},
    "paragraph": [{"text": "{month}月受理{total.count}件，{total|closing}。其中{topics}。"}],
    "section": [
        {"code": "prominent", "heading": "{month}月份突出问题"},
        {"code": "well_handled", "heading": "{month}月份解决较好"},
    ],
    "numbering": {"levels": ["{chinese}、", "（{chinese}）", "{arabic}."]},
    "units": {
        "of": "total",
        "caption": "办理情况",
        "header": ["部门", "承办件数", "按期办结"],
        "values": ["count", "on_time"],
    },
}


def make_form(**facts: Any) -> Form:
    """The form, with its two lines of topics."""
    BulletinLine.objects.create(code="dirt", name="环卫", topics=["010214"])
    BulletinLine.objects.create(code="water", name="供水", topics=["010216"])
    forget()
    body = {**BODY, **facts}
    first = date.fromisoformat(body["valid_from"])
    return Form.objects.create(code=body["code"], name=body["name"], valid_from=first, body=body)


def make_editor() -> Staff:
    """Who drafts and submits."""
    permits = ["see_all_cases", "see_figures", "count", "draft_bulletin", "submit_bulletin"]
    return make_staff("editor", roles=[make_role("bulletin_editor", "信息编辑", permits)])


def make_leader() -> Staff:
    """Who publishes and withdraws."""
    permits = ["see_all_cases", "see_figures", "publish_bulletin", "withdraw_bulletin"]
    return make_staff("leader", roles=[make_role("bulletin_leader", "签发领导", permits)])


def april_cases(city: City) -> list[Case]:
    """Three cases of April: two about dirt, one of them closed; one about water, in handling."""
    return [
        case_at(city, Status.CLOSED, at=FIRST),
        case_at(city, Status.AWAITING_DISPATCH, at=FIRST),
        case_at(city, Status.IN_HANDLING, at=FIRST, topic="010216", unit="west"),
    ]
