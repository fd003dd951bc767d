"""Writing: a form, its measured figures and the editor's items become the page of a bulletin.

Every number stays tied to the name of its figure. Sections are numbered as the form says; an item
with a group stands under the group's heading, an item without one is an entry of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hotline.rules.counting import Figure
from hotline.rules.forms import BRACES, NO_CASES, Form, FormBroken, SectionForm, UnitsForm
from hotline.rules.measuring import Measured, Part, UnitRow
from hotline.rules.pages import (
    Block,
    Heading,
    Masthead,
    Number,
    Page,
    Paragraph,
    Piece,
    Pieces,
    Table,
    Words,
)

_STRAY = re.compile(r"[{}]")
_DIGITS = "零一二三四五六七八九"
COLUMN_PAIRS = 2
SINGLE = 1
TEN = 10


@dataclass(frozen=True, slots=True)
class Item:
    """One paragraph that the editor picked for a section; `group` is its heading, if any."""

    section: str
    group: str
    text: str


@dataclass(frozen=True, slots=True)
class Edition:
    """Which period is written, when it is issued, and its issue line."""

    starts_on: date
    ends_on: date
    issued_on: date | None = None
    issue: str = ""


def write_page(form: Form, measured: Measured, edition: Edition, items: Iterable[Item]) -> Page:
    """The whole bulletin; raises FormBroken where a text names what was not counted."""
    writer = _Writer(form, measured, edition)
    blocks: list[Block] = [Paragraph(writer.fill(text)) for text in form.paragraphs]
    picked = tuple(items)
    for number, section in enumerate(form.sections, start=1):
        own = [item for item in picked if item.section == section.code]
        blocks += writer.section(number, section, own)
    if form.units is not None and measured.units:
        blocks.append(_units_table(form.units, measured.units))
    return Page(
        title=_text(writer.fill(form.title)),
        issuer=form.issuer,
        issued_on=edition.issued_on,
        blocks=tuple(blocks),
        masthead=Masthead(form.masthead, edition.issue) if form.masthead else None,
    )


class _Writer:
    """Fills the texts of one form with the figures of one edition."""

    def __init__(self, form: Form, measured: Measured, edition: Edition) -> None:
        self.form = form
        self.measured = measured
        self.variables = _variables(form, edition)

    def fill(self, template: str, near: Mapping[str, Figure] | None = None) -> Pieces:
        """A text with everything in braces filled; `near` gives the figures of `{.x}`."""
        pieces: list[Piece] = []
        at = 0
        for match in BRACES.finditer(template):
            pieces.append(_plain(template[at : match.start()]))
            pieces.extend(self._filled(match.group(1), near or {}))
            at = match.end()
        pieces.append(_plain(template[at:]))
        return joined(pieces)

    def _filled(self, name: str, near: Mapping[str, Figure]) -> Pieces:
        if name in self.variables:
            return (Words(self.variables[name]),)
        if name in near:
            return (self._number(near[name]),)
        if name in self.measured.figures:
            return (self._number(self.measured.figures[name]),)
        if name in self.measured.lists:
            return self._list(name)
        tally, bar, phrase = name.partition("|")
        if bar and tally in self.form.tallies and phrase in self.form.phrases:
            return self._phrase(tally, phrase)
        raise FormBroken(f"文字中的“{{{name}}}”没有对应的数字、列表或变量，请核对名称。")

    def _number(self, figure: Figure) -> Number:
        return Number(figure.printed(trim=self.form.trim), figure.name)

    def _phrase(self, tally: str, phrase: str) -> Pieces:
        figures = self.measured.figures
        if self.form.tallies[tally].of != "cases":
            raise FormBroken(f"“{{{tally}|{phrase}}}”统计的是来件，没有办结与否，不能用短语。")
        near = {f".{fact}": figures[f"{tally}.{fact}"] for fact in ("count", "closed", "open")}
        count, closed = near[".count"].numerator, near[".closed"].numerator
        whole = {0: NO_CASES, SINGLE: "one"}.get(count, "all")
        return self.fill(self.form.phrases[phrase][whole if closed == count else "some"], near)

    def _list(self, name: str) -> Pieces:
        row = self.form.lists[name]
        pieces: list[Piece] = []
        for index, part in enumerate(self.measured.lists[name]):
            if index:
                pieces.append(Words(row.separator))
            pieces.extend(self._part(row.item, part))
        return joined(pieces)

    def _part(self, template: str, part: Part) -> Pieces:
        named = template.replace("{name}", part.name.replace("{", "").replace("}", ""))
        return self.fill(named, {".count": part.count, ".share": part.share})

    def section(self, number: int, section: SectionForm, items: Sequence[Item]) -> list[Block]:
        """The heading of a section and its numbered entries."""
        heading = (Words(self._level(0, number)), *self.fill(section.heading))
        blocks: list[Block] = [Heading(1, joined(heading))]
        for index, (group, texts) in enumerate(_grouped(items), start=1):
            mark = self._level(1, index)
            if not group:
                blocks.append(Paragraph((Words(mark + texts[0]),)))
                continue
            blocks.append(Heading(2, (Words(mark + group),)))
            blocks += [
                Paragraph((Words(self._level(2, place) + text),))
                for place, text in enumerate(texts, start=1)
            ]
            if section.after_group:
                blocks.append(Paragraph(self.fill(section.after_group)))
        return blocks

    def _level(self, level: int, number: int) -> str:
        pattern = self.form.numbering[level]
        return pattern.replace("{chinese}", chinese_number(number)).replace("{arabic}", str(number))


def _variables(form: Form, edition: Edition) -> Mapping[str, str]:
    month = f"{edition.starts_on:%Y-%m}"
    first, last = form.span_days.get(month, (edition.starts_on, edition.ends_on))
    return {
        "year": str(edition.starts_on.year),
        "month": str(edition.starts_on.month),
        "span_from": f"{first.year}年{first.month}月{first.day}日",
        "span_to": f"{last.month}月{last.day}日",
    }


def _grouped(items: Sequence[Item]) -> list[tuple[str, list[str]]]:
    """Entries in order: each group once with its texts, each item without a group alone."""
    entries: list[tuple[str, list[str]]] = []
    places: dict[str, list[str]] = {}
    for item in items:
        if item.group and item.group in places:
            places[item.group].append(item.text)
            continue
        texts = [item.text]
        entries.append((item.group, texts))
        if item.group:
            places[item.group] = texts
    return entries


def _units_table(form: UnitsForm, rows: Sequence[UnitRow]) -> Table:
    """The table of units in two column pairs; the left is filled first."""
    columns = len(form.header)
    cells = [_unit_cells(row) for row in rows]
    half = -(-len(cells) // COLUMN_PAIRS)
    blank = tuple((Words(""),) for _ in range(columns))
    right = [*cells[half:], *[blank] * (half * COLUMN_PAIRS - len(cells))]
    return Table(
        caption=form.caption,
        header=form.header * COLUMN_PAIRS,
        rows=tuple((*a, *b) for a, b in zip(cells[:half], right, strict=True)),
        widths=(5, *[3] * (columns - 1)) * COLUMN_PAIRS,
        numeric=frozenset(index for index in range(columns * COLUMN_PAIRS) if index % columns),
    )


def _unit_cells(row: UnitRow) -> tuple[Pieces, ...]:
    numbers = ((Number(figure.printed(), figure.name),) for figure in row.values)
    return ((Words(row.unit.name),), *numbers)


def _plain(text: str) -> Words:
    """A form's own words; a brace that no other closes would be printed."""
    if _STRAY.search(text):
        raise FormBroken(f"文字“{text.strip()[:30]}”中的花括号不成对，请改正。")
    return Words(text)


def chinese_number(number: int) -> str:
    """1 to 99 in Chinese: 一, 十, 十二, 二十三."""
    tens, ones = divmod(number, TEN)
    if not tens:
        return _DIGITS[ones]
    head = "" if tens == 1 else _DIGITS[tens]
    return f"{head}十{_DIGITS[ones] if ones else ''}"


def joined(pieces: Iterable[Piece]) -> Pieces:
    """The pieces with neighbouring words run together and empty ones dropped."""
    result: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, Words) and result and isinstance(result[-1], Words):
            result[-1] = Words(result[-1].text + piece.text)
        elif piece.text:
            result.append(piece)
    return tuple(result)


def _text(pieces: Pieces) -> str:
    return "".join(piece.text for piece in pieces)
