"""Roads: what comes in from another system, what is owed to it, and when it is tried again.

A road (线路) is one connection: a superior's platform, a mailbox, an account on WeChat, the
office's own text messages. What comes in by it is read by an adapter into an `Incoming`; what the
life of a case owes it follows from `OWED_UP` and `OWED_DOWN`, so that no screen and no step has to
think of it. Going up is towards whoever handed the matter to us, down towards a unit that is itself
another installation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hotline.rules.arrivals import Arrival, Unreadable

# What a message on a road can be, either way. The stored code is the English word.
KINDS: dict[str, str] = {
    "new": "新来件",
    "correct": "更正",
    "question": "询问",
    "answer": "答复询问",
    "more": "诉求人补充",
    "urge": "催办",
    "send_back": "退回补正",
    "recall": "撤回",
    "received": "已收到",
    "accepted": "已受理",
    "progress": "办理进展",
    "result": "办理结果",
    "refused": "不予受理",
    "withdrawn": "已撤销",
    "rating": "评价",
    "bounced": "退信",
    "aside": "自动邮件",
    "event": "事件通知",
    "said": "短信来件",
    "stop": "退订",
    "start": "恢复接收",
}
# By verb of the case, what is owed to the road that the matter came by.
OWED_UP: dict[str, str] = {
    "accept": "accepted",
    "dispatch": "progress",
    "ask_more": "question",
    "grant_extension": "progress",
    "shelve": "progress",
    "reopen": "progress",
    "answer": "result",
    "transfer": "result",
    "direct": "result",
    "tell_progress": "result",
    "explain": "result",
    "close": "result",
    "decline": "refused",
    "withdraw": "withdrawn",
}
# By verb of the case, what the installation of a unit that still has it is told.
OWED_DOWN: dict[str, str] = {
    "amend": "correct",
    "urge": "urge",
    "send_back": "send_back",
    "refuse_return": "send_back",
    "resume": "answer",
}
# How a share of a unit ended without its own doing: it is to stop.
TAKEN_AWAY = frozenset({"recalled", "ruled_away", "joined", "withdrawn", "overtaken"})

STATES: dict[str, str] = {
    "waiting": "待发送",
    "sent": "已送达",
    "failed": "发送失败",
    "by_hand": "待人工回传",
    "done": "已人工回传",
    "moot": "无需发送",
}
INBOUND_STATES: dict[str, str] = {
    "taken": "已收",
    "repeated": "重复",
    "waiting": "等待前一件",
    "held": "待处理",
    "released": "已处理",
    "discarded": "已作废",
}
PAUSES = tuple(timedelta(seconds=seconds) for seconds in (5, 15, 60, 300, 900, 3600))
LONGEST_TRYING = timedelta(days=3)


class RoadDown(Exception):
    """The other side does not answer, or not now: to be tried again. The text says why, in Chinese,
    and quotes nothing that a citizen wrote."""


class NotTaken(Exception):
    """The other side refuses this message for good; another attempt would change nothing."""


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """A file that came with a message: the name that the sender gives it, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message as an adapter read it from an original.

    `key` (at most 200 characters) names the message within its road: the same one again is the
    same message. `kind` is one of KINDS. `about` is the number of the matter that it speaks of, as
    the sender knows it: of a `new` one its own. `revision` counts the versions of the sender's
    text, 0 where it does not. `arrival` is there for `new` and `correct`; `text` for the others.
    `return_to` is what the adapter needs to answer (an address, a thread), sealed when kept.
    `facts` are kept beside the original in plain, so nothing personal; `said` are further texts.
    `doubt` is why a person should look before it takes effect, though it could be read (spam): it
    is held, and does what it says when a person releases it. `sender` knows the sender again
    without saying who it is: more messages in an hour than the road's `most_an_hour` are held.
    """

    key: str
    kind: str
    about: str
    arrival: Arrival | None = None
    text: str = ""
    revision: int = 0
    sent_at: datetime | None = None
    files: tuple[IncomingFile, ...] = ()
    return_to: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)
    said: Mapping[str, str] = field(default_factory=dict)
    doubt: Unreadable | None = None
    sender: str = ""


def next_try(attempts: int, made_at: datetime, at: datetime) -> datetime | None:
    """When a message that could not be sent is tried again; None when a person has to look."""
    pause = PAUSES[min(attempts, len(PAUSES)) - 1]
    return at + pause if at + pause <= made_at + LONGEST_TRYING else None
