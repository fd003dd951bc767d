"""One way to do each verb on the page of a case: by whom, from where, with what, and what fails."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.http import HttpResponse
from django.test import Client

from hotline.records.models import Case
from hotline.rules.life import Status
from tests.factories import City, case_at
from tests.reading import Node, read


@dataclass(frozen=True)
class Way:
    """One verb: who does it, from which status, with what, to which status."""

    role: str
    start: Status
    end: Status
    typed: dict[str, str] = field(default_factory=dict)
    bad: dict[str, str] = field(default_factory=dict)
    wrong_field: str = ""
    remedy: str = ""

    @property
    def unit(self) -> str:
        return "east" if self.role == "unit_clerk" else ""


WAYS: dict[str, Way] = {
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
}


def case_for_way(city: City, way: Way, **facts: object) -> Case:
    """A case on which this verb can be done."""
    return case_at(city, way.start, name="刘某", phone="13900001111", **facts)


def page_of(client: Client, case: Case) -> Node:
    """The page of a case, which this browser may see."""
    answer = client.get(f"/desk/cases/{case.number}")
    assert answer.status_code == 200
    return read(answer)


def offered(page: Node) -> set[str]:
    """The verbs whose forms stand on the page."""
    forms = [form.attrs.get("action", "") for form in page.all("form")]
    return {a.rsplit("/", 1)[1] for a in forms if a.startswith("/desk/cases/")} - {"reveal"}


def send(client: Client, case: Case, verb: str, **facts: str) -> HttpResponse:
    """The answer to a form filled in by hand."""
    return client.post(f"/desk/cases/{case.number}/{verb}", {"seen": case.version, **facts})
