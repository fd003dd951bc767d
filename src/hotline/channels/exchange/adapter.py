"""The exchange as an adapter: what is owed goes in batches, what was missed is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import structlog

from hotline.channels.exchange.composing import compose, files_of
from hotline.channels.exchange.keys import SETTINGS
from hotline.channels.exchange.line import ask, need_ok
from hotline.channels.exchange.messages import read_message
from hotline.channels.exchange.reading import read
from hotline.channels.shape import NotYetReady, Original, Sent
from hotline.records.attachment_content import content_of
from hotline.records.models import Attachment, Delivery, Road
from hotline.records.sealing import SealBroken
from hotline.rules.arrivals import Unreadable
from hotline.rules.roads import Incoming, NotTaken, RoadDown
from hotline.steps.moving import Refused
from hotline.steps.roads.bodies import bodies_of
from hotline.steps.roads.file_parts import keep_part, missing

MOST = 50
LARGEST_BATCH = 1_500_000
CHUNK = 1024 * 1024
# So often the other side is asked for what it says that it sent: the same once more is no news.
ASKED_EVERY = timedelta(minutes=10)
NOT_COMPOSED = "这一件没有能够生成，请联系系统管理员查看日志。"
NO_FILE = "它的附件读不出来，请联系系统管理员查看日志。"
UNREADABLE = (SealBroken, OSError, LookupError, ValueError)
log = structlog.get_logger("hotline.channels")
TAKEN = ("taken", "repeated", "waiting")
Outcome = Sent | Exception


class Exchange:
    """Another installation of this program, or whoever speaks its protocol."""

    name = "系统间交换（JSON）"
    settings = SETTINGS
    fetches = True
    sends = True
    most = MOST

    def read(self, road: Road, raw: bytes) -> Incoming:
        """One line."""
        return read(road, raw)

    def fetch(self, road: Road, *, at: datetime) -> Iterator[Original]:
        """What the other side has said since the mark, in case that it never came."""
        asked = road.mark.get("asked_at")
        if asked and at < datetime.fromisoformat(asked) + ASKED_EVERY:
            return
        after = str(road.mark.get("after", ""))
        while page := self._page(road, after):
            for line in page:
                after = self._fetched(road, line, at) or after
                yield Original(line, "", {"after": after, "asked_at": at.isoformat()})

    def _page(self, road: Road, after: str) -> list[bytes]:
        answer = ask(road, "GET", f"messages?after={quote(after, safe='')}")
        need_ok(answer)
        if answer.status != HTTPStatus.OK:
            raise RoadDown(f"对方没有给出已发的来文（{answer.status}）。")
        return answer.body.splitlines()

    def _fetched(self, road: Road, line: bytes, at: datetime) -> str:
        """The key of a line that came as an answer, its files fetched too."""
        try:
            message = read_message(line)
        except Unreadable:
            return ""
        marks = [bytes.fromhex(each.sm3) for each in message.files]
        for mark in missing(road, marks):
            self._fetch_file(road, mark, at)
        return message.key

    def _fetch_file(self, road: Road, mark: bytes, at: datetime) -> None:
        answer = ask(road, "GET", f"files/{mark.hex()}")
        need_ok(answer)
        if answer.status != HTTPStatus.OK:
            return
        size = len(answer.body)
        for start in range(0, size, CHUNK):
            piece = answer.body[start : start + CHUNK]
            try:
                keep_part(road, mark, size, start, piece, at=at)
            except Refused as refusal:
                raise RoadDown(str(refusal)) from refusal

    def send(self, road: Road, row: Delivery, *, at: datetime) -> Sent:
        """One thing alone."""
        outcome = self.send_together(road, [row], at=at)[0]
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def send_together(self, road: Road, rows: Sequence[Delivery], *, at: datetime) -> list[Outcome]:
        """Hand over as many in one request as it bears."""
        outcomes: dict[Any, Outcome] = {}
        bodies = _bodies(rows, outcomes)
        for batch in _batches([row for row in rows if row.pk in bodies], bodies):
            try:
                outcomes |= _handed_over(road, batch, bodies)
            except RoadDown as down:
                if not any(isinstance(each, Sent) for each in outcomes.values()):
                    raise
                outcomes |= dict.fromkeys((row.pk for row in batch), down)
        return [outcomes.get(row.pk) or RoadDown("没有发出，稍后自动重试。") for row in rows]


def _bodies(rows: Sequence[Delivery], outcomes: dict[Any, Outcome]) -> dict[Any, bytes]:
    """What each row says: composed once and kept, so that every attempt says the same."""
    composed: dict[Any, bytes] = {}
    for row in rows:
        if row.body_sealed is None:
            try:
                composed[row.pk] = compose(row)
            except NotYetReady as reason:
                outcomes[row.pk] = reason
            except UNREADABLE as error:  # one that cannot be said keeps no other back
                log.error("delivery_not_composed", delivery=str(row.pk), exc_info=error)
                outcomes[row.pk] = NotTaken(NOT_COMPOSED)
    return bodies_of([row for row in rows if row.pk not in outcomes], composed)


def _batches(rows: Sequence[Delivery], bodies: dict[Any, bytes]) -> Iterator[list[Delivery]]:
    """Rows in requests of a bounded size."""
    batch: list[Delivery] = []
    size = 0
    for row in rows:
        length = len(bodies[row.pk]) + 1
        if batch and size + length > LARGEST_BATCH:
            yield batch
            batch, size = [], 0
        batch.append(row)
        size += length
    if batch:
        yield batch


def _handed_over(road: Road, batch: list[Delivery], bodies: dict[Any, bytes]) -> dict[Any, Outcome]:
    told = _posted(road, [bodies[row.pk] for row in batch])
    lacking = [row for row in batch if _state(told, row) == "files_missing"]
    unread: dict[Any, Outcome] = {}
    for row in lacking:
        try:
            _hand_over_files(road, row, set(told[str(row.pk)].get("missing", ())))
        except UNREADABLE as error:
            log.error("file_not_read", delivery=str(row.pk), exc_info=error)
            unread[row.pk] = NotTaken(NO_FILE)
    if lacking:
        told |= _posted(road, [bodies[row.pk] for row in lacking])
    answered = {row.pk: _outcome(told.get(str(row.pk), {}), bodies[row.pk]) for row in batch}
    return answered | unread


def _posted(road: Road, lines: list[bytes]) -> dict[str, dict[str, Any]]:
    """What the other side says of each message, by its key."""
    answer = ask(road, "POST", "messages", b"\n".join(lines) + b"\n")
    results = answer.data().get("results") if answer.body[:1] == b"{" else None
    if not isinstance(results, list):
        need_ok(answer)
        raise RoadDown(f"对方的答复（{answer.status}）不合约定，请核对对方地址。")
    return {str(each.get("key", "")): each for each in results if isinstance(each, dict)}


def _state(told: dict[str, dict[str, Any]], row: Delivery) -> str:
    return str(told.get(str(row.pk), {}).get("state", ""))


def _outcome(said: dict[str, Any], body: bytes) -> Outcome:
    state = str(said.get("state", ""))
    if state in TAKEN:
        return Sent(body, str(said.get("number", "")))
    if state == "held":
        return NotTaken(f"对方没有收下，等对方人工核对：{str(said.get('detail', ''))[:200]}")
    if state in ("busy", "files_missing"):
        return NotYetReady("对方正忙，稍后自动重试。")
    return RoadDown("对方没有答复这一件，稍后自动重试。")


def _hand_over_files(road: Road, row: Delivery, wanted: set[str]) -> None:
    for each in files_of(row):
        if bytes(each.digest).hex() in wanted:
            _hand_over(road, each)


def _hand_over(road: Road, attachment: Attachment) -> None:
    """One file in pieces, from where the other side has it."""
    content, mark = content_of(attachment), bytes(attachment.digest).hex()
    have = _have(road, mark, len(content))
    while have < len(content):
        piece = content[have : have + CHUNK]
        answer = ask(
            road,
            "PUT",
            f"files/{mark}",
            piece,
            more={
                "Content-Type": "application/octet-stream",
                "Content-Range": f"bytes {have}-{have + len(piece) - 1}/{len(content)}",
            },
        )
        need_ok(answer)
        now = int(answer.data().get("have", -1))
        if answer.status not in (HTTPStatus.OK, HTTPStatus.CREATED) or now <= have:
            raise RoadDown(f"对方没有收下附件（{answer.status}），稍后自动重试。")
        have = now


def _have(road: Road, mark: str, size: int) -> int:
    """How much of a file the other side has already."""
    answer = ask(road, "PUT", f"files/{mark}", more={"Content-Range": f"bytes */{size}"})
    need_ok(answer)
    return int(answer.data().get("have", 0))
