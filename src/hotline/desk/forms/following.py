"""Forms of what citizens ask for online, and of what is shown to everybody."""

from __future__ import annotations

from django import forms

from hotline.desk.forms.fields import Words
from hotline.rules.following import LONGEST_REASON
from hotline.steps.following.publish_answer import LABELS, LIMITS
from hotline.steps.following.withdraw_answer import LONGEST


class WishForm(forms.Form):
    """What the citizen reads."""

    answer = Words(
        "答复诉求人",
        limit=LONGEST_REASON,
        rows=2,
        help_text="不同意时必填；诉求人查询时能看到。",
    )


class AnswerForm(forms.Form):
    """A case told to everybody."""

    title = Words(LABELS["title"], limit=LIMITS["title"], needed=True)
    question = Words(LABELS["question"], limit=LIMITS["question"], rows=5, needed=True)
    answer = Words(LABELS["answer"], limit=LIMITS["answer"], rows=8, needed=True)


class WithdrawAnswerForm(forms.Form):
    """Why it is shown no longer."""

    reason = Words("撤下的原因", limit=LONGEST, needed=True, help_text="读者会看到。")


class OpenArticleForm(forms.Form):
    """What is said when an article is opened to everybody, or closed again."""

    reason = Words(
        "说明",
        needed=True,
        limit=300,
        help_text="写明为什么公开或停止公开；文中有电话、地址的，写明是办事机构自己的。",
    )
