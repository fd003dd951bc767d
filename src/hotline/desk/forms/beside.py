"""The forms beside the path: more time, shelving, joining, oversight, and who must not see."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from hotline.desk.forms.fields import Amount, CodeChoice, Day, Moment, Words
from hotline.desk.forms.moving import LONG, MoveForm
from hotline.desk.forms.naming import CaseField, PersonField, TextsField, UnitsField
from hotline.records.models import Case, Department
from hotline.rules.supervision import LEVELS

NAME_LENGTH = 60
FOR_ANOTHER = "supervise"


class GrantExtensionForm(MoveForm):
    """同意延期."""

    verb = "grant_extension"
    amount = Amount("同意延长", help_text="不填则照申请；可以少于申请。")
    note = Words("意见", limit=LONG, rows=2, help_text="可不填。")
    told = Words("给诉求人的说明", limit=200, help_text="网上查询进度时能看到；可不填。")


class RefuseExtensionForm(MoveForm):
    """不同意延期."""

    verb = "refuse_extension"
    reason = Words("不同意的理由", needed=True, limit=LONG, rows=3)


class ShelveForm(MoveForm):
    """挂账."""

    verb = "shelve"
    until = Day("挂账到", needed=True, help_text="到期提醒热线办公室销账续办。")
    reason = Words(
        "挂账原因", needed=True, limit=LONG, rows=3, help_text="现在为何不能解决，下一步安排。"
    )


class TakeUpForm(MoveForm):
    """销账续办."""

    verb = "take_up"
    note = Words("说明", limit=LONG, rows=2, help_text="可不填。")


class JoinForm(MoveForm):
    """并单."""

    verb = "join"
    main = CaseField("主工单编号", needed=True, help_text="答复后，本单的诉求人另行回访。")
    reason = Words("说明", limit=LONG, rows=2, help_text="可不填。")


class PartForm(MoveForm):
    """拆单."""

    verb = "part"
    reason = Words("拆单原因", needed=True, limit=LONG, rows=2)


class SplitForm(MoveForm):
    """拆分."""

    verb = "split"
    text = Words(
        "本单留下的内容", limit=LONG, rows=3, help_text="不填则本单内容不变；原文留在办理经过里。"
    )
    parts = TextsField("拆出的事项")
    reason = Words("说明", limit=LONG, help_text="可不填。")

    def known(self, case: Case) -> dict[str, Any]:
        """The text as it stands, to be cut down."""
        return {"text": case.text}


class ShareAnswerForm(MoveForm):
    """共享答复; the system does it by itself when the main case has its answer."""

    verb = "share_answer"
    main = CaseField("主工单编号", help_text="不填则为所并入的主工单。")


class WithdrawForm(MoveForm):
    """撤销."""

    verb = "withdraw"
    reason = Words(
        "撤销原因", needed=True, limit=LONG, rows=2, help_text="诉求人何时、以何种方式撤销。"
    )


class UrgeForm(MoveForm):
    """催办."""

    verb = "urge"
    note = Words("催办内容", needed=True, limit=LONG, rows=2)


class SuperviseForm(MoveForm):
    """督办."""

    verb = "supervise"
    level = CodeChoice("督办级别", LEVELS, needed=True)
    demand = Words("督办要求", needed=True, limit=LONG, rows=3)
    due_at = Moment("督办时限", help_text="不填则按规定时限。")


class RaiseSupervisionForm(MoveForm):
    """督办升级."""

    verb = "raise_supervision"
    level = CodeChoice("升级为", LEVELS, needed=True)
    reason = Words("升级原因", needed=True, limit=LONG, rows=3)
    due_at = Moment("新的督办时限", help_text="不填则不变。")


class EndSupervisionForm(MoveForm):
    """督办结束."""

    verb = "end_supervision"
    outcome = Words("督办结果", needed=True, limit=LONG, rows=3)


class ConferForm(MoveForm):
    """会商."""

    verb = "confer"
    departments = UnitsField("参加单位", needed=True, help_text="一行一个，多的用顿号隔开。")
    minutes = Words("会商纪要", needed=True, rows=4)
    conclusion = Words(
        "会商结论", needed=True, limit=LONG, rows=2, help_text="由谁、在什么时候前、做什么。"
    )
    held_at = Moment("会商时间", help_text="不填则为现在。")


class InstructForm(MoveForm):
    """批示."""

    verb = "instruct"
    text = Words("批示内容", needed=True, limit=LONG, rows=3)
    leader = Words("批示领导", limit=NAME_LENGTH, help_text="本人批示的不填。")


class MarkConfidentialForm(MoveForm):
    """设为保密."""

    verb = "mark_confidential"
    reason = Words("保密原因", needed=True, limit=LONG, rows=2)
    accused = UnitsField(
        "被举报单位", help_text="该单位及其上下级都看不到本单；可不填，不填则保留已登记的。"
    )

    def clean_accused(self) -> list[Department] | None:
        """None where nothing was typed: the units that are known already stay."""
        return self.cleaned_data["accused"] or None


class LiftConfidentialForm(MoveForm):
    """解除保密."""

    verb = "lift_confidential"
    reason = Words("解除原因", needed=True, limit=LONG, rows=2)


class StepAsideForm(MoveForm):
    """回避."""

    verb = "step_aside"
    reason = Words(
        "回避原因", needed=True, limit=LONG, rows=2, help_text="提交后，回避人员不再看到本单。"
    )
    person = PersonField("回避人员", help_text="填写姓名或账号；本人回避的不填。")

    def prepare(self, case: Case, at: datetime) -> None:
        """Whoever does not supervise steps aside only for themselves."""
        if not self.by.may(FOR_ANOTHER):
            del self.fields["person"]


FORMS = (
    GrantExtensionForm,
    RefuseExtensionForm,
    ShelveForm,
    TakeUpForm,
    JoinForm,
    PartForm,
    SplitForm,
    ShareAnswerForm,
    WithdrawForm,
    UrgeForm,
    SuperviseForm,
    RaiseSupervisionForm,
    EndSupervisionForm,
    ConferForm,
    InstructForm,
    MarkConfidentialForm,
    LiftConfidentialForm,
    StepAsideForm,
)
