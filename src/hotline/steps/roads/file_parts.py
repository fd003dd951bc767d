"""Files that the other side hands over before the message that speaks of them, piece by piece.

A file is named by the SM3 of its content, so that the same one is kept once however often it is
sent, and one that was cut off goes on where it stopped.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max, Sum

from hotline.records.identity import new_id
from hotline.records.models import ExchangePart, Road
from hotline.records.sealing import digest, seal_bytes, unseal_bytes
from hotline.steps.moving import Refused
from hotline.steps.storing.book import Writing, book

# What one road may have lying here at once: far more than any day's attachments.
MOST_KEPT = 4 * 1024**3


@dataclass(frozen=True, slots=True)
class Kept:
    """How much of a file is here."""

    have: int
    size: int

    @property
    def is_whole(self) -> bool:
        """Whether nothing of it is missing."""
        return self.size > 0 and self.have == self.size


def kept_of(road: Road, mark: bytes) -> Kept:
    """How much of the file with this digest is here."""
    rows = ExchangePart.objects.filter(road=road, digest=mark)
    found = rows.aggregate(have=Sum("length"), size=Max("size"))
    return Kept(found["have"] or 0, found["size"] or 0)


def keep_part(
    road: Road, mark: bytes, size: int, start: int, content: bytes, *, at: datetime
) -> Kept:
    """Keep a piece where it follows what is here; a piece that came before changes nothing.

    Raises Refused for one that does not fit, and when the whole is not what its digest says: then
    nothing of it is kept.
    """
    known = kept_of(road, mark)
    if known.is_whole or start + len(content) <= known.have:
        return known
    if start != known.have or (known.size and size != known.size) or start + len(content) > size:
        raise Refused("start", f"请从第 {known.have} 个字节起发送。")
    if start == 0:
        _need_room(road, size)
    row = new_id()
    part = ExchangePart(
        id=row,
        road=road,
        digest=mark,
        size=size,
        start=start,
        length=len(content),
        sealed=seal_bytes("exchange_part", "content", row, content),
        received_at=at,
    )
    try:
        with transaction.atomic():
            book().write(Writing(rows=[part]))
    except IntegrityError:  # the same piece came twice at one moment
        return kept_of(road, mark)
    have = Kept(start + len(content), size)
    if have.is_whole and digest(content_kept(road, mark)) != mark:
        ExchangePart.objects.filter(road=road, digest=mark).delete()
        raise Refused("sm3", "文件内容与它的 SM3 不符，没有保存；请重新发送。")
    return have


def content_kept(road: Road, mark: bytes) -> bytes:
    """The file, its pieces put together."""
    rows = ExchangePart.objects.filter(road=road, digest=mark).order_by("start")
    pieces = (unseal_bytes("exchange_part", "content", row.pk, row.sealed) for row in rows)
    return b"".join(pieces)


def missing(road: Road, marks: list[bytes]) -> list[bytes]:
    """Which of these files are not wholly here."""
    if not marks:
        return []
    rows = ExchangePart.objects.filter(road=road, digest__in=marks).values("digest")
    found = rows.annotate(have=Sum("length"), whole=Max("size")).order_by()
    here = {bytes(row["digest"]) for row in found if row["have"] == row["whole"]}
    return [mark for mark in marks if mark not in here]


def _need_room(road: Road, size: int) -> None:
    lying = ExchangePart.objects.filter(road=road, start=0).aggregate(all=Sum("size"))["all"] or 0
    if lying + size > MOST_KEPT:
        raise Refused("size", "这条线路暂存的文件太多，请稍后再发。")
