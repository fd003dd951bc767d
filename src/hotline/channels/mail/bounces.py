"""Letters that came back (RFC 3464): which of ours it was, and why it did not arrive."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

from hotline.documents.letters.headers import identities, plain_header
from hotline.documents.letters.letter import content_of, kind_of, parts_in

_OURS = re.compile(r"\b([0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12})@([\w.-]+)")
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_LOOKED_AT = 200_000
_MOST_PARTS = 200
# RFC 3463: the subject and detail of a status, as far as a person can do something about it.
REASONS = {
    (1, 1): "收件地址不存在",
    (1, 2): "收件人的邮件服务器不存在",
    (1, 10): "收件地址不收信",
    (2, 1): "收件信箱已停用",
    (2, 2): "收件信箱已满",
    (2, 3): "信件超过对方允许的大小",
    (3, 4): "信件超过对方允许的大小",
    (4, 1): "对方服务器没有应答",
    (4, 4): "找不到对方服务器",
    (4, 7): "多次投递未成，已超时",
    (7, 1): "对方拒收",
}
CLASSES = {1: "收件地址有误", 2: "收件信箱有问题", 4: "投递途中有问题", 7: "对方拒收"}


@dataclass(frozen=True, slots=True)
class Bounce:
    """The identity of our delivery, and the sentence for a person; not final ones are delays."""

    about: str
    reason: str
    is_final: bool


def bounce_of(head: Message, domain: str) -> Bounce | None:
    """What a report says of a letter of ours; None where it speaks of none."""
    parts = list(_parts(head))
    about = next((found for part in parts for found in _ours(part, domain)), None)
    if about is None:
        return None
    fields = [
        part for part in parts if plain_header(part, "Action") or plain_header(part, "Status")
    ]
    said = " ".join(f"{plain_header(part, 'Status')} {plain_header(part, 'Diagnostic-Code')}"
                    for part in fields)  # fmt: skip
    actions = {plain_header(part, "Action").strip() for part in fields}
    status = _STATUS.search(said)
    is_final = "failed" in actions or (not fields and kind_of(head) != "multipart/report")
    return Bounce(about, f"退信：{_reason(status)}。", is_final)


def _reason(status: re.Match[str] | None) -> str:
    """A status in words; what a server wrote may name the citizen and is not repeated."""
    if status is None:
        return "对方服务器没有说明原因"
    code = (int(status[2]), int(status[3]))
    return f"{REASONS.get(code) or CLASSES.get(code[0], '没有送达')}（{status[0]}）"


def _parts(head: Message) -> Iterator[Message]:
    """Every part, whatever it is in."""
    waiting, seen = [head], 0
    while waiting and seen < _MOST_PARTS:
        part = waiting.pop(0)
        seen += 1
        yield part
        waiting += parts_in(part)


def _ours(part: Message, domain: str) -> Iterator[str]:
    """Identities of ours that a part names: in its head, or in headers quoted as its text."""
    for name in identities(part, "Message-ID", "In-Reply-To", "References"):
        yield from _delivery(name, domain)
    if not part.is_multipart() and kind_of(part).startswith(("text/", "message/")):
        text = content_of(part)[:_LOOKED_AT].decode("ascii", "replace")
        yield from _delivery(text, domain)


def _delivery(text: str, domain: str) -> Iterator[str]:
    for found in _OURS.finditer(text.lower()):
        if found[2].rstrip(".") == domain:
            yield found[1]


def deliveries_in(names: list[str], domain: str) -> list[str]:
    """The identities of our deliveries among identities of letters."""
    return [found for name in names for found in _delivery(name, domain)]
