"""Who may do what: the permits that a role can carry, and the question whether a person has one.

A permit is either a verb of `rules/life.py` (or of an office step) or a view. Which role carries
which permits is the city's data (`roles.toml`); this file only knows the words.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from hotline.rules.life import MOVES

OFFICE_VERBS: dict[str, str] = {
    "receive": "接收来件",
    "reveal": "查看个人信息",
    "attach": "添加附件",
    "detach": "撤下附件",
    "import_arrivals": "批量导入",
    "report_calls": "报送话务事件",
    "call_missed": "回拨未接来电",
    "hear_recordings": "调听录音",
    "manage_roads": "维护对接线路",
    "manage_engines": "设置文本引擎",
    "manage_issues": "归并热点问题",
    "retry_quarantine": "处理隔离件",
    "count": "统计",
    "draft_bulletin": "编辑通报",
    "submit_bulletin": "送审通报",
    "approve_bulletin": "审核通报",
    "publish_bulletin": "发布通报",
    "withdraw_bulletin": "撤回通报",
    "switch_campaign": "开关专题",
    "manage_dispatch_rules": "维护派单目录",
    "manage_reference": "维护基础数据",
    "keep_places": "审核新地名",
    "manage_forms": "维护通报格式",
    "write_article": "编写知识",
    "review_article": "审核知识",
    "publish_article": "发布知识",
    "ask_correction": "提出纠错",
    "settle_correction": "处理纠错",
    "publish_answers": "选登答复",
    "sample_quality": "质检抽查",
    "arrange_deputies": "安排代班",
}

VIEWS: dict[str, str] = {
    "see_all_cases": "查看全部工单",
    "see_unit_cases": "查看本单位工单",
    "see_confidential": "查看保密工单",
    "see_figures": "查看统计",
    "see_calls": "查看话务",
    "see_journal": "查看流转记录",
    "read_articles": "查阅知识",
    "manage_staff": "管理人员",
}

PERMITS: dict[str, str] = {
    **{verb: move.name for verb, move in MOVES.items()},
    **OFFICE_VERBS,
    **VIEWS,
}


# What no person holds together (三权分立), by one role or by several: making accounts and reading
# what was done; giving rights and reading cases.
APART: tuple[tuple[str, str], ...] = (
    ("manage_staff", "see_journal"),
    ("manage_staff", "see_all_cases"),
    ("manage_staff", "see_unit_cases"),
    ("manage_staff", "reveal"),
)
# Who sees cases reads the journal on a case's own page; the audit is for who sees none.
SEES_CASES = ("see_all_cases", "see_unit_cases")


class NotPermitted(Exception):
    """A person asked for something that none of their roles carries."""

    def __init__(self, permit: str) -> None:
        self.permit = permit
        super().__init__(f"您的岗位没有“{PERMITS.get(permit, permit)}”的权限，请与管理员联系。")


def permits_of(roles: Iterable[Iterable[str]]) -> frozenset[str]:
    """All permits of a person who has these roles, each given as its permits."""
    return frozenset(permit for role in roles for permit in role)


def held_together(
    permits: Collection[str], apart: Iterable[tuple[str, str]] = APART
) -> tuple[str, str] | None:
    """The first two of these permits that nobody may hold together, if there are any."""
    return next((pair for pair in apart if all(permit in permits for permit in pair)), None)
