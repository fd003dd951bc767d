"""Write files: a published bulletin as Word, workbook, web page, open data and PDF, to keep."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from django.db import transaction

from hotline.documents.appendix import write_appendix
from hotline.documents.open_data import (
    OpenEdition,
    OpenFigure,
    bulletin_json,
    figures_csv,
    open_figures,
)
from hotline.documents.pdf import OfficeMissing, write_pdf
from hotline.documents.web import write_html
from hotline.documents.word import write_bulletin
from hotline.records.models import Bulletin, BulletinFile
from hotline.records.queries.bulletins import PUBLISHED, draft, printed_page
from hotline.rules.counting import as_data
from hotline.rules.pages import Page
from hotline.steps.storing.book import Writing, book

FORMATS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "pdf": "application/pdf",
}
NAMES = {
    "docx": "Word",
    "xlsx": "Excel 附表",
    "html": "网页",
    "csv": "统计数 CSV",
    "json": "开放数据 JSON",
    "pdf": "PDF",
}


def write_files(bulletin: Bulletin, *, at: datetime) -> list[str]:
    """Make the formats that are not there yet; a PDF only where LibreOffice is installed.

    Returns the formats that the bulletin now has.
    """
    have = set(bulletin.files.values_list("format", flat=True))
    makers = _makers(printed_page(bulletin), frozen_figures(bulletin), edition_of(bulletin))
    for kind in [kind for kind in makers if kind not in have]:
        try:
            content = makers[kind]()
        except OfficeMissing:
            continue
        row = BulletinFile(bulletin=bulletin, format=kind, content=content, made_at=at)
        with transaction.atomic():
            book().write(Writing(rows=[row]))
        have.add(kind)
    return sorted(have)


def file_now(bulletin: Bulletin, kind: str, *, at: datetime) -> bytes:
    """One format of a bulletin as it was published, else of its draft at this moment; not kept."""
    if bulletin.status == PUBLISHED:
        page, figures = printed_page(bulletin), frozen_figures(bulletin)
    else:
        written = draft(bulletin, at)
        values = written.month.measured.figures.values()
        page, figures = written.page, open_figures(as_data(figure) for figure in values)
    return _makers(page, figures, edition_of(bulletin))[kind]()


def _makers(
    page: Page, figures: tuple[OpenFigure, ...], edition: OpenEdition
) -> Mapping[str, Callable[[], bytes]]:
    """How each format is made of a page and its figures."""
    return {
        "docx": lambda: write_bulletin(page),
        "xlsx": lambda: write_appendix(page, figures),
        "html": lambda: write_html(page).encode(),
        "csv": lambda: figures_csv(figures),
        "json": lambda: bulletin_json(page, figures, edition),
        "pdf": lambda: write_pdf(write_bulletin(page)),
    }


def frozen_figures(bulletin: Bulletin) -> tuple[OpenFigure, ...]:
    """The figures that were frozen with the bulletin."""
    return open_figures(bulletin.figures.values) if bulletin.figures is not None else ()


def edition_of(bulletin: Bulletin) -> OpenEdition:
    """Which edition the data are of."""
    return OpenEdition(
        bulletin.starts_on,
        bulletin.ends_on,
        bulletin.figures.as_of if bulletin.figures is not None else None,
        bulletin.digest,
    )
