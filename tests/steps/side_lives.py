"""Lives that leave the main path, one script an ending: verbs with their facts, in order."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hotline.records.models import Case, Department, Staff
from tests.steps.cases import BEGIN

Script = tuple[tuple[str, dict[str, Any]], ...]


def unit(code: str) -> Department:
    """A unit of the city."""
    return Department.objects.get(code=code)


REPLY = {"handling": "已处理。", "answer": "已处理。", "solved": True}
REACHED = {
    "reached": True,
    "solved": "no",
    "handling_rating": "dissatisfied",
    "service_rating": "satisfied",
}
RETURN = ("request_return", {"reason": "not_our_duty", "evidence": "见分工。"})
DISPATCH = ("dispatch", {"to": "city_works_bureau"})
SIGNED: Script = (("accept", {}), DISPATCH, ("sign", {}))
REPLIED: Script = (*SIGNED, ("reply", REPLY))
CALLED: Script = (*REPLIED, ("review", {}), ("call_back", REACHED))
SCRIPTS: dict[str, Script] = {
    "transferred": (("transfer", {"line": "119"}),),
    "directed": (("direct", {"route": "litigation"}), ("reopen", {"reason": "误判"})),
    "declined": (("decline", {"ground": "beyond_remit"}),),
    "told": (("tell_progress", {"earlier": "other"}),),
    "asked_more": (
        *SIGNED,
        ("contact", {"reached": True, "dialled": "15400000009"}),
        ("ask_more", {"question": "哪一栋？"}),
        ("resume", {}),
    ),
    "helped": (
        ("accept", {}),
        ("dispatch", {"to": "city_works_bureau", "assisting": ["market_bureau"]}),
        ("sign", {}),
        ("report_back", {"handling": "已协助。"}),
    ),
    "extended": (
        *SIGNED,
        ("request_extension", {"amount": 1, "reason": "采购。"}),
        ("grant_extension", {}),
    ),
    "not_extended": (
        *SIGNED,
        ("request_extension", {"amount": 1, "reason": "采购。"}),
        ("refuse_extension", {"reason": "不必。"}),
    ),
    "returned": (*SIGNED, RETURN, ("agree_return", {}), ("withdraw", {"reason": "不办了"})),
    "ruled": (
        *SIGNED,
        RETURN,
        ("refuse_return", {"reason": "属本单位。"}),
        ("dispute", {"question": "归谁？"}),
        ("escalate", {"reason": "意见不一。"}),
        ("rule", {"unit": "market_bureau", "reason": "属地。"}),
    ),
    "referred": (*SIGNED, RETURN, ("refer", {"question": "归谁？"}), ("recall", {"reason": "错"})),
    "shelved": (
        *REPLIED,
        ("shelve", {"until": (BEGIN + timedelta(days=1200)).date(), "reason": "列入计划"}),
        ("take_up", {}),
    ),
    "explained": (*CALLED, ("explain", {"ground": "policy", "text": "已说明。"}), ("archive", {})),
    "joined": (("accept", {}), ("join", {"main": "other"}), ("part", {"reason": "不同"})),
    "split": (("split", {"parts": ["路灯也不亮。"], "text": "垃圾没有清运。"}),),
    "joined_on": (("accept", {}), ("join", {"main": "other"}), ("share_answer", {})),
    "watched": (
        *SIGNED,
        ("urge", {"note": "请抓紧。"}),
        ("amend", {"text": "垃圾和污水都没有人管。"}),
        ("take_message", {"kind": "question", "text": "进展如何？"}),
        ("supervise", {"demand": "限期办结。"}),
        ("raise_supervision", {"level": "listed", "reason": "挂牌督办。"}),
        ("end_supervision", {"outcome": "已办结。"}),
    ),
    "passed_down": (
        ("accept", {}),
        ("dispatch", {"to": "cloudridge_district"}),
        ("sign", {}),
        ("pass_down", {"to": "stonegate_street"}),
        ("step_aside", {"person": "desk", "reason": "亲属"}),
    ),
    "guarded": (
        *SIGNED,
        ("mark_confidential", {"reason": "举报", "accused": ["market_bureau"]}),
        ("lift_confidential", {"reason": "公开"}),
        ("instruct", {"leader": "市领导", "text": "抓紧。"}),
        ("confer", {"departments": ["market_bureau"], "minutes": "会", "conclusion": "办"}),
    ),
}
OF_UNITS = ("to", "unit")
OF_SEVERAL_UNITS = ("assisting", "accused", "departments")


def with_rows(facts: dict[str, Any], other: Case | None) -> dict[str, Any]:
    """The facts with rows in place of codes; `other` is the case that they speak of."""
    found = dict(facts)
    for name, value in facts.items():
        if name in OF_UNITS:
            found[name] = unit(value)
        elif name in OF_SEVERAL_UNITS:
            found[name] = [unit(code) for code in value]
        elif name == "person":
            found[name] = Staff.objects.get(username=value)
        elif value == "other":
            found[name] = other
    return found
