"""What each move is told: one strict body per verb, its fields those of the step of that name.

A field's code becomes the row that the step wants (`codes.py`); what the facts must be and which
go together, the step alone says. `tests/api/test_move_bodies.py` holds every body to its step.
"""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any

from pydantic import Field, create_model

from hotline.api.bodies import (
    Basis,
    Code,
    Count,
    Day,
    Moment,
    Name,
    Phone,
    Strict,
    Words,
    YesNo,
    one_of,
)
from hotline.api.codes import (
    CampaignCode,
    CaseNumber,
    KindCode,
    TopicCode,
    UnitCode,
    UnitCodes,
    UnitCodesOrNone,
    Username,
)
from hotline.api.message_bodies import Amend, TakeMessage, WriteBack
from hotline.rules.deadlines import URGENCIES
from hotline.rules.supervision import LEVELS
from hotline.rules.telling import EMERGENCY_LINES, GROUNDS_TO_DECLINE, LEGAL_ROUTES
from hotline.steps.call_back import RATINGS, SOLVED
from hotline.steps.duty.request_return import REASONS
from hotline.steps.explain import GROUNDS
from hotline.steps.joining.split import MOST_PARTS

MOST_CASES = 200
Urgency = Annotated[Code, one_of(URGENCIES)]
Line = Annotated[Code, one_of(EMERGENCY_LINES)]
Route = Annotated[Code, one_of(LEGAL_ROUTES)]
GroundToDecline = Annotated[Code, one_of(GROUNDS_TO_DECLINE)]
ReturnReason = Annotated[Code, one_of(REASONS)]
Solved = Annotated[Code, one_of(SOLVED)]
Rating = Annotated[Code, one_of(RATINGS)]
Level = Annotated[Code, one_of(LEVELS)]
GroundToExplain = Annotated[Code, one_of(GROUNDS)]


class Plain(Strict):
    """Nothing to say: the move itself is all."""


class Noted(Strict):
    """A remark, or none."""

    note: Words = Field("", description="说明，可不填")


class Reasoned(Strict):
    """Why."""

    reason: Words = Field(description="原因或理由")


class Question(Strict):
    """What is asked."""

    question: Words = Field(description="问题")


class Classify(Strict):
    """分类: kind, topic, campaign, urgency; all are set anew."""

    kind: KindCode
    topic: TopicCode
    campaign: CampaignCode = ""
    urgency: Urgency = "ordinary"
    note: Words = Field("", description="说明，可不填")


class Answer(Strict):
    """直接解答."""

    text: Words = Field(description="答复内容")


class Transfer(Strict):
    """转接紧急电话."""

    line: Line = Field(description="紧急电话")
    three_way: YesNo = Field(False, description="是否三方通话转接")
    text: Words = Field("", description="告知内容；不填用通用文本")


class Direct(Strict):
    """法定途径告知."""

    route: Route = Field(description="法定途径")
    text: Words = Field("", description="告知内容；不填用通用文本")


class TellProgress(Strict):
    """告知进展."""

    earlier: CaseNumber = Field(description="原工单编号")
    text: Words = Field("", description="告知内容；不填用通用文本")


class Decline(Strict):
    """不予受理."""

    ground: GroundToDecline = Field(description="不予受理的理由")
    text: Words = Field("", description="告知内容；不填用通用文本")


class Dispatch(Strict):
    """派单."""

    to: UnitCode = Field(description="主办单位代码")
    assisting: UnitCodes = Field([], description="协办单位代码")
    note: Words = Field("", description="交办意见，可不填")
    superior_due: Moment | None = Field(None, description="上级另外规定的办理期限")


class Contact(Strict):
    """联系诉求人."""

    reached: YesNo = Field(description="是否联系上")
    dialled: Phone = Field("", description="实际拨打的号码；与来电号码相同的可不填")
    note: Words = Field("", description="联系记录，可不填")


