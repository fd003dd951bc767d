"""What everybody may know of a case: how it stands in plain words, and its bare facts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from hotline.rules.anonymity import Level
from hotline.rules.life import Status

PLAIN_STATUS: dict[Status, str] = {
    Status.REGISTERED: "已收到您的诉求，正在核对内容。",
    Status.AWAITING_DISPATCH: "已受理，正在确定由哪个单位办理。",
    Status.AWAITING_SIGNATURE: "已转交承办单位，等待其签收。",
    Status.IN_HANDLING: "承办单位正在办理。",
    Status.AWAITING_CITIZEN: "承办单位需要您补充情况，请留意来电或拨打 12345 补充。",
    Status.RETURN_REQUESTED: "正在核实由哪个单位办理。",
    Status.AWAITING_RULING: "正在明确由哪个单位负责。",
    Status.AWAITING_APPROVAL: "承办单位已有办理意见，正在内部审批。",
    Status.AWAITING_REVIEW: "承办单位已经答复，热线正在审核。",
    Status.AWAITING_CALLBACK: "已有办理结果，热线将与您联系回访。",
    Status.CALLED_BACK: "已经回访，正在办理结案手续。",
    Status.SHELVED: "暂不具备解决条件，已列入后续计划，到期继续办理。",
    Status.JOINED: "已与反映同一事项的诉求合并办理，结果将分别告知您。",
    Status.WITHDRAWN: "已按您的要求撤销。",
    Status.CLOSED: "已办结。",
    Status.ARCHIVED: "已办结。",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """The facts of one case that may become open data. `day`, `channel` and `area` are None where
    they are not told; `days` is None while it is open, `rating` a code or empty."""

    day: date | None
    channel: str | None
    kind: str
    topic: tuple[str, ...]
    area: str | None
    is_closed: bool
    days: int | None
    rating: str


def look(fact: Fact) -> tuple[object, ...]:
    """What somebody who knows a person might know of their case."""
    return (fact.day, fact.channel, fact.kind, fact.topic, fact.area)


# From all that is told to the least that is worth telling; the last level leaves the rest out.
LEVELS: tuple[Level[Fact], ...] = (
    lambda fact: fact,
    lambda fact: replace(fact, day=None),
    lambda fact: replace(fact, day=None, channel=None, topic=fact.topic[:2]),
    lambda fact: replace(fact, day=None, channel=None, topic=fact.topic[:1]),
    lambda fact: replace(fact, day=None, channel=None, topic=fact.topic[:1], area=None),
    lambda fact: replace(fact, day=None, channel=None, topic=(), area=None),
)
