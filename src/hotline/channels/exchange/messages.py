"""What the two sides say to each other: one message per line of JSON, by kind one shape.

The shapes are the protocol: `docs/exchange.schema.json` is written from them.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationError,
)

from hotline.rules.arrival_times import FIRST_YEAR, LAST_YEAR
from hotline.rules.arrivals import TEXT_LIMIT, Unreadable

VERSION = 1
MOST_FILES = 20
NAME_LIMIT = 120
DIGEST = r"^[0-9a-f]{64}$"


def storable(text: str) -> str:
    """A text that the database can keep."""
    if "\0" in text:
        raise ValueError("NUL")
    return text


def of_our_time(moment: datetime) -> datetime:
    """A moment of a year that can be meant."""
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValueError("year")
    return moment


def _text(longest: int, shortest: int = 0) -> Any:
    """A text of so many characters."""
    size = StringConstraints(strip_whitespace=True, min_length=shortest, max_length=longest)
    return Annotated[str, size, AfterValidator(storable)]


Words = _text(TEXT_LIMIT)
NeededWords = _text(TEXT_LIMIT, shortest=1)
Reason = _text(500)
Title = _text(500)
TopicName = _text(200)
FileName = _text(NAME_LIMIT, shortest=1)
Name = _text(100)
Phone = _text(50)
Word = _text(50)
FormOfAddress = _text(10)
Number = Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e]{1,100}$")]
Moment = Annotated[AwareDatetime, AfterValidator(of_our_time)]


class Shape(BaseModel):
    """Types are strict; what is not known here is passed over, so that the protocol can grow."""

    model_config = ConfigDict(strict=True, extra="ignore")


class Sender(Shape):
    """诉求人: who asks; nothing of it for a confidential matter."""

    name: Name = ""
    phone: Phone = ""
    form_of_address: FormOfAddress = ""


class Matter(Shape):
    """The matter as the side above has it."""

    title: Title = ""
    text: NeededWords
    place: Title = ""
    kind: Word = ""
    topic: TopicName = ""
    board: Name = ""
    urgency: Literal["ordinary", "urgent", "critical"] = "ordinary"
    confidential: bool = False
    arrived_at: Moment
    due_at: Moment | None = None
    note: Words = ""
    revision: int = Field(0, ge=0, le=1_000_000)
    sender: Sender = Sender()


class Said(Shape):
    """Words alone."""

    text: NeededWords


class Noted(Shape):
    """Words, where there are any."""

    text: Words = ""


class Refusal(Shape):
    """退单: why the matter is not the unit's own."""

    text: NeededWords
    reason: Literal[
        "not_our_duty", "not_our_area", "other_lead", "facts_missing", "already_ruled"
    ] = "not_our_duty"


class Outcome(Shape):
    """办理结果: what was done (办理情况), and what the citizen is told (公开答复)."""

    handling: NeededWords
    answer: NeededWords
    solved: bool
    is_true: bool | None = None
    beyond_remit: bool = False
    contacted_at: Moment | None = None
    reason_unsolved: Reason = ""
    closed_as: Word = ""


class File(Shape):
    """A file that was handed over beside the messages, by its SM3."""

    name: FileName
    sm3: Annotated[str, StringConstraints(pattern=DIGEST)]
    size: int = Field(ge=1, le=1 << 40)


class Envelope(Shape):
    """What every message has: which it is, of which matter and round, and when it was said."""

    version: Literal[1]
    key: Number
    matter: Number
    round: int = Field(1, ge=1, le=999)
    sent_at: Moment
    files: list[File] = Field(default=[], max_length=MOST_FILES)


class WithMatter(Envelope):
    """A matter given, or given once more in a further round, or its text corrected."""

    kind: Literal["new", "correct"]
    body: Matter


class WithWords(Envelope):
    """Something that has to be said in words."""

    kind: Literal["question", "answer", "progress", "send_back"]
    body: Said


class WithNote(Envelope):
    """Something that says itself."""

    kind: Literal["urge", "recall", "received", "accepted", "withdrawn"]
    body: Noted = Noted()


class WithOutcome(Envelope):
    """The result of a round."""

    kind: Literal["result"]
    body: Outcome


class WithRefusal(Envelope):
    """The matter comes back unhandled."""

    kind: Literal["refused"]
    body: Refusal


Message = WithMatter | WithWords | WithNote | WithOutcome | WithRefusal
MESSAGE: TypeAdapter[Message] = TypeAdapter(Annotated[Message, Field(discriminator="kind")])


def read_message(raw: bytes) -> Message:
    """The message in a line; raises Unreadable, and quotes nothing of it."""
    try:
        return MESSAGE.validate_json(raw)
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False, include_input=False)[0]
    if found["type"] == "json_invalid":
        raise Unreadable("not_json", "", "来件不是 UTF-8 编码的 JSON，读不出来。")
    place = ".".join(str(part) for part in found["loc"][1:])[:100] or "kind"
    raise Unreadable("not_as_agreed", place, f"来件的“{place}”不合约定，请对照对接协议改正。")


def schema() -> dict[str, Any]:
    """The JSON Schema of a message, for whoever writes the other side."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Hotline exchange, version 1: one message",
        **MESSAGE.json_schema(),
    }