class PassDown(Strict):
    """转派下级."""

    to: UnitCode = Field(description="下级单位代码")
    due_at: Moment | None = Field(None, description="下级的办理时限；默认与本单位相同")
    note: Words = Field("", description="交办意见，可不填")


class ReportBack(Strict):
    """报送办理结果."""

    handling: Words = Field(description="办理情况")


class RequestExtension(Strict):
    """申请延期."""

    amount: Count = Field(description="延长多少，单位由本市规则定")
    reason: Words = Field(description="延期的原因")


class GrantExtension(Strict):
    """同意延期."""

    amount: Count | None = Field(None, description="同意多少；默认与申请相同，不能更多")
    note: Words = Field("", description="审批意见，可不填")
    told: Words = Field("", description="给诉求人的说明，网上查询进度时能看到，可不填")


class Reply(Strict):
    """反馈."""

    handling: Words = Field(description="办理情况，供热线办公室审核")
    answer: Words = Field(description="对诉求人的公开答复")
    solved: YesNo = Field(description="问题是否已解决")
    is_true: YesNo | None = Field(None, description="诉求是否属实")
    beyond_remit: YesNo = Field(False, description="是否超出本单位职责")
    contacted_at: Moment | None = Field(None, description="联系诉求人的时间")
    dialled: Phone = Field("", description="实际拨打的号码；与来电号码相同的可不填")
    reason_unsolved: Words = Field("", description="未解决的原因；未解决时必填")
    anyway: Words | None = Field(
        None, description="空串：提交前先检查答复；有问题仍要提交的理由；不传则不检查"
    )


class RequestReturn(Strict):
    """申请退单."""

    reason: ReturnReason = Field(description="退单的理由")
    evidence: Words = Field(description="依据")
    suggested: UnitCode = Field("", description="建议的承办单位代码")


class Rule(Strict):
    """职责裁定."""

    unit: UnitCode = Field(description="裁定由哪个单位办理，单位代码")
    reason: Words = Field(description="裁定的理由")
    basis: Basis = Field("", description="法规或文件依据")


class CallBack(Strict):
    """回访; a citizen who was not reached (`reached` false) has said nothing."""

    reached: YesNo = Field(description="是否接通")
    solved: Solved = Field("", description="是否已解决；接通时必填")
    handling_rating: Rating = Field("", description="对办理结果的评价；接通时必填")
    service_rating: Rating = Field("", description="对热线服务的评价；接通时必填")
    dialled: Phone = Field("", description="实际拨打的号码；与来电号码相同的可不填")
    note: Words = Field("", description="回访记录，可不填")


class Explain(Strict):
    """解释办结."""

    ground: GroundToExplain = Field(description="解释办结的理由")
    text: Words = Field(description="向诉求人解释的内容")


class Shelve(Strict):
    """挂账."""

    until: Day = Field(description="挂账到哪一天")
    reason: Words = Field(description="现在不能解决的原因和下一步安排")


class Join(Strict):
    """并单."""

    main: CaseNumber = Field(description="主工单编号")
    reason: Words = Field("", description="说明，可不填")


class Supervise(Strict):
    """督办."""

    level: Level = Field("ordinary", description="督办级别")
    demand: Words = Field(description="督办要求")
    due_at: Moment | None = Field(None, description="督办期限；默认按本市规则")


class RaiseSupervision(Strict):
    """督办升级."""

    level: Level = Field(description="督办级别，须高于现在的")
    reason: Words = Field(description="升级的原因")
    due_at: Moment | None = Field(None, description="督办期限；默认不变")


class EndSupervision(Strict):
    """督办结束."""

    outcome: Words = Field(description="督办结果")


class Confer(Strict):
    """会商."""

    departments: UnitCodes = Field(description="参加会商的单位代码")
    minutes: Words = Field(description="会商纪要")
    conclusion: Words = Field(description="会商结论")
    held_at: Moment | None = Field(None, description="会商时间；默认现在")


