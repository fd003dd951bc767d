"""What the moves are told that go to and fro between us and who handed a matter to us."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from hotline.api.bodies import Code, Moment, Strict, Words, one_of
from hotline.rules.roads import KINDS
from hotline.steps.roads.take_message import SAID_TO_US
from hotline.steps.roads.write_back import SAID_BY_A_PERSON

MessageKind = Annotated[Code, one_of({kind: KINDS[kind] for kind in SAID_TO_US})]
ReturnKind = Annotated[Code, one_of({kind: KINDS[kind] for kind in SAID_BY_A_PERSON})]


class Amend(Strict):
    """更正来件: the sender changed its text; what is left out stays as it is."""

    text: Words = Field(description="更正后的诉求内容")
    title: Words = Field("", description="更正后的标题")
    place: Words = Field("", description="更正后的地点")
    due_at: Moment | None = Field(None, description="更正后的上级时限")


class TakeMessage(Strict):
    """收到来文."""

    kind: MessageKind = Field(description="来文种类")
    text: Words = Field(description="来文内容")


class WriteBack(Strict):
    """回传."""

    kind: ReturnKind = Field(description="回传种类")
    text: Words = Field(description="回传内容，不写个人信息")
