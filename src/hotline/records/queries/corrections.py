"""What a correction changes: each figure and each text that reads otherwise than in the edition it
corrects, and the paragraph that says so on its page."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hotline.records.models import Bulletin
from hotline.records.queries.figures import EditionFigures
from hotline.rules.pages import (
    Block,
    Number,
    Page,
    Paragraph,
    Pieces,
    Table,
    Words,
    chinese_date,
    page_of,
    plain,
)
from hotline.rules.redaction import find
from hotline.rules.workdays import CHINA

MOST_TOLD = 12


def changes(bulletin: Bulletin, page: Page, counted: EditionFigures) -> list[list[str]]:
    """[what, old, new] for each changed figure, then for each changed paragraph; of an edition that
    corrects none, nothing. `page` is the new one without its own note."""
    old = bulletin.corrects
    if old is None or old.page is None or old.figures is None:
        return []
    before = {row["name"]: row["value"] for row in old.figures.values}
    shown = _printed(page)
    figures = [
        [figure.label, before[name], figure.printed()]
        for name, figure in counted.measured.figures.items()
        if name in shown and name in before and before[name] != figure.printed()
    ]
    return figures + _texts(page_of(old.page), page)


def corrected_page(bulletin: Bulletin, page: Page, counted: EditionFigures) -> Page:
    """The page with, at its head, what it corrects, why and when the other was published."""
    old = bulletin.corrects
    if old is None or old.published_at is None:
        return page
    day = chinese_date(old.issued_on or old.published_at.astimezone(CHINA).date())
    found = changes(bulletin, page, counted)
    told = "；".join(f"{what}由“{was}”更正为“{now}”" for what, was, now in found[:MOST_TOLD])
    more = f"等{len(found)}处" if len(found) > MOST_TOLD else ""
    said = f"【更正】本期更正{day}发布的同期通报：{told or '文字更正'}{more}。"
    reason = f"更正原因：{bulletin.correction.rstrip('。')}。"
    return replace(page, blocks=(Paragraph((Words(said + reason),)), *page.blocks))


def _printed(page: Page) -> set[str]:
    """The names of the figures that stand on a page."""
    runs: list[Pieces] = []
    for block in page.blocks:
        runs += (
            [c for row in block.rows for c in row] if isinstance(block, Table) else [block.pieces]
        )
    return {piece.figure for run in runs for piece in run if isinstance(piece, Number)}


def _texts(old: Page, new: Page) -> list[list[str]]:
    """Paragraphs without figures that are in one page and not in the other, side by side."""
    was, now = ([_hidden(text) for text in _words(page)] for page in (old, new))
    gone = [text for text in was if text not in now]
    come = [text for text in now if text not in was]
    pairs = [
        [f"第{place}处文字", a, b] for place, (a, b) in enumerate(zip(gone, come, strict=False), 1)
    ]
    rest = gone[len(come) :]
    return (
        pairs
        + [["删去文字", text, "（无）"] for text in rest]
        + [["增加文字", "（无）", text] for text in come[len(gone) :]]
    )


def _hidden(text: str) -> str:
    """A text without what may not be published: a correction must not repeat what it takes out."""
    parts, at = [], 0
    for place in find(text):
        parts += [text[at : place.start], place.suggestion or "［隐去］"]
        at = place.end
    return "".join([*parts, text[at:]])


def _words(page: Page) -> list[str]:
    return [
        plain(block.pieces)
        for block in page.blocks
        if not isinstance(block, Table) and _is_words(block)
    ]


def _is_words(block: Block) -> bool:
    return (
        not isinstance(block, Table)
        and all(isinstance(piece, Words) for piece in block.pieces)
        and not plain(block.pieces).startswith("【更正】")
    )


def as_open_data(bulletin: Bulletin) -> list[dict[str, Any]]:
    """The changes for programs."""
    return [{"what": what, "old": old, "new": new} for what, old, new in bulletin.changes]
