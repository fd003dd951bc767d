"""Scan an attachment: a clean one is given out, an infected one is refused and its bytes deleted.

Only a scanner's plain word changes anything. While it is down the file stays held.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from hotline.documents.scanning import Scanner, Verdict
from hotline.records.attachment_content import content_of
from hotline.records.models import Attachment
from hotline.rules.attachments import FileState
from hotline.steps.storing.book import LostRace, Writing, book
from hotline.steps.storing.content import drop_content

AT_A_TIME = 100


def scan_attachment(row: Attachment, scanner: Scanner, *, at: datetime) -> Attachment:
    """Have one file scanned; one that has an answer already is left alone.

    Raises:
        ScannerDown: there was no answer; nothing has changed.
    """
    if row.scanned_at is not None:
        return row
    verdict = scanner.scan(content_of(row))
    try:
        if verdict.clean:
            _passed(row, verdict, at)
        else:
            _refuse_all(row, verdict, at)
    except LostRace:
        row.refresh_from_db()
    return row


def waiting_for_scan() -> Sequence[Attachment]:
    """The attachments that no scanner has answered for yet, the longest waiting first."""
    waiting = Q(scanned_at__isnull=True, removed_at__isnull=True)
    return list(Attachment.objects.filter(waiting).order_by("added_at")[:AT_A_TIME])


def _passed(row: Attachment, verdict: Verdict, at: datetime) -> None:
    facts = {"state": FileState.CLEAN, "scanned_at": at, "scanner": verdict.scanner[:200]}
    book().write(Writing(changes=[(row, facts)]))


def _refuse_all(row: Attachment, verdict: Verdict, at: datetime) -> None:
    """Refuse the same content wherever it hangs, also where an older scanner let it pass."""
    same = Attachment.objects.filter(digest=bytes(row.digest)).exclude(state=FileState.REFUSED)
    others = [other for other in same if other.pk != row.pk]
    facts = {
        "state": FileState.REFUSED,
        "scanned_at": at,
        "scanner": verdict.scanner[:200],
        "finding": verdict.found,
    }
    book().write(Writing(changes=[(each, facts) for each in (row, *others)]))
    for each in (row, *others):
        drop_content(each)
