"""Attach: files that were handed in become attachments of a case, each taken or refused alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from django.conf import settings
from django.db import IntegrityError

from hotline.documents.attached import Attached, read_attached, too_large
from hotline.documents.file_names import clean_name
from hotline.documents.unacceptable import Unacceptable
from hotline.records.models import Assignment, Attachment, Case, Contact, Staff
from hotline.records.sealing import digest
from hotline.rules.attachments import BELONGS, FileState
from hotline.rules.life import Status
from hotline.steps.moving import Refused, permit
from hotline.steps.storing.book import Writing, book
from hotline.steps.storing.content import drop_content, keep_content

MOST_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Given:
    """A file as somebody hands it in: the name that they give it, and its bytes to read."""

    name: str
    file: BinaryIO


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: an attachment, or the sentence that refuses it.

    `is_new` is false for a file that the case has already.
    """

    name: str
    attachment: Attachment | None = None
    is_new: bool = False
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where files come from: what they belong to, and the arrival or the unit's share of them."""

    belongs_to: str = "other"
    contact: Contact | None = None
    assignment: Assignment | None = None


def attach(
    case: Case,
    given: Iterable[Given],
    *,
    origin: Origin | None = None,
    by: Staff | None,
    at: datetime,
) -> list[Outcome]:
    """Take files in, one by one: a bad one is refused and keeps no good one out."""
    permit(by, "attach")
    origin = origin or Origin()
    files = list(given)
    if not files:
        raise Refused("files", "请选择要添加的文件。")
    if len(files) > MOST_AT_ONCE:
        raise Refused("files", f"一次最多添加 {MOST_AT_ONCE} 个文件，请分次添加。")
    if origin.belongs_to not in BELONGS:
        raise Refused("belongs_to", f"“材料类别”应为：{'、'.join(BELONGS.values())}。")
    if case.status == Status.ARCHIVED:
        raise Refused("files", "工单已归档，不能再添加附件。")
    return [_taken(case, each, origin, by, at) for each in files]


def _taken(case: Case, given: Given, origin: Origin, by: Staff | None, at: datetime) -> Outcome:
    """One file, taken or refused."""
    try:
        read = read_attached(given.name, _content(given), settings.HOTLINE_ATTACHMENT_LIMITS)
        mark = digest(read.content)
        known = _known(case, mark)
        if known is None:
            _refuse_too_many(case)
            row = _row(case, read, mark, origin)
            row.added_by, row.added_at = by, at
            known, is_new = _stored(row, read)
            return Outcome(known.name, known, is_new)
    except Unacceptable as refusal:
        return Outcome(clean_name(given.name), refusal=str(refusal))
    return Outcome(known.name, known)


def _content(given: Given) -> bytes:
    """The bytes, of which no more are read than the largest file may have."""
    limit: int = max(settings.HOTLINE_ATTACHMENT_LIMITS.values())
    content = given.file.read(limit + 1)
    if len(content) > limit:
        raise too_large(limit)
    return content


def _known(case: Case, mark: bytes) -> Attachment | None:
    """The attachment of the case that has the same content already."""
    return Attachment.objects.filter(case=case, digest=mark, removed_at__isnull=True).first()


def _refuse_too_many(case: Case) -> None:
    most: int = settings.HOTLINE_CASE_ATTACHMENTS
    if Attachment.objects.filter(case=case, removed_at__isnull=True).count() >= most:
        raise Unacceptable(f"一件工单最多 {most} 个附件，不能再添加；请先撤下不需要的附件。")


def _row(case: Case, read: Attached, mark: bytes, origin: Origin) -> Attachment:
    """The row of a file: held where a scanner will look at it."""
    return Attachment(
        case=case,
        contact=origin.contact,
        assignment=origin.assignment,
        belongs_to=origin.belongs_to,
        name=read.name,
        kind=read.media.code,
        size=len(read.content),
        digest=mark,
        state=FileState.HELD if settings.HOTLINE_SCANNER else FileState.UNSCANNED,
    )


def _stored(row: Attachment, read: Attached) -> tuple[Attachment, bool]:
    """The bytes, then the row; who hands the same file in at the same moment is told of theirs."""
    keep_content(row, read.content, read.small)
    jobs = [("scan_attachment", {"attachment": str(row.pk)})] if row.state == FileState.HELD else []
    try:
        book().write(Writing(rows=[row], jobs=jobs))
    except IntegrityError:
        drop_content(row)
        first = _known(row.case, bytes(row.digest))
        if first is None:
            raise
        return first, False
    return row, True
