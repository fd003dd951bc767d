"""From below: what a unit that is another installation says takes the unit's own steps here.

A unit's road can only speak of what was given to that unit: the number of the matter is ours, the
round counts the shares that went there, so what is said of an earlier round is told from the one
that the unit has now. What no longer fits the case (the unit lost it, replied already, came too
late with a return) is noted in its journal for people to read, never dropped.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from hotline.records.models import Assignment, Case, Contact, Road
from hotline.rules.arrivals import Unreadable
from hotline.rules.life import NotOpen, Status
from hotline.rules.roads import Incoming
from hotline.steps.attach import Origin
from hotline.steps.duty.request_return import request_return
from hotline.steps.moving import Refused
from hotline.steps.reply import reply
from hotline.steps.report_back import report_back
from hotline.steps.roads.heard import Effect, attach_files
from hotline.steps.roads.rounds import round_of
from hotline.steps.roads.take_message import take_message_by_road
from hotline.steps.sign import sign
from hotline.steps.waiting.ask_more import ask_more
from hotline.steps.waiting.resume import resume

Heard = tuple[Contact | None, Case | None]
Act = Callable[[Case, Assignment, Incoming, datetime], None]
LEAD = "lead"
UNKNOWN = "这条线路对应的承办单位没有这一件，或没有这一轮交办；请核对编号和轮次。"
NO_REASON = "承办单位未说明原因。"
NOT_LEADING = "协办单位不能这样办理，已转为记录。"


def share_of(road: Road, incoming: Incoming) -> Assignment:
    """The share that the unit speaks of; raises Unreadable where it never had one."""
    given = Assignment.objects.filter(case__number=incoming.about, department__road=road)
    shares = list(given.select_related("case", "case__citizen").order_by("pk"))
    number = round_of(incoming)
    if not shares or number > len(shares):
        raise Unreadable("unknown_matter", "matter", UNKNOWN)
    return shares[number - 1]


def take_received(road: Road, incoming: Incoming, raw: bytes, at: datetime) -> Heard:
    """It has reached the unit: that is its signature (签收)."""
    share = share_of(road, incoming)
    if share.part == LEAD and share.finished_at is None:
        _signed(share.case, at)
    return None, share.case


def take_result(road: Road, incoming: Incoming, raw: bytes, at: datetime) -> Heard:
    """What the unit did (反馈), or its part of it (报送办理结果)."""
    return _taken(road, incoming, at, _finish)


def take_refusal(road: Road, incoming: Incoming, raw: bytes, at: datetime) -> Heard:
    """The unit gives the matter back (申请退单)."""
    return _taken(road, incoming, at, _give_back)


def take_question(road: Road, incoming: Incoming, raw: bytes, at: datetime) -> Heard:
    """The unit cannot go on without an answer (请诉求人补充)."""
    return _taken(road, incoming, at, _ask)


def take_note(road: Road, incoming: Incoming, raw: bytes, at: datetime) -> Heard:
    """How it goes there: noted for whoever reads the case."""
    share = share_of(road, incoming)
    _note(share.case, incoming, road, at)
    _files(share, incoming, at)
    return None, share.case


def _taken(road: Road, incoming: Incoming, at: datetime, act: Act) -> Heard:
    """Do the unit's step on its open share; what does not fit any more is noted."""
    share = share_of(road, incoming)
    why = "（本轮交办已经结束）"
    if share.finished_at is None:
        try:
            with transaction.atomic():
                act(share.case, share, incoming, at)
                _files(share, incoming, at)
        except (Refused, NotOpen) as refusal:
            why = f"（未能自动办理：{refusal}）"
            share = share_of(road, incoming)  # as it was before the attempt
        else:
            return None, share.case
    _note(share.case, incoming, road, at, why)
    _files(share, incoming, at)
    return None, share.case


def _finish(case: Case, share: Assignment, incoming: Incoming, at: datetime) -> None:
    if share.part == LEAD:
        _reply(case, incoming, at)
    else:
        report_back(case, handling=incoming.text, by=None, at=at, of=share)


def _reply(case: Case, incoming: Incoming, at: datetime) -> None:
    _signed(case, at)
    if case.status == Status.AWAITING_CITIZEN:
        resume(case, by=None, at=at, note="承办单位已报送结果。")
    told = incoming.facts
    solved = _flag(told.get("solved", ""))
    contacted = _moment(told.get("contacted_at", ""))
    fits = contacted is not None and case.registered_at <= contacted <= at
    reply(
        case,
        handling=incoming.text,
        answer=incoming.said.get("answer", ""),
        solved=solved,
        is_true=_flag(told.get("is_true", "")),
        beyond_remit=bool(_flag(told.get("beyond_remit", ""))),
        contacted_at=contacted if fits else None,
        reason_unsolved="" if solved else incoming.said.get("reason_unsolved", "") or NO_REASON,
        by=None,
        at=at,
    )


def _give_back(case: Case, share: Assignment, incoming: Incoming, at: datetime) -> None:
    _need_lead(share)
    reason = incoming.facts.get("reason", "not_our_duty")
    request_return(case, reason=reason, evidence=incoming.text, by=None, at=at)


def _ask(case: Case, share: Assignment, incoming: Incoming, at: datetime) -> None:
    _need_lead(share)
    _signed(case, at)
    ask_more(case, question=incoming.text, by=None, at=at)


def _signed(case: Case, at: datetime) -> None:
    """Who answers has received it, even where that message is still on its way."""
    if case.status == Status.AWAITING_SIGNATURE:
        sign(case, by=None, at=at)


def _note(case: Case, incoming: Incoming, road: Road, at: datetime, why: str = "") -> None:
    words = [incoming.text, incoming.said.get("answer", ""), why]
    text = "\n".join(word for word in words if word)
    take_message_by_road(case, road, kind=incoming.kind, text=text, at=at)


def _files(share: Assignment, incoming: Incoming, at: datetime) -> None:
    attach_files(share.case, Origin("reply", assignment=share), incoming, at)


def _need_lead(share: Assignment) -> None:
    if share.part != LEAD:
        raise Refused("part", NOT_LEADING)


def _flag(word: str) -> bool | None:
    return {"yes": True, "no": False}.get(word)


def _moment(word: str) -> datetime | None:
    return datetime.fromisoformat(word) if word else None


HEARD_FROM_BELOW: dict[str, Effect] = {
    "received": take_received,
    "result": take_result,
    "refused": take_refusal,
    "question": take_question,
    **dict.fromkeys(("accepted", "progress", "answer", "withdrawn"), take_note),
}
