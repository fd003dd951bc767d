"""Write files: a published bulletin as Word, web page and PDF, kept with it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from hotline.documents.pdf import OfficeMissing, write_pdf
from hotline.documents.web import write_html
from hotline.documents.word import write_bulletin
from hotline.records.models import Bulletin, BulletinFile
from hotline.records.queries.bulletins import printed_page
from hotline.steps.storing.book import Writing, book

FORMATS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
}
NAMES = {"docx": "Word", "html": "网页", "pdf": "PDF"}


def write_files(bulletin: Bulletin, *, at: datetime) -> list[str]:
    """Make the formats that are not there yet; a PDF only where LibreOffice is installed.

    Returns the formats that the bulletin now has.
    """
    have = set(bulletin.files.values_list("format", flat=True))
    page = printed_page(bulletin)
    docx = write_bulletin(page)
    _keep(bulletin, "docx", docx, have, at)
    _keep(bulletin, "html", write_html(page).encode(), have, at)
    if "pdf" not in have:
        try:
            _keep(bulletin, "pdf", write_pdf(docx), have, at)
        except OfficeMissing:
            return sorted(have)
    return sorted(have)


def _keep(bulletin: Bulletin, kind: str, content: bytes, have: set[str], at: datetime) -> None:
    if kind in have:
        return
    row = BulletinFile(bulletin=bulletin, format=kind, content=content, made_at=at)
    with transaction.atomic():
        book().write(Writing(rows=[row]))
    have.add(kind)
