"""The forms of duty: taking a case back, returns, disputes and rulings."""

from __future__ import annotations

from hotline.desk.forms.fields import CodeChoice, Words
from hotline.desk.forms.moving import LONG, MoveForm
from hotline.desk.forms.naming import UnitField
from hotline.steps.duty.request_return import REASONS

BASIS = 300


class RecallForm(MoveForm):
    """收回改派."""

    verb = "recall"
    reason = Words("收回原因", needed=True, limit=LONG, rows=3)


class RequestReturnForm(MoveForm):
    """申请退单."""

    verb = "request_return"
    reason = CodeChoice("退单理由", REASONS, needed=True)
    evidence = Words(
        "依据", needed=True, limit=LONG, rows=3, help_text="职责分工文件、现场核实的情况等。"
    )
    suggested = UnitField("建议承办单位", help_text="可不填。")


class AgreeReturnForm(MoveForm):
    """同意退单."""

    verb = "agree_return"
    note = Words("意见", limit=LONG, rows=2, help_text="可不填；同意后重新派单。")


class RefuseReturnForm(MoveForm):
    """不同意退单."""

    verb = "refuse_return"
    reason = Words("不同意的理由", needed=True, limit=LONG, rows=3)


class ReferForm(MoveForm):
    """提请裁定."""

    verb = "refer"
    question = Words("需要裁定的问题", needed=True, limit=LONG, rows=3)


class DisputeForm(MoveForm):
    """提出职责争议."""

    verb = "dispute"
    question = Words(
        "争议的问题", needed=True, limit=LONG, rows=3, help_text="写明本单位的理由；时限不停。"
    )


class EscalateForm(MoveForm):
    """提请上级裁定."""

    verb = "escalate"
    reason = Words("提请理由", needed=True, limit=LONG, rows=3)


class RuleForm(MoveForm):
    """职责裁定."""

    verb = "rule"
    unit = UnitField("由哪个单位办理", needed=True)
    reason = Words(
        "裁定理由",
        needed=True,
        limit=LONG,
        rows=3,
        help_text="写入派单目录，今后同类工单照此派单。",
    )
    basis = Words("依据", limit=BASIS, help_text="文件名称和条款；可不填。")


FORMS = (
    RecallForm,
    RequestReturnForm,
    AgreeReturnForm,
    RefuseReturnForm,
    ReferForm,
    DisputeForm,
    EscalateForm,
    RuleForm,
)
