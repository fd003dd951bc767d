"""A written Word file opened again, with the few questions the tests ask of it."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from hotline.documents.word import write_bulletin
from hotline.rules.pages import Block, Page


def reopen(page: Page) -> WordDocument:
    return Document(BytesIO(write_bulletin(page)))


def page_of(*blocks: Block, title: str = "标题") -> Page:
    return Page(title=title, issuer="", issued_on=None, blocks=blocks)


def parts(page: Page) -> dict[str, str]:
    """Every part of the file as text, by its name."""
    with ZipFile(BytesIO(write_bulletin(page))) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def lines(document: WordDocument) -> list[tuple[str, str]]:
    """The paragraphs outside tables as (style, text)."""
    return [(paragraph.style.name, paragraph.text) for paragraph in document.paragraphs]


def fonts(element: BaseOxmlElement) -> dict[str, str]:
    """The four font slots of a style or run."""
    slots = element.rPr.find(qn("w:rFonts"))
    return {slot: slots.get(qn(f"w:{slot}")) for slot in ("ascii", "hAnsi", "eastAsia", "cs")}


def value(element: BaseOxmlElement, path: str) -> str | None:
    """The w:val of the descendant at a path such as `w:pPr/w:jc`."""
    found = element.find("/".join(qn(step) for step in path.split("/")))
    return None if found is None else found.get(qn("w:val"))
