"""The page of a bulletin: the blocks of its form in order, filled, numbered and drawn.

Every number stays tied to the name of its figure. Sections are numbered as the form says; an item
with a group stands under the group's heading, an item without one is an entry of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from hotline.rules.forms.shapes import BlockForm, Form, SectionForm
from hotline.rules.measuring.measured import Measured
from hotline.rules.pages import Appendix, Block, Heading, Masthead, Page, Paragraph, Words, plain
from hotline.rules.writing.filling import Edition, Filler, chinese_number, joined
from hotline.rules.writing.tables import chart_block, table_block, units_table


@dataclass(frozen=True, slots=True)
class Item:
    """One paragraph that the editor picked for a section; `group` is its heading, if any."""

    section: str
    group: str
    text: str


def write_page(form: Form, measured: Measured, edition: Edition, items: Iterable[Item]) -> Page:
    """The whole bulletin; raises FormBroken where a text names what was not counted."""
    writer = _Writer(form, measured, edition, tuple(items))
    blocks = [block for row in form.blocks if writer.wants(row) for block in writer.blocks(row)]
    return Page(
        title=plain(writer.filler.fill(form.title)),
        issuer=form.issuer,
        issued_on=edition.issued_on,
        blocks=tuple(blocks),
        masthead=Masthead(form.masthead, edition.issue) if form.masthead else None,
    )


class _Writer:
    """Makes the blocks of one edition, and numbers its headings."""

    def __init__(
        self, form: Form, measured: Measured, edition: Edition, items: Sequence[Item]
    ) -> None:
        self.form, self.measured, self.items = form, measured, items
        self.filler = Filler(form, measured, edition)
        self.numbers = [0, 0, 0]

    def wants(self, row: BlockForm) -> bool:
        """Whether the block's conditions let it stand."""
        if row.when and not self.filler.figure(row.when).numerator:
            return False
        return not (row.unless and self.filler.figure(row.unless).numerator)

    def blocks(self, row: BlockForm) -> Sequence[Block]:
        """What one block of the form puts on the page."""
        makers: dict[str, Callable[[], Sequence[Block]]] = {
            "paragraph": lambda: [Paragraph(self.filler.fill(row.text))],
            "heading": lambda: [self._heading(row.level, row.text)],
            "section": lambda: self._section(self.form.section(row.text)),
            "appendix": lambda: [Appendix(plain(self.filler.fill(row.text)))],
            "table": lambda: [table_block(self.form.tables[row.text], self.filler, row.text)],
            "chart": lambda: [chart_block(self.form.charts[row.text], self.filler, row.text)],
            "units": self._units,
        }
        return makers[row.kind]()

    def _units(self) -> list[Block]:
        units, rows = self.form.units, self.measured.units
        return [units_table(units, rows)] if units is not None and rows else []

    def _heading(self, level: int, text: str) -> Heading:
        """The next heading of its level; those below it begin anew."""
        self.numbers[level - 1] += 1
        self.numbers[level:] = [0] * (len(self.numbers) - level)
        mark = Words(self._level(level - 1, self.numbers[level - 1]))
        return Heading(level, joined((mark, *self.filler.fill(text))))

    def _section(self, section: SectionForm) -> list[Block]:
        """The heading of a section and its numbered entries."""
        blocks: list[Block] = [self._heading(1, section.heading)]
        own = [item for item in self.items if item.section == section.code]
        for index, (group, texts) in enumerate(_grouped(own), start=1):
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
                blocks.append(Paragraph(self.filler.fill(section.after_group)))
        return blocks

    def _level(self, level: int, number: int) -> str:
        pattern = self.form.numbering[level]
        return pattern.replace("{chinese}", chinese_number(number)).replace("{arabic}", str(number))


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
