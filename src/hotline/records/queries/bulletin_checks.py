"""What a draft must still be asked about: what tells too much of a person, numbers that do not fit,
blanks. Each finding's key is bound to the whole text that it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from hotline.records.models import Bulletin, BulletinClearing, BulletinItem
from hotline.records.queries.bulletins import Draft
from hotline.records.queries.name_register import name_register
from hotline.records.sealing import digest
from hotline.rules.drafting import BLANK
from hotline.rules.pages import Page, Paragraph, Table, plain
from hotline.rules.proofreading import Finding, check_draft
from hotline.rules.proofreading.drafts import draft_text
from hotline.rules.proofreading.text import TextTable
from hotline.rules.redaction import KINDS, find

PRIVACY, FIGURES, BLANKS = "privacy", "check", "blank"
AROUND = 12
_BLANK = re.compile(r"［待补[：:][^］]*］?")


@dataclass(frozen=True, slots=True)
class Found:
    """One finding: `before`, `text` and `after` are the place itself, `suggestion` what to write
    there (None where no rule knows), `must` whether it holds the bulletin up."""

    key: str
    kind: str
    title: str
    where: str
    before: str
    text: str
    after: str
    reason: str
    suggestion: str | None = None
    item: UUID | None = None
    field: str = ""
    start: int = 0
    must: bool = True
    may_clear: bool = True
    cleared: BulletinClearing | None = None


@dataclass(frozen=True, slots=True)
class _Text:
    """A text that will be read by everyone, and what to call it; `item` is set where an editor can
    rewrite it."""

    text: str
    where: str
    item: UUID | None = None
    field: str = ""


def checked(bulletin: Bulletin, written: Draft) -> list[Found]:
    """Every finding in the draft, those that nobody has cleared first."""
    texts = list(dict.fromkeys(_texts(bulletin, written)))
    found = [row for text in texts for row in (*_private(text), *_blanks(text))]
    found += _figures(bulletin, written)
    known = {
        row.key: row
        for row in BulletinClearing.objects.filter(bulletin=bulletin).select_related("by")
    }
    every = {row.key: replace(row, cleared=known.get(row.key)) for row in found}
    order = {PRIVACY: 0, BLANKS: 1, FIGURES: 2}
    return sorted(
        every.values(), key=lambda row: (row.cleared is not None, not row.must, order[row.kind])
    )


def still_open(found: list[Found]) -> int:
    """How many of the findings hold the bulletin up."""
    return sum(row.must and row.cleared is None for row in found)


def in_item(item: BulletinItem) -> list[Found]:
    """The findings in one item's own words."""
    return [row for text in _of_item(item) for row in (*_private(text), *_blanks(text))]


def _texts(bulletin: Bulletin, written: Draft) -> Iterator[_Text]:
    """Everything that goes out: the editor's words, the page around them, labels of the data."""
    own: list[str] = []
    for item in written.items:
        for text in _of_item(item):
            own.append(text.text)
            yield text
    for text in (bulletin.issue, bulletin.correction):
        yield _Text(text, "期号和更正原因")
    for words in _of_page(written.page):
        # An item stands on the page behind its number: its words were asked about already.
        mine = next((text for text in own if text and words.endswith(text)), "")
        yield _Text(words[: len(words) - len(mine)] if mine else words, "正文")
    for figure in written.month.measured.figures.values():
        yield _Text(figure.label, "公开数据")


def _of_item(item: BulletinItem) -> Iterator[_Text]:
    where = f"条目“{(item.group or item.text)[:AROUND]}…”"
    yield _Text(item.group, where, item.pk, "group")
    yield _Text(item.text, where, item.pk, "text")


def _of_page(page: Page) -> Iterator[str]:
    yield page.title
    yield page.issuer
    if page.masthead is not None:
        yield from (page.masthead.name, page.masthead.issue)
    for block in page.blocks:
        if isinstance(block, Table):
            yield from (block.caption, *block.header)
            yield from (plain(cell) for row in block.rows for cell in row)
        else:
            yield plain(block.pieces)


def _private(text: _Text) -> Iterator[Found]:
    for place in find(text.text):
        yield Found(
            key=_key(PRIVACY, place.kind, text.text, str(place.start), place.text),
            kind=PRIVACY,
            title=KINDS[place.kind],
            where=text.where,
            before=text.text[max(place.start - AROUND, 0) : place.start],
            text=place.text,
            after=text.text[place.end : place.end + AROUND],
            reason=place.reason,
            suggestion=place.suggestion,
            item=text.item,
            field=text.field,
            start=place.start,
        )


def _blanks(text: _Text) -> Iterator[Found]:
    if BLANK[:-1] not in text.text:
        return
    for place in _BLANK.finditer(text.text):
        yield Found(
            key=_key(BLANKS, text.text, str(place.start())),
            kind=BLANKS,
            title="没有填写的空",
            where=text.where,
            before=text.text[max(place.start() - AROUND, 0) : place.start()],
            text=place.group(),
            after=text.text[place.end() : place.end() + AROUND],
            reason="记录里没有这一项，请补写或删去这一句。",
            item=text.item,
            field=text.field,
            may_clear=False,
        )


def _figures(bulletin: Bulletin, written: Draft) -> Iterator[Found]:
    """What the proofreader says of numbers, names and leftovers; privacy is asked above."""
    page = _without_note(written.page)
    figures = written.month.measured.figures
    texts = draft_text(page).blocks
    for row in check_draft(page, figures, name_register(), ends_on=bulletin.ends_on):
        if row.group == PRIVACY or row.kind == BLANKS:
            continue
        yield _as_found(
            row, _block_text(texts[row.place.block]) if row.place.block < len(texts) else ""
        )


def _as_found(row: Finding, whole: str) -> Found:
    place = row.place
    inside = place.row is None
    should = "应为" if row.severity == "error" else "算得"
    said = f"{should} {row.computed}。" if row.computed else ""
    arithmetic = f"（{row.arithmetic}）" if row.arithmetic else ""
    return Found(
        key=_key(FIGURES, row.kind, whole, str(place.start), row.printed, row.computed),
        kind=FIGURES,
        title=row.title,
        where=place.said(),
        before=whole[max(place.start - AROUND, 0) : place.start] if inside else "",
        text=row.printed,
        after=whole[place.end : place.end + AROUND] if inside else "",
        reason=f"{row.explanation}{said}{arithmetic}",
        start=place.start,
        must=row.severity == "error",
    )


def _block_text(block: str | TextTable) -> str:
    return block if isinstance(block, str) else str(block)


def _without_note(page: Page) -> Page:
    """The page without the note of a correction, whose old values are meant to differ."""
    kept = tuple(
        block
        for block in page.blocks
        if not (isinstance(block, Paragraph) and plain(block.pieces).startswith("【更正】"))
    )
    return replace(page, blocks=kept)


def _key(*parts: str) -> str:
    """SM3 over the finding and the whole text that it stands in; 64 hexadecimal digits."""
    return digest("\0".join(parts).encode()).hex()
