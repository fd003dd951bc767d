"""Filling: a text of a form with everything in braces replaced by words and numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from hotline.rules.counting import DAYS, SHARE, Figure
from hotline.rules.forms.shapes import BRACES, NO_CASES, Form, FormBroken, ListForm
from hotline.rules.forms.terms import MISSING
from hotline.rules.measuring.measured import Measured, Part
from hotline.rules.pages import Number, Piece, Pieces, Words
from hotline.rules.periods import Period, period_of

_STRAY = re.compile(r"[{}]")
_DIGITS = "零一二三四五六七八九"
SINGLE = 1
TEN = 10
MOST_PIECES = 60_000
# How a change is worded, by what it is a change of: more, less.
MORE_LESS = {SHARE: ("提高", "下降"), DAYS: ("延长", "缩短")}
UP_DOWN = ("上升", "下降")


@dataclass(frozen=True, slots=True)
class Edition:
    """Which period is written, when it is issued, its issue line, and of which unit it speaks."""

    starts_on: date
    ends_on: date
    issued_on: date | None = None
    issue: str = ""
    unit: str = ""


class Filler:
    """Fills the texts of one form with the figures of one edition."""

    def __init__(self, form: Form, measured: Measured, edition: Edition) -> None:
        self.form, self.measured = form, measured
        self.period = period_written(form, edition)
        self.variables = _variables(form, edition, self.period)
        self.pieces = 0

    def fill(self, template: str, near: Mapping[str, Figure | Pieces] | None = None) -> Pieces:
        """A text with everything in braces filled; `near` is what `{.x}` and `{name}` mean here."""
        pieces: list[Piece] = []
        at = 0
        for match in BRACES.finditer(template):
            pieces.append(_plain(template[at : match.start()]))
            pieces.extend(self._filled(match.group(1), near or {}))
            at = match.end()
        pieces.append(_plain(template[at:]))
        self.pieces += len(pieces)
        if self.pieces > MOST_PIECES:
            raise FormBroken("写出来的内容太长，请减少列表的项数或段落。")
        return joined(pieces)

    def number(self, figure: Figure) -> Number:
        """A figure as it is printed."""
        return Number(figure.printed(trim=self.form.trim), figure.name)

    def change(self, figure: Figure, word: str) -> Pieces:
        """How much a figure changed, in words: 环比上升12.3%, 环比提高1.2个百分点."""
        then, change = figure.since, figure.change
        if then is None or change is None:
            return (Number(MISSING[then.when if then else "previous"], figure.name),)
        if figure.is_unchanged:
            return Words(word), Number("持平", figure.name)
        if not change:
            return Words(word), Number("基本持平", figure.name)
        more, less = MORE_LESS.get(figure.kind, UP_DOWN)
        size = Number(f"{abs(change)}{figure.change_unit}", figure.name)
        return Words(word + (more if change > 0 else less)), size

    def figure(self, name: str) -> Figure:
        """The figure called `name`; raises FormBroken."""
        if name not in self.measured.figures:
            raise _unknown(name)
        return self.measured.figures[name]

    def _filled(self, name: str, near: Mapping[str, Figure | Pieces]) -> Pieces:
        if name in near:
            found = near[name]
            return self._said(name, found) if isinstance(found, Figure) else found
        if name in self.variables:
            return (Words(self.variables[name]),)
        if name in self.measured.figures:
            return self._said(name, self.measured.figures[name])
        if name in self.form.lists:
            row = self.form.lists[name]
            return self._list(row, self.measured.lists[name])
        tally, bar, phrase = name.partition("|")
        if bar and tally in self.form.tallies and phrase in self.form.phrases:
            return self._phrase(tally, phrase)
        raise _unknown(name)

    def _said(self, name: str, figure: Figure) -> Pieces:
        """A number; of a change the words with it."""
        if figure.since is None:
            return (self.number(figure),)
        return self.change(figure, name.rpartition("|")[2])

    def _phrase(self, tally: str, phrase: str) -> Pieces:
        figures = self.measured.figures
        start = f"{tally}."
        near: dict[str, Figure | Pieces] = {
            name.removeprefix(tally): figure
            for name, figure in figures.items()
            if name.startswith(start)
        }
        count, closed = figures[f"{start}count"].numerator, figures[f"{start}closed"].numerator
        whole = {0: NO_CASES, SINGLE: "one"}.get(count, "all")
        return self.fill(self.form.phrases[phrase][whole if closed == count else "some"], near)

    def _list(self, row: ListForm, parts: Iterable[Part]) -> Pieces:
        """The parts of a list in words; where there is none, what the form says then."""
        pieces: list[Piece] = []
        for index, part in enumerate(parts):
            if index:
                pieces.append(Words(row.separator))
            pieces.extend(self.fill(row.item, self._near(row, part)))
        return joined(pieces) if pieces else self.fill(row.empty)

    def _near(self, row: ListForm, part: Part) -> dict[str, Figure | Pieces]:
        near: dict[str, Figure | Pieces] = {
            "name": (Words(part.name),),
            "rank": (Words(str(part.rank)),),
            **{f".{term}": figure for term, figure in part.figures.items()},
        }
        if row.inner is not None:
            near["inner"] = self._list(row.inner, part.inner)
        return near


def period_written(form: Form, edition: Edition) -> Period:
    """The period of an edition: of the form's kind where the days are those of one."""
    if form.period != "days":
        period = period_of(form.period, edition.starts_on)
        if (period.starts_on, period.ends_on) == (edition.starts_on, edition.ends_on):
            return period
    return Period(edition.starts_on, edition.ends_on)


def _variables(form: Form, edition: Edition, period: Period) -> Mapping[str, str]:
    first, last = form.span_days.get(period.code, (edition.starts_on, edition.ends_on))
    start, end = edition.starts_on, edition.ends_on
    return {
        "year": str(start.year),
        "month": str(start.month),
        "day": str(start.day),
        "quarter": str((start.month + 2) // 3),
        "week": str(start.isocalendar().week),
        "days": str(period.days),
        "from": f"{start.month}月{start.day}日",
        "to": f"{end.month}月{end.day}日",
        "period": period.name,
        "previous": period.previous().name,
        "year_before": period.year_before().name,
        "unit": edition.unit,
        "span_from": f"{first.year}年{first.month}月{first.day}日",
        "span_to": f"{last.month}月{last.day}日",
    }


def _unknown(name: str) -> FormBroken:
    return FormBroken(f"文字中的“{{{name}}}”没有对应的数字、列表或变量，请核对名称。")


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
