"""What the machine sends for each move, and as whom."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.life.model import Asked, Modelled

UNITS = ("east", "west", "careful")
# Who makes each move; "clerk" and "leader" are those of the unit that has the case.
ROLES = {
    **dict.fromkeys(("classify", "answer", "transfer", "direct"), "call_taker"),
    **dict.fromkeys(("tell_progress", "decline", "accept"), "call_taker"),
    **dict.fromkeys(("dispatch", "recall", "agree_return", "refuse_return"), "dispatcher"),
    **dict.fromkeys(("refer", "grant_extension", "refuse_extension"), "dispatcher"),
    **dict.fromkeys(("shelve", "take_up", "join", "part", "withdraw"), "dispatcher"),
    **dict.fromkeys(("sign", "contact", "ask_more", "resume", "pass_down"), "clerk"),
    **dict.fromkeys(("request_extension", "reply", "request_return", "dispute"), "clerk"),
    **dict.fromkeys(("approve", "hold_back"), "leader"),
    "report_back": "street",
    **dict.fromkeys(("review", "send_back", "share_answer"), "reviewer"),
    **dict.fromkeys(("call_back", "handle_again", "explain", "close"), "callback_agent"),
    "reopen": "callback_agent",
    **dict.fromkeys(("escalate", "rule", "archive", "urge", "supervise"), "supervisor"),
    **dict.fromkeys(("raise_supervision", "end_supervision", "confer"), "supervisor"),
    "instruct": "office_leader",
    **dict.fromkeys(("mark_confidential", "lift_confidential"), "dispatcher"),
    "step_aside": "supervisor",
}
LEVELS = ("ordinary", "listed", "summons", "raised")
PLAIN: dict[str, dict[str, Any]] = {
    "answer": {"text": "请持证办理。"},
    "transfer": {"line": "119"},
    "direct": {"route": "petition"},
    "decline": {"ground": "secret"},
    "contact": {"reached": True, "dialled": "15400001234"},
    "ask_more": {"question": "请补充楼号。"},
    "pass_down": {"to": "east_street"},
    "report_back": {"handling": "已清运。"},
    "request_extension": {"amount": 5, "reason": "需采购设备。"},
    "grant_extension": {"amount": 3},
    "refuse_extension": {"reason": "理由不足。"},
    "reply": {"handling": "已清运。", "answer": "垃圾已清运。", "solved": True},
    "hold_back": {"reason": "请补充。"},
    "recall": {"reason": "派错单位。"},
    "request_return": {"reason": "not_our_duty", "evidence": "见职责分工。"},
    "refuse_return": {"reason": "属本单位职责。"},
    "refer": {"question": "归哪个单位管？"},
    "dispute": {"question": "不归本单位管。"},
    "escalate": {"reason": "意见不一。"},
    "send_back": {"reason": "请补充现场情况。"},
    "handle_again": {"reason": "仍未解决。"},
    "explain": {"ground": "policy", "text": "已说明政策。"},
    "reopen": {"reason": "问题反复。"},
    "part": {"reason": "不是同一件事。"},
    "withdraw": {"reason": "诉求人来电撤销。"},
    "urge": {"note": "请尽快办理。"},
    "supervise": {"level": "ordinary", "demand": "三日内办结。"},
    "end_supervision": {"outcome": "已办理。"},
    "instruct": {"text": "请抓紧办理。"},
    "lift_confidential": {"reason": "已公开。"},
    "step_aside": {"reason": "与当事人有亲属关系。", "person": "security_admin"},
    "confer": {"departments": ["east"], "minutes": "两家到会。", "conclusion": "由汀东区办理。"},
}


def body_of(verb: str, case: Modelled, asked: Asked) -> dict[str, Any]:
    """The facts of a move as a program writes them."""
    other = asked.other.number if asked.other is not None else ""
    chosen: dict[str, dict[str, Any]] = {
        "classify": {"kind": case.kind, "topic": case.topic},
        "tell_progress": {"earlier": other},
        "dispatch": {"to": asked.unit, "assisting": asked.assisting},
        "rule": {"unit": asked.unit, "reason": "属地管理。"},
        "join": {"main": other},
        "call_back": _callback(asked),
        "shelve": {
            "until": (datetime.now(UTC).date() + timedelta(days=60)).isoformat(),
            "reason": "列入明年计划。",
        },
        "mark_confidential": {
            "reason": "举报。",
            **({"accused": [asked.unit]} if asked.reached else {}),
        },
        "raise_supervision": {
            "level": LEVELS[min((case.supervised or 0) + 1, len(LEVELS) - 1)],
            "reason": "逾期未办。",
        },
    }
    return chosen.get(verb) or PLAIN.get(verb, {})


def _callback(asked: Asked) -> dict[str, Any]:
    if not asked.reached:
        return {"reached": False}
    return {
        "reached": True,
        "solved": "yes" if asked.content else "no",
        "handling_rating": "satisfied" if asked.content else "dissatisfied",
        "service_rating": "no_rating",
    }
