"""The living style page: every component of the staff screens as it looks, with invented words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hotline.desk.clocks import Clock, clock
from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.forms.styles import StyleForm
from hotline.desk.story import Line
from hotline.desk.telling import tale
from hotline.rules.deadlines import URGENCIES
from hotline.rules.life import Status
from hotline.rules.warnings import ACTS

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Named:
    """A row of reference data that only has a name."""

    name: str


@dataclass(frozen=True, slots=True)
class Row:
    """A case as a list shows it."""

    number: str
    title: str
    status: str
    urgency: str
    registered_at: datetime
    lead: Named | None
    campaign: Named | None = None
    confidential: bool = False
    version: int = 1
    kind: Named = Named("投诉")
    topic: Named = Named("市容环卫 › 垃圾清运")
    channel: Named = Named("12345 电话")


@for_staff()
@require_safe
def styles(request: StaffRequest) -> HttpResponse:
    """GET the page."""
    now = timezone.now()
    wrong = StyleForm({"line": "", "choice": "none"}, auto_id="wrong_%s", prefix="wrong")
    wrong.add_error("line", "请填写标题，例如“青禾路垃圾未清运”。")
    context: dict[str, Any] = {
        "statuses": list(Status),
        "urgencies": list(URGENCIES),
        "acts": list(ACTS),
        "clocks": _clocks(now),
        "rows": _rows(now),
        "form": StyleForm(auto_id="right_%s"),
        "wrong": wrong,
        "tale": tale(_lines(now), []),
        "tones": ("ink", "title", "quiet", "blue", "red", "amber", "green", "violet"),
        "fills": ("paper", "ground", "head", "blue-soft", "red-soft", "amber-soft", "green-soft"),
    }
    return render(request, "desk/styles.html", context)


def _clocks(now: datetime) -> list[Clock]:
    """One in every tone."""
    return [
        clock(now + 3 * DAY, None, now),
        clock(now + DAY / 2, None, now),
        clock(now - 2 * DAY, None, now),
        clock(now, now - DAY, now),
        clock(now - DAY, now, now),
        Clock("none", "暂停计时"),
    ]


def _rows(now: datetime) -> list[tuple[Row, Clock]]:
    east = Named("汀东区政府")
    rows = [
        Row("YT20220406-000001", "青禾路垃圾未清运", "in_handling", "ordinary", now, east),
        Row(
            "YT20220406-000002", "某工地夜间施工，标题很长，长到一行放不下，末尾应当收起而不是折行",
            "awaiting_dispatch", "critical", now - DAY, None, Named("防汛"),
        ),
        Row("YT20220406-000003", "反映某单位", "closed", "urgent", now, east, confidential=True),
    ]  # fmt: skip
    return list(zip(rows, _clocks(now), strict=False))


def _lines(now: datetime) -> list[Line]:
    return [
        Line(now - DAY, "林某", "话务员", "register", "登记", ["来自12345电话"], ""),
        Line(now - DAY / 2, "周某", "派单员", "dispatch", "派单", ["派给汀东区政府"], "请尽快。"),
        Line(now, "孟某", "审核员", "send_back", "退回补正", [], "请补充现场照片。"),
    ]  # fmt: skip
