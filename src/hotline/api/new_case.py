"""What a program hands in as a new case, and how it becomes an arrival with its facts."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import AwareDatetime, Field

from hotline.api.bodies import (
    Account,
    Code,
    FormOfAddress,
    Key,
    Name,
    NeededWords,
    Phone,
    Place,
    Strict,
    Title,
    Words,
)
from hotline.api.codes import campaign_of, kind_of, topic_of
from hotline.records.models import Channel
from hotline.records.queries.reference import channels
from hotline.rules.arrival_times import FIRST_YEAR, LAST_YEAR
from hotline.rules.arrivals import CLOCK_TOLERANCE, Arrival
from hotline.rules.workdays import CHINA
from hotline.steps.intake import Facts
from hotline.steps.moving import Refused


class Sender(Strict):
    """诉求人: who asks; all of it may be missing."""

    name: Name = ""
    phone: Phone = ""
    account: Account = ""
    form_of_address: FormOfAddress = ""


class NewCase(Strict):
    """A request for the office. Codes are those of the city's channels, kinds, topics, campaigns.

    With `answer` the case is answered and closed at once; with `accept` it is accepted (both need
    `kind` and `topic`); else it waits for the office as registered.
    """

    channel: Code = Field(description="渠道代码")
    key: Key = Field("", description="来件在该渠道中的唯一编号；也可写在 Idempotency-Key 头中")
    title: Title = ""
    text: NeededWords = Field(description="诉求内容")
    place: Place = ""
    kind: Code = Field("", description="诉求类型代码")
    topic: Code = Field("", description="问题分类代码（现行分类）")
    campaign: Code = Field("", description="专题代码")
    urgency: Literal["ordinary", "urgent", "critical"] = "ordinary"
    arrived_at: AwareDatetime | None = Field(None, description="来件时间；默认现在")
    external_number: Key = Field("", description="上级或来件平台的编号")
    external_due_at: AwareDatetime | None = Field(None, description="上级办理期限")
    sender: Sender = Sender()
    accept: bool = False
    answer: Words = ""


def channel_of(new: NewCase, now: datetime) -> Channel:
    """The channel by its code, if it is in use today."""
    channel = channels().get(new.channel)
    if channel is None:
        raise Refused("channel", "没有这个渠道代码，请核对。")
    if channel.valid_to is not None and channel.valid_to < now.astimezone(CHINA).date():
        raise Refused("channel", f"渠道“{channel.name}”已停用。")
    return channel


def arrival_of(new: NewCase, key: str, now: datetime) -> Arrival:
    """The arrival as any channel gives it."""
    return Arrival(
        channel=new.channel,
        key=key,
        text=new.text,
        arrived_at=_arrived_at(new.arrived_at, now),
        external_number=new.external_number,
        external_due_at=_in_range("external_due_at", new.external_due_at),
        title=new.title,
        sender_name=new.sender.name,
        sender_phone=new.sender.phone,
        sender_account=new.sender.account,
        place=new.place,
    )


def facts_of(new: NewCase, now: datetime) -> Facts:
    """What is known besides the arrival; raises Refused for a code that is not in use."""
    today = now.astimezone(CHINA).date()
    return Facts(
        kind=kind_of(new.kind),
        topic=topic_of(new.topic, today),
        campaign=campaign_of(new.campaign, today),
        urgency=new.urgency,
        form_of_address=new.sender.form_of_address,
        answer=new.answer,
        accept=new.accept,
    )


def _arrived_at(given: datetime | None, now: datetime) -> datetime:
    moment = _in_range("arrived_at", given) or now
    if moment > now + CLOCK_TOLERANCE:
        raise Refused("arrived_at", "来件时间晚于现在，请核对。")
    return moment


def _in_range(field: str, moment: datetime | None) -> datetime | None:
    if moment is not None and not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise Refused(field, f"年份应在 {FIRST_YEAR} 至 {LAST_YEAR} 之间，请核对。")
    return moment
