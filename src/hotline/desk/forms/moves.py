"""One form per verb that a person can press on a case's page."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django import forms

from hotline.desk.forms.fields import (
    CodeChoice,
    Moment,
    RowChoice,
    Tick,
    TopicField,
    UnitField,
    Words,
    YesNo,
    tell_missing,
)
from hotline.records.models import Case
from hotline.records.queries.choosing import campaigns_on, topic_label
from hotline.records.queries.reference import kinds
from hotline.rules.deadlines import URGENCIES
from hotline.rules.workdays import CHINA
from hotline.steps.call_back import RATINGS, SOLVED

SHORT = 500
ASKED_OF_A_REPLY = {
    "handling": "请填写办理情况。",
    "answer": "请填写对诉求人的公开答复。",
    "solved": "请选择问题是否已解决。",
}
ASKED_OF_A_CALLBACK = {
    "solved": "请选择诉求人认为问题是否已解决。",
    "handling_rating": "请选择诉求人对办理结果的评价；没有评价请选“未评价”。",
    "service_rating": "请选择诉求人对热线服务的评价；没有评价请选“未评价”。",
}


class MoveForm(forms.Form):
    """What every verb's form carries: the version of the case that the person looked at."""

    verb: ClassVar[str]
    seen = forms.IntegerField(
        widget=forms.HiddenInput,
        label="版本",
        error_messages=dict.fromkeys(("required", "invalid"), "页面已过期；请刷新页面后再提交。"),
    )

    def __init__(self, data: Any = None, *, case: Case, at: datetime) -> None:
        super().__init__(
            data, auto_id=f"{self.verb}_%s", initial={"seen": case.version, **self.known(case)}
        )
        self.prepare(case, at)

    def known(self, case: Case) -> dict[str, Any]:
        """What the form says before anybody has typed."""
        return {}

    def prepare(self, case: Case, at: datetime) -> None:
        """Fit the fields to this case and moment."""

    @property
    def facts(self) -> dict[str, Any]:
        """What was filled in, under the names that the step gives its arguments."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}

    @property
    def typed(self) -> list[tuple[str, str]]:
        """Label and text of everything that was typed, so that nothing is ever lost."""
        boxes = [field for field in self.visible_fields() if isinstance(field.field, Words)]
        return [(field.label, field.value()) for field in boxes if field.value()]


class ClassifyForm(MoveForm):
    """分类."""

    verb = "classify"
    kind = RowChoice("诉求类型", kinds, segmented=True, needed=True)
    topic = TopicField("问题分类", needed=True)
    campaign = RowChoice("专题", dict, empty="不属于专题")
    urgency = CodeChoice("紧急程度", URGENCIES, needed=True)
    note = Words("说明", limit=SHORT, help_text="为什么这样分类；可不填。")

    def known(self, case: Case) -> dict[str, Any]:
        """The classification as it stands."""
        return {
            "kind": case.kind.code if case.kind else "",
            "topic": topic_label(case.topic) if case.topic else "",
            "campaign": case.campaign.code if case.campaign else "",
            "urgency": case.urgency,
        }

    def prepare(self, case: Case, at: datetime) -> None:
        """Offer the campaigns and topics of the day on which the case was registered."""
        day = case.registered_at.astimezone(CHINA).date()
        self.fields["topic"].day = day
        self.fields["campaign"] = campaign_choice(day)


class AnswerForm(MoveForm):
    """直接解答."""

    verb = "answer"
    text = Words(
        "答复内容", needed=True, rows=4, help_text="告知诉求人的原话要点；提交后工单即办结。"
    )


class AcceptForm(MoveForm):
    """受理."""

    verb = "accept"


class DispatchForm(MoveForm):
    """派单."""

    verb = "dispatch"
    to = UnitField("承办单位", needed=True)
    note = Words("交办意见", limit=2000, rows=3, help_text="对承办单位的要求；可不填。")

    def prepare(self, case: Case, at: datetime) -> None:
        """Take the units that exist now."""
        self.fields["to"].day = at.astimezone(CHINA).date()


class SignForm(MoveForm):
    """签收."""

    verb = "sign"


class ReplyForm(MoveForm):
    """反馈."""

    verb = "reply"
    handling = Words("办理情况", needed=True, rows=4, help_text="供热线办公室审核，不对外公开。")
    answer = Words("公开答复", needed=True, rows=3, help_text="将告知诉求人，请勿写他人信息。")
    solved = YesNo("问题是否解决", needed=True, width="half")
    is_true = YesNo("诉求是否属实", width="half")
    reason_unsolved = Words("未解决的原因", limit=SHORT, help_text="问题未解决时必填。")
    contacted_at = Moment("联系诉求人时间")
    beyond_remit = Tick("超出本单位职责范围")

    def clean(self) -> dict[str, Any]:
        """A reply needs its account, the answer and whether it is solved."""
        tell_missing(self, ASKED_OF_A_REPLY)
        if self.cleaned_data.get("solved") is False:
            tell_missing(self, {"reason_unsolved": "未解决的，请填写未解决的原因。"})
        return self.cleaned_data


class ReviewForm(MoveForm):
    """审核通过."""

    verb = "review"
    note = Words("审核意见", limit=2000, rows=2, help_text="可不填。")


class SendBackForm(MoveForm):
    """退回补正."""

    verb = "send_back"
    reason = Words("退回原因", needed=True, limit=2000, rows=3, help_text="写明需要补正的内容。")


class CallBackForm(MoveForm):
    """回访."""

    verb = "call_back"
    reached = YesNo("是否接通", needed=True, help_text="未接通的，其余各项不用填。")
    solved = CodeChoice("问题是否解决", SOLVED)
    handling_rating = CodeChoice("对办理结果的评价", RATINGS)
    service_rating = CodeChoice("对热线服务的评价", RATINGS)
    other_number = Tick("拨打的不是来电号码")
    note = Words("回访记录", limit=2000, rows=2)

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
    reason = Words("重办原因", needed=True, limit=2000, rows=3)


class CloseForm(MoveForm):
    """办结."""

    verb = "close"
    note = Words(
        "办结说明", limit=2000, rows=2, help_text="未解决或不满意的，须写明向诉求人解释的情况。"
    )


FORMS: dict[str, type[MoveForm]] = {
    form.verb: form
    for form in (
        ClassifyForm,
        AnswerForm,
        AcceptForm,
        DispatchForm,
        SignForm,
        ReplyForm,
        ReviewForm,
        SendBackForm,
        CallBackForm,
        HandleAgainForm,
        CloseForm,
    )
}


def campaign_choice(day: Any) -> RowChoice:
    """The campaigns that are on on `day`."""
    return RowChoice(
        "专题", lambda: {row.code: row for row in campaigns_on(day)}, empty="不属于专题"
    )
