"""One way to do each verb on the page of a case: by whom, from where, with what, and what fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.http import HttpResponse
from django.test import Client

from hotline.records.models import Case
from hotline.rules.life import MOVES, Status
from hotline.steps.duty.refuse_return import refuse_return
from hotline.steps.duty.request_return import request_return
from hotline.steps.guarding.mark_confidential import mark_confidential
from hotline.steps.pass_down import pass_down
from hotline.steps.verbs import STEPS
from hotline.steps.waiting.request_extension import request_extension
from tests.factories import CAREFUL, City, case_at
from tests.reading import Node, read

Before = Callable[[City, Case], object]


@dataclass(frozen=True)
class Way:
    """One verb: who does it, from which status, with what, to which status, after what else.

    `names` is the field in which another case's number is typed, one that stands at `other`.
    """

    role: str
    start: Status
    end: Status
    typed: dict[str, str] = field(default_factory=dict)
    bad: dict[str, str] = field(default_factory=dict)
    wrong_field: str = ""
    remedy: str = ""
    before: Before | None = None
    names: str = ""
    other: Status = Status.IN_HANDLING
    of_unit: str = ""

    @property
    def unit(self) -> str:
        """The unit of the person who does it."""
        if self.of_unit:
            return self.of_unit
        return "east" if self.role in ("unit_clerk", "unit_leader") else ""


def _now() -> datetime:
    return datetime.now(UTC)


def _extension(city: City, case: Case) -> None:
    clerk = city.person("unit_clerk", "east")
    request_extension(case, amount=5, reason="需要采购。", by=clerk, at=_now())


def _refused_return(city: City, case: Case) -> None:
    clerk, office = city.person("unit_clerk", "east"), city.person("dispatcher")
    request_return(case, reason="not_our_duty", evidence="见分工。", by=clerk, at=_now())
    refuse_return(case, reason="属本单位职责。", by=office, at=_now())


def _passed_down(city: City, case: Case) -> None:
    clerk = city.person("unit_clerk", "east")
    pass_down(case, to=city.units["east_street"], by=clerk, at=_now())


def _supervised(city: City, case: Case) -> None:
    STEPS["supervise"](case, demand="三日内办结。", by=city.person("supervisor"), at=_now())


def _in_a_month() -> str:
    return f"{_now() + timedelta(days=30):%Y-%m-%d}"


def _confidential(city: City, case: Case) -> None:
    mark_confidential(case, reason="举报。", by=city.person("call_taker"), at=_now())


S = Status
_ALL: dict[str, Way] = {
    "classify": Way(
        "call_taker",
        Status.REGISTERED,
        Status.REGISTERED,
        {"kind": "help", "topic": "010216", "urgency": "urgent", "note": "来电人更正"},
        {"kind": "help", "topic": "不存在的分类", "urgency": "urgent", "note": "保留我"},
        "topic",
        "没有叫“不存在的分类”的问题分类；请输入名称的一部分",
    ),
    "answer": Way(
        "call_taker",
        Status.REGISTERED,
        Status.CLOSED,
        {"text": "清运时间为每天七点。"},
        {"text": "   "},
        "text",
        "请填写答复内容",
    ),
    "accept": Way("call_taker", Status.REGISTERED, Status.AWAITING_DISPATCH),
    "dispatch": Way(
        "dispatcher",
        Status.AWAITING_DISPATCH,
        Status.AWAITING_SIGNATURE,
        {"to": "汀东区政府", "note": "请尽快清运"},
        {"to": "天上的局", "note": "保留我"},
        "to",
        "没有叫“天上的局”的承办单位；请输入名称的一部分",
    ),
    "sign": Way("unit_clerk", Status.AWAITING_SIGNATURE, Status.IN_HANDLING),
    "reply": Way(
        "unit_clerk",
        Status.IN_HANDLING,
        Status.AWAITING_REVIEW,
        {"handling": "已派车清运。", "answer": "垃圾已清运。", "solved": "yes"},
        {"handling": "已派车清运。", "answer": "保留我", "solved": "no"},
        "reason_unsolved",
        "未解决的，请填写未解决的原因",
    ),
    "review": Way("reviewer", Status.AWAITING_REVIEW, Status.AWAITING_CALLBACK, {"note": "属实"}),
    "send_back": Way(
        "reviewer",
        Status.AWAITING_REVIEW,
        Status.IN_HANDLING,
        {"reason": "没有写清运时间"},
        {"reason": ""},
        "reason",
        "请写明退回的原因",
    ),
    "call_back": Way(
        "callback_agent",
        Status.AWAITING_CALLBACK,
        Status.CALLED_BACK,
        {
            "reached": "yes",
            "solved": "yes",
            "handling_rating": "satisfied",
            "service_rating": "very_satisfied",
            "note": "谢谢",
        },
        {"reached": "yes", "solved": "yes", "note": "保留我"},
        "handling_rating",
        "没有评价请选“未评价”",
    ),
    "handle_again": Way(
        "callback_agent",
        Status.CALLED_BACK,
        Status.AWAITING_DISPATCH,
        {"reason": "垃圾又堆了"},
        {"reason": " "},
        "reason",
        "请写明重办的原因",
    ),
    "close": Way("callback_agent", Status.CALLED_BACK, Status.CLOSED, {"note": ""}),
    "transfer": Way(
        "call_taker",
        S.REGISTERED,
        S.CLOSED,
        {"line": "119", "three_way": "on", "text": ""},
        {"line": "", "text": "保留我"},
        "line",
        "请选择转接的紧急电话",
    ),
    "direct": Way(
        "call_taker",
        S.REGISTERED,
        S.CLOSED,
        {"route": "litigation", "text": "请向法院起诉。"},
        {"route": "", "text": "保留我"},
        "route",
        "请选择法定途径",
    ),
    "tell_progress": Way(
        "call_taker",
        S.REGISTERED,
        S.CLOSED,
        {"text": ""},
        {"earlier": "YT20990101-000001", "text": "保留我"},
        "earlier",
        "没有查到工单“YT20990101-000001”；请核对编号",
        names="earlier",
        other=S.CLOSED,
    ),
    "decline": Way(
        "call_taker",
        S.REGISTERED,
        S.CLOSED,
        {"ground": "unlawful"},
        {"ground": "", "text": "保留我"},
        "ground",
        "请选择不予受理的理由",
    ),
    "contact": Way(
        "unit_clerk",
        S.IN_HANDLING,
        S.IN_HANDLING,
        {"reached": "yes", "dialled": "15400001111"},
        {"reached": "yes", "dialled": "abc", "note": "保留我"},
        "dialled",
        "只能有数字",
    ),
    "ask_more": Way(
        "unit_clerk",
        S.IN_HANDLING,
        S.AWAITING_CITIZEN,
        {"question": "请补充楼号。"},
        {"question": " "},
        "question",
        "请写明需要诉求人补充什么",
    ),
    "resume": Way("unit_clerk", S.AWAITING_CITIZEN, S.IN_HANDLING, {"note": "三号楼"}),
    "pass_down": Way(
        "unit_clerk",
        S.IN_HANDLING,
        S.IN_HANDLING,
        {"to": "临河街道（汀东区政府）"},
        {"to": "汀西区政府", "note": "保留我"},
        "to",
        "不是“汀东区政府”的下级单位",
    ),
    "report_back": Way(
        "unit_clerk",
        S.IN_HANDLING,
        S.IN_HANDLING,
        {"handling": "已清运。"},
        {"handling": ""},
        "handling",
        "请填写办理情况",
        before=_passed_down,
        of_unit="east_street",
    ),
    "request_extension": Way(
        "unit_clerk",
        S.IN_HANDLING,
        S.IN_HANDLING,
        {"amount": "5", "reason": "需采购。"},
        {"amount": "五天", "reason": "保留我"},
        "amount",
        "请填写整数，例如 5",
    ),
    "grant_extension": Way(
        "dispatcher",
        S.IN_HANDLING,
        S.IN_HANDLING,
        {"amount": "3"},
        {"amount": "9", "note": "保留我"},
        "amount",
        "请填写同意延长的天数，1 至 5",
        before=_extension,
    ),
    "refuse_extension": Way(
        "dispatcher",
        S.IN_HANDLING,
        S.IN_HANDLING,
        {"reason": "理由不足。"},
        {"reason": ""},
        "reason",
        "请写明不同意延期的原因",
        before=_extension,
    ),
    "approve": Way(
        "unit_leader", S.AWAITING_APPROVAL, S.AWAITING_REVIEW, {"note": "同意"}, of_unit=CAREFUL
    ),
    "hold_back": Way(
        "unit_leader",
        S.AWAITING_APPROVAL,
        S.IN_HANDLING,
        {"reason": "请补充时间。"},
        {"reason": ""},
        "reason",
        "请写明需要修改的内容",
        of_unit=CAREFUL,
    ),
    "recall": Way(
        "dispatcher",
        S.IN_HANDLING,
        S.AWAITING_DISPATCH,
        {"reason": "派错单位。"},
        {"reason": ""},
        "reason",
        "请写明收回的原因",
    ),
    "request_return": Way(
        "unit_clerk",
        S.IN_HANDLING,
        S.RETURN_REQUESTED,
        {"reason": "not_our_duty", "evidence": "见分工。", "suggested": "汀西区"},
        {"reason": "", "evidence": "保留我"},
        "reason",
        "请选择退单的理由",
    ),
    "agree_return": Way("dispatcher", S.RETURN_REQUESTED, S.AWAITING_DISPATCH, {"note": "属实"}),
    "refuse_return": Way(
        "dispatcher",
        S.RETURN_REQUESTED,
        S.IN_HANDLING,
        {"reason": "属本单位。"},
        {"reason": ""},
        "reason",
        "请写明不同意退单的理由",
    ),
    "refer": Way(
        "dispatcher",
        S.RETURN_REQUESTED,
        S.AWAITING_RULING,
        {"question": "归谁管？"},
        {"question": ""},
        "question",
        "请写明需要裁定的问题",
    ),
    "dispute": Way(
        "unit_clerk",
        S.IN_HANDLING,
        S.AWAITING_RULING,
        {"question": "不归我局管。"},
        {"question": ""},
        "question",
        "请写明争议的问题",
        before=_refused_return,
    ),
    "escalate": Way(
        "supervisor",
        S.AWAITING_RULING,
        S.AWAITING_RULING,
        {"reason": "意见不一。"},
        {"reason": ""},
        "reason",
        "请写明提请上级裁定的理由",
    ),
    "rule": Way(
        "supervisor",
        S.AWAITING_RULING,
        S.AWAITING_SIGNATURE,
        {"unit": "汀西区", "reason": "属地管理。", "basis": "三定方案"},
        {"unit": "", "reason": "保留我"},
        "unit",
        "请选择裁定由哪个单位办理",
    ),
    "explain": Way(
        "callback_agent",
        S.CALLED_BACK,
        S.CLOSED,
        {"ground": "policy", "text": "已说明政策。"},
        {"ground": "", "text": "保留我"},
        "ground",
        "请选择解释办结的理由",
    ),
    "reopen": Way(
        "callback_agent",
        S.CLOSED,
        S.AWAITING_DISPATCH,
        {"reason": "问题反复。"},
        {"reason": ""},
        "reason",
        "请写明重新打开的原因",
    ),
    "archive": Way("supervisor", S.CLOSED, S.ARCHIVED, {"note": "齐全"}),
    "shelve": Way(
        "dispatcher",
        S.IN_HANDLING,
        S.SHELVED,
        {"until": _in_a_month(), "reason": "列入计划。"},
        {"until": "下个月", "reason": "保留我"},
        "until",
        "不是有效的日期；请写成 2022-04-01",
    ),
    "take_up": Way("dispatcher", S.SHELVED, S.IN_HANDLING, {"note": "已有资金"}),
    "join": Way(
        "dispatcher",
        S.AWAITING_DISPATCH,
        S.JOINED,
        {"reason": "同一件事"},
        {"main": "YT20990101-000001", "reason": "保留我"},
        "main",
        "没有查到工单“YT20990101-000001”；请核对编号",
        names="main",
    ),
    "part": Way(
        "dispatcher",
        S.JOINED,
        S.AWAITING_DISPATCH,
        {"reason": "不是同一件事。"},
        {"reason": ""},
        "reason",
        "请写明拆单的原因",
    ),
    "withdraw": Way(
        "dispatcher",
        S.IN_HANDLING,
        S.WITHDRAWN,
        {"reason": "诉求人来电撤销。"},
        {"reason": ""},
        "reason",
        "请写明诉求人撤销的原因和方式",
    ),
    "urge": Way("supervisor", S.IN_HANDLING, S.IN_HANDLING, {"note": "请抓紧。"}),
    "supervise": Way(
        "supervisor",
        S.IN_HANDLING,
        S.IN_HANDLING,
        {"level": "listed", "demand": "三日内办结。"},
        {"level": "listed", "demand": ""},
        "demand",
        "督办要求",
    ),
    "raise_supervision": Way(
        "supervisor",
        S.IN_HANDLING,
        S.IN_HANDLING,
        {"level": "summons", "reason": "仍未办结。"},
        {"level": "summons", "reason": ""},
        "reason",
        "原因",
        before=_supervised,
    ),
    "end_supervision": Way(
        "supervisor",
        S.IN_HANDLING,
        S.IN_HANDLING,
        {"outcome": "已整改。"},
        {"outcome": ""},
        "outcome",
        "结果",
        before=_supervised,
    ),
    "confer": Way(
        "supervisor",
        S.IN_HANDLING,
        S.IN_HANDLING,
        {
            "departments": "汀东区、汀西区",
            "departments_2": "审慎局",
            "minutes": "三家到会。",
            "conclusion": "由汀东区办理。",
        },
        {"departments": "天上的局", "minutes": "保留我", "conclusion": "保留我"},
        "departments",
        "没有叫“天上的局”的承办单位",
    ),
    "instruct": Way(
        "office_leader",
        S.IN_HANDLING,
        S.IN_HANDLING,
        {"text": "请抓紧。", "leader": "周某某"},
        {"text": "", "leader": "保留我"},
        "text",
        "请填写批示内容",
    ),
    "mark_confidential": Way(
        "dispatcher",
        S.REGISTERED,
        S.REGISTERED,
        {"reason": "举报。", "accused": "汀西区"},
        {"reason": "", "accused": "汀西区"},
        "reason",
        "请写明保密的原因",
    ),
    "lift_confidential": Way(
        "dispatcher",
        S.REGISTERED,
        S.REGISTERED,
        {"reason": "已公开。"},
        {"reason": ""},
        "reason",
        "请写明解除保密的原因",
        before=_confidential,
    ),
    "step_aside": Way(
        "supervisor",
        S.IN_HANDLING,
        S.IN_HANDLING,
        {"reason": "与当事人是亲属。", "person": "dispatcher"},
        {"reason": "保留我", "person": "没有的人"},
        "person",
        "没有叫“没有的人”的人员",
    ),
}


# A verb whose step is not written yet cannot be done; the system alone shares answers.
WAYS = {verb: way for verb, way in _ALL.items() if verb in STEPS}


def case_for_way(city: City, way: Way, **facts: object) -> Case:
    """A case on which this verb can be done."""
    case = case_at(city, way.start, name="刘某", phone="13900001111", **facts)
    if way.before is not None:
        way.before(city, case)
    return Case.objects.get(pk=case.pk)


def filled(city: City, way: Way) -> dict[str, str]:
    """What is typed for this verb, the number of the other case included."""
    if not way.names:
        return way.typed
    return {**way.typed, way.names: case_at(city, way.other, unit="west").number}


def page_of(client: Client, case: Case) -> Node:
    """The page of a case, which this browser may see."""
    answer = client.get(f"/desk/cases/{case.number}")
    assert answer.status_code == 200
    return read(answer)


def offered(page: Node) -> set[str]:
    """The verbs whose forms stand on the page."""
    forms = [form.attrs.get("action", "") for form in page.all("form")]
    return {a.rsplit("/", 1)[1] for a in forms if a.startswith("/desk/cases/")} & set(MOVES)


def send(client: Client, case: Case, verb: str, **facts: str) -> HttpResponse:
    """The answer to a form filled in by hand."""
    return client.post(f"/desk/cases/{case.number}/{verb}", {"seen": case.version, **facts})
