"""One way to do every verb of the table: where it starts, who does it, and with which facts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from hotline.records.models import Case, Staff
from hotline.rules.life import Status
from hotline.steps.duty.refuse_return import refuse_return
from hotline.steps.duty.request_return import request_return
from hotline.steps.guarding.mark_confidential import mark_confidential
from hotline.steps.oversight.supervise import supervise
from hotline.steps.pass_down import pass_down
from hotline.steps.verbs import STEPS
from hotline.steps.waiting.request_extension import request_extension
from tests.factories import CAREFUL, City, case_at
from tests.steps.cases import LATER, read_again
from tests.steps.roads import hand_down

Facts = Callable[[City, Case], dict[str, Any]]
Before = Callable[[City, Case], None]
SOON = LATER - timedelta(minutes=30)


def _none(city: City, case: Case) -> dict[str, Any]:
    return {}


def _words(**facts: Any) -> Facts:
    return lambda city, case: facts


@dataclass(frozen=True)
class Act:
    """One verb: the status it starts from, the role that does it, its facts, what comes before."""

    start: Status
    role: str
    facts: Facts = _none
    before: Before | None = None
    unit: str = ""

    @property
    def person_of(self) -> str:
        """The unit of the person who does it."""
        if self.unit:
            return self.unit
        return "east" if self.role in ("unit_clerk", "unit_leader") else ""


def _extension(city: City, case: Case) -> None:
    clerk = city.person("unit_clerk", "east")
    request_extension(case, amount=5, reason="需要采购。", by=clerk, at=SOON)


def _refused_return(city: City, case: Case) -> None:
    clerk, office = city.person("unit_clerk", "east"), city.person("dispatcher")
    request_return(case, reason="not_our_duty", evidence="见分工。", by=clerk, at=SOON)
    refuse_return(case, reason="属本单位职责。", by=office, at=SOON)


def _passed_down(city: City, case: Case) -> None:
    clerk = city.person("unit_clerk", "east")
    pass_down(case, to=city.units["east_street"], by=clerk, at=SOON)


def _confidential(city: City, case: Case) -> None:
    mark_confidential(case, reason="举报。", by=city.person("call_taker"), at=SOON)


def _supervised(city: City, case: Case) -> None:
    supervise(case, demand="三日内办结。", by=city.person("supervisor"), at=SOON)


def _main_answered(city: City, case: Case) -> None:
    """The main case has an answer that did not reach this one."""
    answered = {"answer": "垃圾已清运。", "status": S.AWAITING_CALLBACK}
    Case.objects.filter(pk=case.joined_to_id).update(**answered)


def _handed_down(city: City, case: Case) -> None:
    """The case came from a superior, on a road by which it is answered."""
    hand_down(case)


def _main(city: City, case: Case) -> dict[str, Any]:
    return {"main": case_at(city, Status.IN_HANDLING, at=SOON - timedelta(minutes=30))}


def _earlier(city: City, case: Case) -> dict[str, Any]:
    return {"earlier": case_at(city, Status.CLOSED, at=SOON - timedelta(minutes=30))}


def _same_class(city: City, case: Case) -> dict[str, Any]:
    return {"kind": case.kind, "topic": case.topic}


def _unit(name: str, code: str) -> Facts:
    return lambda city, case: {name: city.units[code]}


S = Status
CALLED = {"reached": True, "solved": "yes", "handling_rating": "satisfied"}
ACTS: dict[str, Act] = {
    "classify": Act(S.REGISTERED, "call_taker", _same_class),
    "answer": Act(S.REGISTERED, "call_taker", _words(text="请持证办理。")),
    "transfer": Act(S.REGISTERED, "call_taker", _words(line="119", three_way=True)),
    "direct": Act(S.REGISTERED, "call_taker", _words(route="litigation")),
    "tell_progress": Act(S.REGISTERED, "call_taker", _earlier),
    "decline": Act(S.REGISTERED, "call_taker", _words(ground="beyond_remit")),
    "accept": Act(S.REGISTERED, "call_taker"),
    "dispatch": Act(S.AWAITING_DISPATCH, "dispatcher", _unit("to", "east")),
    "sign": Act(S.AWAITING_SIGNATURE, "unit_clerk"),
    "contact": Act(S.IN_HANDLING, "unit_clerk", _words(reached=True)),
    "ask_more": Act(S.IN_HANDLING, "unit_clerk", _words(question="请补充楼号。")),
    "resume": Act(S.AWAITING_CITIZEN, "unit_clerk", _words(note="已补充。")),
    "pass_down": Act(S.IN_HANDLING, "unit_clerk", _unit("to", "east_street")),
    "report_back": Act(
        S.IN_HANDLING, "unit_clerk", _words(handling="已清运。"), _passed_down, "east_street"
    ),
    "request_extension": Act(S.IN_HANDLING, "unit_clerk", _words(amount=5, reason="需采购。")),
    "grant_extension": Act(S.IN_HANDLING, "dispatcher", _none, _extension),
    "refuse_extension": Act(S.IN_HANDLING, "dispatcher", _words(reason="理由不足。"), _extension),
    "reply": Act(
        S.IN_HANDLING,
        "unit_clerk",
        _words(handling="已派人处理。", answer="已处理。", solved=True),
    ),
    "approve": Act(S.AWAITING_APPROVAL, "unit_leader", unit=CAREFUL),
    "hold_back": Act(S.AWAITING_APPROVAL, "unit_leader", _words(reason="请补充。"), unit=CAREFUL),
    "recall": Act(S.IN_HANDLING, "dispatcher", _words(reason="派错单位。")),
    "request_return": Act(
        S.IN_HANDLING, "unit_clerk", _words(reason="not_our_duty", evidence="见分工。")
    ),
    "agree_return": Act(S.RETURN_REQUESTED, "dispatcher"),
    "refuse_return": Act(S.RETURN_REQUESTED, "dispatcher", _words(reason="属本单位。")),
    "refer": Act(S.RETURN_REQUESTED, "dispatcher", _words(question="归谁管？")),
    "dispute": Act(S.IN_HANDLING, "unit_clerk", _words(question="不归我局管。"), _refused_return),
    "escalate": Act(S.AWAITING_RULING, "supervisor", _words(reason="意见不一。")),
    "rule": Act(
        S.AWAITING_RULING,
        "supervisor",
        lambda city, case: {"unit": city.units["west"], "reason": "属地管理。"},
    ),
    "review": Act(S.AWAITING_REVIEW, "reviewer"),
    "send_back": Act(S.AWAITING_REVIEW, "reviewer", _words(reason="请补充。")),
    "call_back": Act(
        S.AWAITING_CALLBACK, "callback_agent", _words(**CALLED, service_rating="satisfied")
    ),
    "try_call_back": Act(S.AWAITING_CALLBACK, "callback_agent", _words(reached=False)),
    "handle_again": Act(S.CALLED_BACK, "callback_agent", _words(reason="未解决。")),
    "explain": Act(S.CALLED_BACK, "callback_agent", _words(ground="policy", text="已说明政策。")),
    "close": Act(S.CALLED_BACK, "callback_agent"),
    "reopen": Act(S.CLOSED, "callback_agent", _words(reason="问题反复。")),
    "archive": Act(S.CLOSED, "supervisor"),
    "amend": Act(S.IN_HANDLING, "call_taker", _words(text="垃圾和污水都没有人管。")),
    "take_message": Act(
        S.IN_HANDLING, "call_taker", _words(kind="question", text="进展如何？"), _handed_down
    ),
    "write_back": Act(
        S.IN_HANDLING, "dispatcher", _words(kind="progress", text="正在清运。"), _handed_down
    ),
    "shelve": Act(
        S.IN_HANDLING,
        "dispatcher",
        _words(until=LATER.date() + timedelta(days=90), reason="列入明年计划。"),
    ),
    "take_up": Act(S.SHELVED, "dispatcher"),
    "join": Act(S.AWAITING_DISPATCH, "dispatcher", _main),
    "part": Act(S.JOINED, "dispatcher", _words(reason="不是同一件事。")),
    "split": Act(S.AWAITING_DISPATCH, "dispatcher", _words(parts=["路灯也不亮。"])),
    "share_answer": Act(S.JOINED, "reviewer", _none, _main_answered),
    "withdraw": Act(S.IN_HANDLING, "dispatcher", _words(reason="诉求人来电撤销。")),
    "urge": Act(S.IN_HANDLING, "supervisor", _words(note="请今天反馈。")),
    "supervise": Act(S.IN_HANDLING, "supervisor", _words(demand="三日内办结。")),
    "raise_supervision": Act(
        S.IN_HANDLING, "supervisor", _words(level="listed", reason="仍未办理。"), _supervised
    ),
    "end_supervision": Act(S.IN_HANDLING, "supervisor", _words(outcome="已办理。"), _supervised),
    "confer": Act(
        S.IN_HANDLING,
        "supervisor",
        lambda city, case: {
            "departments": [city.units["east"]],
            "minutes": "到会三家。",
            "conclusion": "由汀东区办理。",
        },
    ),
    "instruct": Act(S.IN_HANDLING, "office_leader", _words(text="请抓紧办理。")),
    "mark_confidential": Act(S.REGISTERED, "call_taker", _words(reason="举报。")),
    "lift_confidential": Act(S.REGISTERED, "dispatcher", _words(reason="已公开。"), _confidential),
    "step_aside": Act(S.REGISTERED, "call_taker", _words(reason="与当事人有亲属关系。")),
}


def ready(city: City, verb: str, **facts: Any) -> Case:
    """A case on which the verb can be done next, as a screen reads it."""
    way = ACTS[verb]
    case = case_at(city, way.start, at=SOON - timedelta(minutes=60), **facts)
    if way.before is not None:
        way.before(city, case)
    return read_again(case)


def actor(city: City, verb: str) -> Staff:
    """A person who may do the verb; of the unit that has the case where a unit does it."""
    return city.person(ACTS[verb].role, ACTS[verb].person_of)


def facts_of(city: City, verb: str, case: Case) -> dict[str, Any]:
    """The facts that the verb needs; what they speak of is made now."""
    return ACTS[verb].facts(city, case)


def act(city: City, verb: str, case: Case, **facts: Any) -> Case:
    """Do the verb on the case, at LATER and by whom it belongs to unless said otherwise."""
    who = {"by": actor(city, verb), "at": LATER}
    needed = {} if NEEDED[verb] <= facts.keys() else facts_of(city, verb, case)
    step = STEPS["call_back" if verb == "try_call_back" else verb]
    return step(case, **{**who, **needed, **facts})


# The facts that make another case when they are asked for.
NEEDED: dict[str, set[str]] = {verb: {""} for verb in ACTS}
NEEDED |= {"tell_progress": {"earlier"}, "join": {"main"}}
