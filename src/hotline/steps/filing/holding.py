"""Pictures of a request that is not sent yet: drawn anew at once, kept sealed for some hours."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError

from hotline.documents.attached import read_attached
from hotline.documents.file_names import clean_name
from hotline.documents.pictures import fitted
from hotline.documents.unacceptable import Unacceptable
from hotline.records.identity import new_id
from hotline.records.models import HeldPicture
from hotline.records.sealing import digest, keyed_digest, seal_bytes, unseal_bytes
from hotline.rules.visiting import MOST_PICTURES
from hotline.steps.attach import Given
from hotline.steps.storing.book import Writing, book

TABLE = "heldpicture"
LONGEST_SIDE = 2560
NO_PICTURE = "这里只能添加照片或图片（JPEG、PNG、WebP、GIF、HEIC）。其他材料请在受理后补充。"
TOO_MANY = f"最多添加 {MOST_PICTURES} 张图片；请先去掉不需要的。"


@dataclass(frozen=True, slots=True)
class Held:
    """A held picture as the page shows it; `small` is a JPEG as a data address."""

    id: UUID
    name: str
    small: str


def mark_of(key: str) -> bytes:
    """What pictures of the form with this key are found by."""
    return keyed_digest(f"held\x1f{key}")


def held_pictures(key: str) -> list[Held]:
    """The pictures of a form, in the order of their coming."""
    rows = HeldPicture.objects.filter(form=mark_of(key)).order_by("pk").defer("content_sealed")
    return [Held(row.pk, row.name, _shown(bytes(row.small))) for row in rows]


def hold_pictures(key: str, given: Iterable[Given], *, at: datetime) -> list[tuple[str, str]]:
    """Keep new pictures of a form; answers name and reason of each that was not taken."""
    room = MOST_PICTURES - HeldPicture.objects.filter(form=mark_of(key)).count()
    refused = []
    for each in given:
        try:
            if room <= 0:
                raise Unacceptable(TOO_MANY)
            room -= _hold(key, each, at)
        except Unacceptable as refusal:
            refused.append((clean_name(each.name), str(refusal)))
    return refused


def let_go(key: str, picture: str) -> None:
    """Drop one picture of a form; one that is not there is gone already."""
    try:
        wanted = UUID(picture)
    except ValueError:
        return
    HeldPicture.objects.filter(form=mark_of(key), pk=wanted).delete()


def taken_pictures(key: str) -> list[Given]:
    """The pictures of a form, opened, to be attached to its case."""
    rows = HeldPicture.objects.filter(form=mark_of(key)).order_by("pk")
    return [Given(row.name, BytesIO(_opened(row))) for row in rows]


def let_all_go(key: str) -> None:
    """Drop the pictures of a form that was sent."""
    HeldPicture.objects.filter(form=mark_of(key)).delete()


def _hold(key: str, given: Given, at: datetime) -> int:
    """Keep one picture; 0 where the form has it already."""
    limit: int = settings.HOTLINE_ATTACHMENT_LIMITS["picture"]
    read = read_attached(given.name, given.file.read(limit + 1), {"picture": limit, "": limit})
    if read.media.family != "picture":
        raise Unacceptable(NO_PICTURE)
    row = new_id()
    content = fitted(read.content, read.media.code, LONGEST_SIDE)
    picture = HeldPicture(
        id=row,
        form=mark_of(key),
        name=read.name,
        kind=read.media.code,
        digest=digest(content),
        content_sealed=seal_bytes(TABLE, "content", row, content),
        small=read.small,
        held_at=at,
    )
    try:
        book().write(Writing(rows=[picture]))
    except IntegrityError:
        return 0
    return 1


def _opened(row: HeldPicture) -> bytes:
    return unseal_bytes(TABLE, "content", row.pk, row.content_sealed)


def _shown(small: bytes) -> str:
    return f"data:image/jpeg;base64,{base64.b64encode(small).decode()}" if small else ""
