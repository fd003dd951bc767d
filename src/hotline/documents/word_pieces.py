"""The small acts of which every Word file of ours is made: a paragraph in one of our styles."""

from __future__ import annotations

from io import BytesIO

from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph as WordParagraph

from hotline.documents import gbt9704
from hotline.documents.characters import printable
from hotline.documents.sealed_zip import without_moment


def add_line(document: WordDocument, look: gbt9704.Look, text: str) -> WordParagraph:
    """A new paragraph at the end of the document."""
    paragraph = document.add_paragraph()
    dress(paragraph, look)
    paragraph.add_run(printable(text))
    return paragraph


def dress(paragraph: WordParagraph, look: gbt9704.Look) -> None:
    """Give a paragraph one of our styles."""
    paragraph._p.get_or_add_pPr().style = gbt9704.style_id(look.name)


def element(tag: str, **attributes: str) -> BaseOxmlElement:
    """An element of WordprocessingML with its attributes, for what the library has no words."""
    element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


def sealed(document: WordDocument) -> bytes:
    """The file's bytes, the same for the same contents."""
    raw = BytesIO()
    document.save(raw)
    return without_moment(raw.getvalue())
