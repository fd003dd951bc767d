"""What a case's page says of its attachments: the box with the list, and lines of the story."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.template.defaultfilters import filesizeformat

from hotline.desk.forms.attachments import AttachForm
from hotline.desk.story import Line, post_of
from hotline.documents.media import MEDIA
from hotline.engines.recognising.available import NAMES
from hotline.records.models import Attachment, Recognised, Staff
from hotline.records.sealing import unseal
from hotline.rules.attachments import BELONGS, SERVED, STATE_NAMES, FileState
from hotline.rules.permits import OFFICE_VERBS
from hotline.steps.detach import may_detach
from hotline.steps.reading.recognise import reader_of

VERB_NAMES = {
    "attach": OFFICE_VERBS["attach"],
    "detach": OFFICE_VERBS["detach"],
    "scan_attachment": "附件查毒",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One attachment as the list shows it."""

    row: Attachment
    kind: str
    size: str
    belongs_to: str
    state: str
    is_served: bool
    may_detach: bool
    reads_as: str = ""
    recognised: Recognised | None = None
    words: str = ""


def attachment_context(
    staff: Staff,
    rows: Sequence[Attachment],
    form: AttachForm | None,
    refused: Sequence[tuple[str, str]],
) -> dict[str, Any]:
    """What the page needs: the list, the form for whoever may add, what was just refused."""
    own = AttachForm(initial={"belongs_to": "reply" if staff.department_id else "arrival"})
    return {
        "attachments": _with_words([shown(row, staff) for row in rows if row.removed_at is None]),
        "attachment_lines": sorted(
            (line for row in rows for line in _lines(row)), key=lambda line: line.at
        ),
        "attach_form": (form or own) if staff.may("attach") else None,
        "refused_files": refused,
    }


def shown(row: Attachment, staff: Staff) -> Shown:
    """An attachment in words."""
    return Shown(
        row=row,
        kind=MEDIA[row.kind].name,
        size=filesizeformat(row.size),
        belongs_to=BELONGS.get(row.belongs_to, ""),
        state=STATE_NAMES.get(row.state, row.state),
        is_served=row.state in SERVED,
        may_detach=may_detach(row, staff),
    )


def _with_words(shown_ones: list[Shown]) -> list[Shown]:
    """What can be read of them, and what was; nothing is asked where nothing here can read."""
    readable = {
        each.row.pk: NAMES[MEDIA[each.row.kind].family]
        for each in shown_ones
        if reader_of(each.row) is not None
    }
    if not readable:
        return shown_ones
    known = {row.attachment_id: row for row in Recognised.objects.filter(attachment__in=readable)}
    return [
        replace(
            each,
            reads_as=readable.get(each.row.pk, ""),
            recognised=(found := known.get(each.row.pk)),
            words=unseal("recognised", "text", found.pk, found.text_sealed) if found else "",
        )
        for each in shown_ones
    ]


def _lines(row: Attachment) -> Iterator[Line]:
    """An attachment's part of the story: added, found infected, withdrawn."""
    what = f"{BELONGS.get(row.belongs_to, '')}：{row.name}（{MEDIA[row.kind].name}）"
    yield _line("attach", row.added_at, row.added_by, what)
    if row.state == FileState.REFUSED and row.scanned_at is not None:
        found = f"{row.name}：查出 {row.finding}，内容已删除"
        yield _line("scan_attachment", row.scanned_at, None, found)
    if row.removed_at is not None:
        yield _line("detach", row.removed_at, row.removed_by, row.name, row.removed_for)


def _line(verb: str, at: datetime, by: Staff | None, fact: str, note: str = "") -> Line:
    return Line(
        at=at,
        who=by.name if by else "系统",
        post=post_of(by),
        verb=verb,
        name=VERB_NAMES[verb],
        facts=[fact],
        note=note,
    )