class Instruct(Strict):
    """批示."""

    text: Words = Field(description="批示内容")
    leader: Name = Field("", description="批示领导的姓名；不填为本人")


class MarkConfidential(Strict):
    """设为保密."""

    reason: Words = Field(description="保密的原因")
    accused: UnitCodesOrNone = Field(
        None, description="被举报单位代码；不写则保留已有的，写 [] 则清空"
    )


class StepAside(Strict):
    """回避."""

    reason: Words = Field(description="回避的原因")
    person: Username = Field("", description="回避人员的账号；不填为本人")


class Urge(Strict):
    """催办."""

    note: Words = Field("", description="催办内容，必填")


class Split(Strict):
    """拆分."""

    parts: list[Words] = Field(description="拆出的各个事项，各成一件工单", max_length=MOST_PARTS)
    text: Words = Field("", description="本单留下的内容；不填则不变")
    reason: Words = Field("", description="说明，可不填")


# `share_answer` is not told whose answer it is: always that of the case it is joined to.
BODIES: dict[str, type[Strict]] = {
    "classify": Classify,
    "answer": Answer,
    "transfer": Transfer,
    "direct": Direct,
    "tell_progress": TellProgress,
    "decline": Decline,
    "accept": Plain,
    "dispatch": Dispatch,
    "sign": Plain,
    "contact": Contact,
    "ask_more": Question,
    "resume": Noted,
    "pass_down": PassDown,
    "report_back": ReportBack,
    "request_extension": RequestExtension,
    "grant_extension": GrantExtension,
    "refuse_extension": Reasoned,
    "reply": Reply,
    "approve": Noted,
    "hold_back": Reasoned,
    "recall": Reasoned,
    "request_return": RequestReturn,
    "agree_return": Noted,
    "refuse_return": Reasoned,
    "refer": Question,
    "dispute": Question,
    "escalate": Reasoned,
    "rule": Rule,
    "review": Noted,
    "send_back": Reasoned,
    "call_back": CallBack,
    "handle_again": Reasoned,
    "explain": Explain,
    "close": Noted,
    "reopen": Reasoned,
    "archive": Noted,
    "amend": Amend,
    "take_message": TakeMessage,
    "write_back": WriteBack,
    "shelve": Shelve,
    "take_up": Noted,
    "join": Join,
    "part": Reasoned,
    "split": Split,
    "share_answer": Plain,
    "withdraw": Reasoned,
    "urge": Urge,
    "supervise": Supervise,
    "raise_supervision": RaiseSupervision,
    "end_supervision": EndSupervision,
    "confer": Confer,
    "instruct": Instruct,
    "mark_confidential": MarkConfidential,
    "lift_confidential": Reasoned,
    "step_aside": StepAside,
}


class Seen(Strict):
    """Which version of the case the program looked at."""

    seen: Count | None = Field(
        None, description="所依据的工单版本（version）；工单已变动则不办理。也可写在 If-Match 头中"
    )


class BulkCase(Seen):
    """One of the cases of a bulk move."""

    number: Code = Field(description="工单编号")


class Cases(Strict):
    """Which cases a bulk move is for."""

    cases: list[BulkCase] = Field(min_length=1, max_length=MOST_CASES, description="工单，至多 200")


@cache
def single(facts: type[Strict]) -> type[Seen]:
    """The body of a move of one case: the facts, and the version that was seen."""
    both: Any = (facts, Seen)
    body: type[Seen] = create_model(f"{facts.__name__}Move", __base__=both, __doc__=facts.__doc__)
    return body


@cache
def many(facts: type[Strict]) -> type[Cases]:
    """The body of a bulk move: the facts, and the cases."""
    both: Any = (facts, Cases)
    body: type[Cases] = create_model(f"{facts.__name__}Bulk", __base__=both, __doc__=facts.__doc__)
    return body
