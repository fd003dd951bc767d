"""Where staff can go: one explicit list, narrowed by what a person may do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from hotline.desk.doors import StaffRequest, opens
from hotline.records.models import Staff
from hotline.records.queries.bar import Bar, bar_of
from hotline.rules.permits import SEES_CASES
from hotline.steps.exporting.lists import ANY_PERMIT


@dataclass(frozen=True, slots=True)
class Entry:
    """A screen in the top bar; any one of `permits` opens it, none means it is for all, and one of
    `unless` keeps it shut. What `is_seldom` needed stands under 更多."""

    permits: tuple[str, ...]
    url_name: str
    label: str
    icon: str
    unless: tuple[str, ...] = ()
    is_seldom: bool = False


ENTRIES = (
    Entry(("register",), "desk:workstation", "坐席工作台", "headset"),
    Entry((), "desk:home", "首页", "home"),
    Entry(("supervise",), "desk:oversight", "督办台", "eye"),
    Entry(("instruct",), "desk:leader", "领导台", "target"),
    Entry(("register",), "desk:new_case", "登记工单", "edit"),
    Entry(("see_unit_cases",), "desk:unit", "承办台", "building"),
    Entry(("dispatch",), "desk:dispatching", "派单台", "send"),
    Entry(("see_calls",), "desk:queue", "话务", "phone"),
    Entry(("call_missed",), "desk:missed", "未接回拨", "phone-incoming"),
    Entry(("call_back",), "desk:callbacks", "回访台", "phone-call"),
    Entry(("see_all_cases", "see_unit_cases"), "desk:cases", "全部工单", "list"),
    Entry(("see_all_cases", "see_unit_cases"), "desk:notices", "提醒", "bell"),
    Entry(("read_articles",), "desk:articles", "知识库", "book"),
    Entry(ANY_PERMIT, "desk:exports", "我的导出", "download", is_seldom=True),
    Entry(("import_arrivals",), "desk:imports", "批量导入", "upload", is_seldom=True),
    Entry(("register",), "desk:platform_case", "平台来件登记", "inbox", is_seldom=True),
    Entry(("write_back",), "desk:returns", "回传", "send", is_seldom=True),
    Entry(
        ("import_arrivals", "write_back"),
        "desk:road_files",
        "平台文件",
        "file-text",
        is_seldom=True,
    ),
    Entry(("manage_roads",), "desk:roads", "对接线路", "route"),
    Entry(("retry_quarantine",), "desk:quarantine", "隔离件", "alert-triangle", is_seldom=True),
    Entry(
        ("manage_dispatch_rules",), "desk:dispatch_rules", "派单目录", "list-check", is_seldom=True
    ),
    Entry(
        ("manage_issues", "supervise", "instruct"),
        "desk:hot_issues",
        "热点",
        "flame",
        is_seldom=True,
    ),
    Entry(("see_figures", "instruct"), "desk:board", "看板", "dashboard"),
    Entry(("see_figures", "count"), "desk:figures", "统计", "chart-bar"),
    Entry(
        ("draft_bulletin", "approve_bulletin", "publish_bulletin", "withdraw_bulletin"),
        "desk:bulletins",
        "通报",
        "news",
    ),
    Entry(
        ("draft_bulletin", "publish_bulletin", "see_figures"),
        "desk:proofread",
        "核对通报",
        "list-check",
        is_seldom=True,
    ),
    Entry(("reopen",), "desk:wishes", "网上申请", "message-circle", is_seldom=True),
    Entry(("publish_answers",), "desk:public_answers", "答复选登", "eye", is_seldom=True),
    Entry(("manage_forms",), "desk:bulletin_forms", "通报格式", "file-text", is_seldom=True),
    Entry(("keep_places",), "desk:places", "新地名", "map-pin", is_seldom=True),
    Entry(("join",), "desk:same_matters", "疑似重复", "copy", is_seldom=True),
    Entry(
        ("supervise", "urge", "see_unit_cases"),
        "desk:promises",
        "承诺跟踪",
        "hourglass",
        is_seldom=True,
    ),
    Entry(("switch_campaign",), "desk:campaigns", "专题", "tag", is_seldom=True),
    Entry(("manage_engines",), "desk:engines", "文本引擎", "bulb", is_seldom=True),
    Entry(("manage_roads",), "desk:webhooks", "事件通知", "send", is_seldom=True),
    Entry(("manage_roads",), "desk:texts", "短信", "message", is_seldom=True),
    Entry(("sample_quality",), "desk:quality", "质检", "checks", is_seldom=True),
    Entry(("manage_staff",), "desk:staff", "人员", "users"),
    Entry(("manage_staff",), "desk:roles", "岗位", "shield-lock"),
    Entry(("manage_reference",), "desk:reference", "基础数据", "database"),
    Entry(("see_journal",), "desk:audit", "审计", "history", unless=SEES_CASES),
)

# What the shortcuts (static/desk/keys.js) call the screens that they lead to.
PLACES = {
    "desk:workstation": "desk-workstation",
    "desk:home": "desk-home",
    "desk:cases": "desk-cases",
    "desk:new_case": "desk-new",
    "desk:notices": "desk-notices",
    "desk:articles": "desk-articles",
}
QUEUE_NAMES = {
    "accept": "待受理",
    "dispatch": "待派单",
    "sign": "待签收",
    "reply": "待反馈",
    "resume": "待补充",
    "agree_return": "待审退单",
    "rule": "待裁定",
    "approve": "待审批",
    "review": "待审核",
    "call_back": "待回访",
    "close": "待办结",
    "take_up": "挂账到期",
    "report_back": "待报送",
    "grant_extension": "待批延期",
    "end_supervision": "督办中",
}


# Queues beside the main path: they show only when something waits in them.
QUIET = frozenset(
    {
        *("resume", "report_back", "agree_return", "rule", "take_up"),
        *("grant_extension", "end_supervision"),
    }
)


@dataclass(frozen=True, slots=True)
class Tab:
    """One place in the top bar as a person sees it; `count` is None where nothing waits there."""

    url: str
    label: str
    icon: str = ""
    count: int | None = None
    is_here: bool = False
    place: str = ""
    is_seldom: bool = False


def bar_counts(request: StaffRequest) -> Bar:
    """What waits for this person, read once per page."""
    held: Bar | None = getattr(request, "_bar", None)
    if held is None:
        held = bar_of(request.user)
        request._bar = held  # type: ignore[attr-defined]
    return held


def screen_tabs(request: StaffRequest) -> list[Tab]:
    """The screens this person may open and that are installed."""
    found = [(entry, _url(entry)) for entry in ENTRIES if _is_for(entry, request.user)]
    in_queue = bool(request.GET.get("queue"))
    return [
        Tab(
            url,
            entry.label,
            entry.icon,
            is_here=request.path == url and not in_queue,
            place=PLACES.get(entry.url_name, ""),
            is_seldom=entry.is_seldom,
        )
        for entry, url in found
        if url
    ]


def queue_tabs(request: StaffRequest) -> Sequence[Tab]:
    """The queues of this person's verbs with how many cases wait in each."""
    return [*_case_queues(request), *_due_back(request)]


def _due_back(request: StaffRequest) -> Sequence[Tab]:
    """What has to be brought back to other systems, where there is any."""
    count = bar_counts(request).due_back
    url = _url_of("desk:returns")
    return [Tab(url, "待回传", count=count, is_here=request.path == url)] if count else []


def _case_queues(request: StaffRequest) -> Sequence[Tab]:
    cases = reverse("desk:cases")
    here = request.GET.get("queue") if request.path == cases else None
    return [
        Tab(f"{cases}?queue={verb}", QUEUE_NAMES[verb], count=count, is_here=verb == here)
        for verb, count in bar_counts(request).queues.items()
        if count or verb not in QUIET
    ]


def _is_for(entry: Entry, staff: Staff) -> bool:
    return opens(staff, entry.permits, entry.unless)


def _url(entry: Entry) -> str:
    """The entry's address; empty while its screen is not installed."""
    return _url_of(entry.url_name)


def _url_of(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
