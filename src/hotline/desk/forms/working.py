"""The forms of a unit's work: signing for a case, asking the citizen, passing down, replying."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from hotline.desk.forms.fields import Amount, Moment, PhoneField, Tick, Words, YesNo, tell_missing
from hotline.desk.forms.moving import LONG, SHORT, MoveForm
from hotline.desk.forms.naming import UnitField
from hotline.records.models import Case
from hotline.records.queries.reference import office
from hotline.rules.blanks import still_blank
from hotline.rules.deadlines import UNIT_NAMES
from hotline.steps.waiting.request_extension import LONGEST, UNIT

ASKED_OF_A_REPLY = {
    "handling": "请填写办理情况。",
    "answer": "请填写对诉求人的公开答复。",
    "solved": "请选择问题是否已解决。",
}


def dialled() -> PhoneField:
    """拨打的号码, which is the caller's own unless another one is given."""
    return PhoneField("拨打的号码", help_text="与来电号码相同的不填；不同的将作标记。")


class SignForm(MoveForm):
    """签收."""

    verb = "sign"


class ContactForm(MoveForm):
    """联系诉求人."""

    verb = "contact"
    reached = YesNo("是否联系上", needed=True)
    dialled = dialled()
    note = Words("联系情况", limit=LONG, rows=2, help_text="可不填。")


class AskMoreForm(MoveForm):
    """请诉求人补充."""

    verb = "ask_more"
    question = Words(
        "需要补充什么", needed=True, limit=LONG, rows=3, help_text="提交后办理时限暂停计时。"
    )


class ResumeForm(MoveForm):
    """恢复办理."""

    verb = "resume"
    note = Words("补充情况", limit=LONG, rows=3, help_text="诉求人补充了什么；可不填。")


class PassDownForm(MoveForm):
    """转派下级."""

    verb = "pass_down"
    to = UnitField("下级单位", needed=True)
    due_at = Moment("办理时限", help_text="不填则与本单位相同。")
    note = Words("交办意见", limit=LONG, rows=2, help_text="可不填。")


class ReportBackForm(MoveForm):
    """报送办理结果."""

    verb = "report_back"
    handling = Words("办理情况", needed=True, rows=4, help_text="报送主办单位，由其统一反馈。")


class RequestExtensionForm(MoveForm):
    """申请延期."""

    verb = "request_extension"
    amount = Amount("延长", needed=True)
    reason = Words("延期原因", needed=True, limit=LONG, rows=3)

    def prepare(self, case: Case, at: datetime) -> None:
        """Say how much may be asked for, and in which unit of time."""
        rules = office().rules
        unit = UNIT_NAMES[rules.get("extension_unit", UNIT)].removeprefix("个")
        self.fields["amount"].label = f"延长（{unit}）"
        self.fields["amount"].help_text = f"最多 {rules.get('extension_amount', LONGEST)}。"


class ReplyForm(MoveForm):
    """反馈."""

    verb = "reply"
    handling = Words("办理情况", needed=True, rows=4, help_text="供热线办公室审核，不对外公开。")
    answer = Words("公开答复", needed=True, rows=3, help_text="将告知诉求人，请勿写他人信息。")
    solved = YesNo("问题是否解决", needed=True, width="half")
    is_true = YesNo("诉求是否属实", width="half")
    reason_unsolved = Words("未解决的原因", limit=SHORT, help_text="问题未解决时必填。")
    contacted_at = Moment("联系诉求人时间")
    dialled = dialled()
    beyond_remit = Tick("超出本单位职责范围")
    anyway = Words(
        "仍要提交的理由", limit=SHORT, help_text="答复检查提示“请先改”而确需这样答复时填写。"
    )

    def clean(self) -> dict[str, Any]:
        """A reply needs its account, the answer and whether it is solved."""
        tell_missing(self, ASKED_OF_A_REPLY)
        if self.cleaned_data.get("solved") is False:
            tell_missing(self, {"reason_unsolved": "未解决的，请填写未解决的原因。"})
        for name in ("handling", "answer"):
            if blank := still_blank(self.cleaned_data.get(name, "")):
                self.add_error(name, blank)
        return self.cleaned_data


class ApproveForm(MoveForm):
    """单位审批通过."""

    verb = "approve"
    note = Words("审批意见", limit=LONG, rows=2, help_text="可不填。")


class HoldBackForm(MoveForm):
    """单位退回修改."""

    verb = "hold_back"
    reason = Words("需要修改什么", needed=True, limit=LONG, rows=3)


FORMS = (
    SignForm,
    ContactForm,
    AskMoreForm,
    ResumeForm,
    PassDownForm,
    ReportBackForm,
    RequestExtensionForm,
    ReplyForm,
    ApproveForm,
    HoldBackForm,
)
