"""The permits in groups that a person recognises, for the page of a role."""

from __future__ import annotations

from hotline.rules.life import MOVES
from hotline.rules.permits import OFFICE_VERBS, PERMITS, VIEWS

OF_ADMINISTRATION = (
    "manage_staff", "manage_reference", "manage_dispatch_rules", "switch_campaign",
    "import_arrivals", "retry_quarantine", "see_journal",
)  # fmt: skip
OF_KNOWLEDGE = (
    "read_articles", "write_article", "review_article", "publish_article", "ask_correction",
    "settle_correction",
)  # fmt: skip
OF_BULLETINS = (
    "count", "draft_bulletin", "submit_bulletin", "approve_bulletin", "publish_bulletin",
    "withdraw_bulletin", "see_figures", "manage_forms",
)  # fmt: skip


def permit_groups() -> dict[str, dict[str, str]]:
    """Every permit once, in groups, with its name."""
    taken = {*OF_ADMINISTRATION, *OF_KNOWLEDGE, *OF_BULLETINS}
    groups = {
        "办理工单": [permit for permit in MOVES if permit not in taken],
        "查看和附件": [permit for permit in (*OFFICE_VERBS, *VIEWS) if permit not in taken],
        "知识库": OF_KNOWLEDGE,
        "统计和通报": OF_BULLETINS,
        "管理": OF_ADMINISTRATION,
    }
    return {
        name: {permit: PERMITS[permit] for permit in permits if permit in PERMITS}
        for name, permits in groups.items()
    }
