"""The forms of sorting: what becomes of a matter before a unit has it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from hotline.desk.forms.fields import CodeChoice, Moment, RowChoice, Tick, Words
from hotline.desk.forms.moving import LONG, SHORT, MoveForm, campaign_choice
from hotline.desk.forms.naming import CaseField, TopicField, UnitField, UnitsField
from hotline.records.models import Case
from hotline.records.queries.choosing import topic_label
from hotline.records.queries.reference import kinds
from hotline.rules.deadlines import URGENCIES
from hotline.rules.telling import EMERGENCY_LINES, GROUNDS_TO_DECLINE, LEGAL_ROUTES, telling
from hotline.rules.workdays import CHINA


def told(verb: str, names: dict[str, str]) -> Words:
    """告知内容, with the usual text of every choice beside it."""
    return Words(
        "告知内容",
        limit=LONG,
        rows=3,
        placeholder="不填则用常用语",
        usual=[(name, telling(verb, code)) for code, name in names.items()],
    )


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


class TransferForm(MoveForm):
    """转接紧急电话."""

    verb = "transfer"
    line = CodeChoice("转接到", EMERGENCY_LINES, needed=True)
    three_way = Tick("三方通话，已确认接通")
    text = told("transfer", EMERGENCY_LINES)


class DirectForm(MoveForm):
    """法定途径告知."""

    verb = "direct"
    route = CodeChoice("法定途径", LEGAL_ROUTES, needed=True)
    text = told("direct", LEGAL_ROUTES)


class TellProgressForm(MoveForm):
    """告知进展."""

    verb = "tell_progress"
    earlier = CaseField("原工单编号", needed=True)
    text = Words(
        "告知内容",
        limit=LONG,
        rows=3,
        placeholder="不填则用常用语",
        usual=[("", telling("tell_progress", "", status="（原工单的状态）"))],
    )


class DeclineForm(MoveForm):
    """不予受理."""

    verb = "decline"
    ground = CodeChoice("理由", GROUNDS_TO_DECLINE, needed=True)
    text = told("decline", GROUNDS_TO_DECLINE)


class AcceptForm(MoveForm):
    """受理."""

    verb = "accept"


class DispatchForm(MoveForm):
    """派单."""

    verb = "dispatch"
    to = UnitField("承办单位", needed=True)
    assisting = UnitsField("协办单位", help_text="可不填；由主办单位统一反馈。")
    note = Words("交办意见", limit=LONG, rows=3, help_text="对承办单位的要求；可不填。")
    superior_due = Moment("上级另定的时限", help_text="可不填；来件自带的时限已计入。")


FORMS = (
    ClassifyForm,
    AnswerForm,
    TransferForm,
    DirectForm,
    TellProgressForm,
    DeclineForm,
    AcceptForm,
    DispatchForm,
)
