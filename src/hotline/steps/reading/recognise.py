"""Recognise (识别文字、转写): have the words of a picture or a recording read, by the worker.

A person asks for it; what comes is shown as a guess beside the file and goes nowhere else.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings

from hotline.documents.media import MEDIA
from hotline.engines.recognising.available import recogniser_for
from hotline.records.attachment_content import content_of
from hotline.records.identity import new_id
from hotline.records.models import Attachment, Recognised, Staff
from hotline.records.scope import everything
from hotline.records.sealing import seal
from hotline.rules.attachments import SERVED
from hotline.rules.recognising import Recogniser, Unreadable, sureness, text_of
from hotline.steps.moving import Refused
from hotline.steps.storing.book import Writing, book

JOB = "recognise"


def reader_of(row: Attachment) -> Recogniser | None:
    """What can read this file, if anything here can."""
    if row.state not in SERVED or row.removed_at is not None:
        return None
    return recogniser_for(MEDIA[row.kind].family, settings.HOTLINE_SPEECH)


def ask_to_recognise(row: Attachment, *, by: Staff | None, at: datetime) -> Recognised:
    """Put a file in line; one that failed may be asked for again."""
    reader = reader_of(row)
    if reader is None:
        raise Refused("", "这个附件不能识别：没有安装相应的识别程序，或附件不可用。")
    known = Recognised.objects.filter(attachment=row).first()
    if known is not None and known.state != "failed":
        return known
    facts = {
        "state": "waiting",
        "engine": reader.name,
        "version": reader.version[:60],
        "asked_at": at,
        "asked_by": by,
        "why": "",
    }
    if known is None:
        known = Recognised(id=new_id(), attachment=row, case_id=row.case_id, **facts)
        book().write(Writing(rows=[known], jobs=[(JOB, {"row": str(known.pk)})]))
    else:
        book().write(Writing(changes=[(known, facts)], jobs=[(JOB, {"row": str(known.pk)})]))
    return known


@everything()
def recognise(pk: UUID, *, at: datetime) -> str:
    """Read one file that waits; says how it ended."""
    row = Recognised.objects.select_related("attachment").filter(pk=pk).first()
    if row is None or row.state != "waiting":
        return "gone"
    facts: dict[str, object] = {"state": "done", "done_at": at}
    try:
        reader = reader_of(row.attachment)
        if reader is None:
            raise Unreadable("识别程序已不在，或附件已撤下。")
        lines = reader.read(content_of(row.attachment), MEDIA[row.attachment.kind].endings[0])
        facts |= {
            "text_sealed": seal("recognised", "text", row.pk, text_of(lines)),
            "confidence": sureness(lines),
        }
    except Unreadable as error:
        facts |= {"state": "failed", "why": str(error)[:200]}
    book().write(Writing(changes=[(row, facts)]))
    return str(facts["state"])
