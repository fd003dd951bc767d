"""The forms of the office's review, of the callback and of a case's end."""

from __future__ import annotations

from typing import Any

from django import forms

from hotline.desk.forms.fields import CodeChoice, Words, YesNo, tell_missing
from hotline.desk.forms.moving import LONG, MoveForm
from hotline.desk.forms.working import dialled
from hotline.steps.call_back import RATINGS, SOLVED
from hotline.steps.explain import GROUNDS

ASKED_OF_A_CALLBACK = {
    "solved": "请选择诉求人认为问题是否已解决。",
    "handling_rating": "请选择诉求人对办理结果的评价；没有评价请选“未评价”。",
    "service_rating": "请选择诉求人对热线服务的评价；没有评价请选“未评价”。",
}


class ReviewForm(MoveForm):
    """审核通过."""

    verb = "review"
    note = Words("审核意见", limit=LONG, rows=2, help_text="可不填。")


class SendBackForm(MoveForm):
    """退回补正."""

    verb = "send_back"
    reason = Words("退回原因", needed=True, limit=LONG, rows=3, help_text="写明需要补正的内容。")


class CallBackForm(MoveForm):
    """回访, reached or not."""

    verb = "call_back"
    reached = YesNo("是否接通", needed=True, help_text="未接通的，评价各项不用填。")
    solved = CodeChoice("问题是否解决", SOLVED)
    handling_rating = CodeChoice("对办理结果的评价", RATINGS)
    service_rating = CodeChoice("对热线服务的评价", RATINGS)
    dialled = dialled()
    note = Words("回访记录", limit=LONG, rows=2)

    def clean_reached(self) -> bool:
        """Whether anybody answered: without that, there is no callback to record."""
        reached: bool | None = self.cleaned_data["reached"]
        if reached is None:
            raise forms.ValidationError("请选择本次回访是否接通。")
        return reached

    def clean(self) -> dict[str, Any]:
        """Who was reached has said three things."""
        if self.cleaned_data.get("reached"):
            tell_missing(self, ASKED_OF_A_CALLBACK)
        return self.cleaned_data


class HandleAgainForm(MoveForm):
    """重办."""

    verb = "handle_again"
    reason = Words("重办原因", needed=True, limit=LONG, rows=3)


class ExplainForm(MoveForm):
    """解释办结."""

    verb = "explain"
    ground = CodeChoice("理由", GROUNDS, needed=True)
    text = Words("解释内容", needed=True, limit=LONG, rows=3, help_text="向诉求人解释的要点。")


class CloseForm(MoveForm):
    """办结."""

    verb = "close"
    note = Words(
        "办结说明", limit=LONG, rows=2, help_text="未解决或不满意的不能办结，请重办或解释办结。"
    )


class ReopenForm(MoveForm):
    """重新打开."""

    verb = "reopen"
    reason = Words("重新打开的原因", needed=True, limit=LONG, rows=3)


class ArchiveForm(MoveForm):
    """归档."""

    verb = "archive"
    note = Words("归档说明", limit=LONG, rows=2, help_text="可不填；归档后不再改动。")


FORMS = (
    ReviewForm,
    SendBackForm,
    CallBackForm,
    HandleAgainForm,
    ExplainForm,
    CloseForm,
    ReopenForm,
    ArchiveForm,
)
