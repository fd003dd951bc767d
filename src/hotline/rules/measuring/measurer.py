"""Measuring one period by one form: tallies, breakdowns and the table of units, each figure once.

What is summed up never depends on a number that was counted, only on the form and the register:
all members are measured before any is left out. So a dry run tells what will be asked for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from hotline.rules.conditions import Unclear
from hotline.rules.counting import Counted, Figure, Selection, by_name
from hotline.rules.forms.shapes import ONE_UNIT, Form, FormBroken
from hotline.rules.forms.terms import COMPARED, SHARE_OF_WHOLE, Term
from hotline.rules.measures import STANDARD, Measure
from hotline.rules.measuring.asked import terms_of_tallies, with_asked
from hotline.rules.measuring.breaking_down import Broken, break_down
from hotline.rules.measuring.measured import Measured
from hotline.rules.measuring.members import Subject, Whole
from hotline.rules.measuring.register import Register
from hotline.rules.measuring.selecting import selection_of
from hotline.rules.measuring.unit_table import unit_rows, unit_totals
from hotline.rules.periods import Period

NOTHING = Counted(())
USUAL = tuple(Term(code) for code in STANDARD)


def measure(
    form: Form,
    counted: Counted,
    register: Register,
    unit: str = "",
    *,
    others: Mapping[str, Counted] | None = None,
    period: Period | None = None,
) -> Measured:
    """All figures of `form` over `counted`; raises FormBroken for a word the city lacks.

    `unit` counts the cases of that unit alone, with those below it. `others` are the periods that
    `asked.periods_asked` names (previous, year_before, -2 …); `period` is the present one, whose
    days and names averages and trends need.
    """
    if form.scope == ONE_UNIT and not unit:
        raise FormBroken("这种通报按单位写，请先选定一个单位。")
    measurer = Measurer(form, {**(others or {}), "": counted}, register, unit, period)
    figures = measurer.tally_figures()
    broken: dict[str, Broken] = {}
    for row in form.breakdowns():
        full = with_asked(row, form)
        besides = {part.code for code in row.besides for part in broken[code].parts}
        broken[row.code] = break_down(full, measurer, besides)
        figures += broken[row.code].figures
    units = unit_rows(form.units, measurer.tallies, counted, register) if form.units else ()
    figures += [figure for row in units for figure in row.values]
    figures += unit_totals(form.units, units, unit) if form.units else []
    return Measured(
        by_name(figures),
        {code: row.parts for code, row in broken.items()},
        units,
        {code: row.totals for code, row in broken.items()},
        measurer.measures,
    )


class Measurer:
    """Gives figures by name over the counted periods of one form."""

    def __init__(
        self,
        form: Form,
        counted: Mapping[str, Counted],
        register: Register,
        unit: str,
        period: Period | None,
    ) -> None:
        self.form, self.counted, self.register, self.period = form, counted, register, period
        self.measures = {**register.measures, **form.measures}
        self.tallies = {code: selection_of(code, form, register, unit) for code in form.tallies}

    def whole_of(self, code: str) -> Whole:
        """A tally as something to break down."""
        return self.whole(self.tallies[code])

    def whole(self, chosen: Selection) -> Whole:
        """A selection as something to break down."""
        return Whole(chosen, self.form, self.register, self.tallies, self.period)

    def tally_figures(self) -> list[Figure]:
        """The figures of the tallies, as the bulletin speaks of them, silent ones last."""
        asked = terms_of_tallies(self.form)
        return [
            self.figure(f"{code}.{term}", self._subject(code), term)
            for code in self._as_read()
            for term in dict.fromkeys((*self._usual(code), *asked[code]))
        ]

    def _subject(self, code: str) -> Subject:
        tally = self.form.tallies[code]
        whole = self.tallies[tally.share_of] if tally.share_of else None
        return Subject(tally.label, self.tallies[code], whole, f"[tally.{code}]")

    def _usual(self, code: str) -> tuple[Term, ...]:
        """What every tally says; of contacts, and where conditions narrow, only the number."""
        tally = self.form.tallies[code]
        usual = USUAL if tally.of == "cases" and not tally.where else USUAL[:1]
        return (*usual, Term(SHARE_OF_WHOLE)) if tally.share_of else usual

    def _as_read(self) -> list[str]:
        text = "".join(self.form.paragraphs)
        places = {code: re.search(rf"\{{{code}[.|]", text) for code in self.form.tallies}
        return sorted(
            self.form.tallies,
            key=lambda code: match.start() if (match := places[code]) else len(text),
        )

    def figure(self, name: str, subject: Subject, term: Term, when: str = "") -> Figure:
        """One term of a subject; `when` is the period that it stands in."""
        now = self._plain(name, subject, term.measure, term.when or when)
        if not term.word:
            return now
        then = COMPARED[term.word]
        base = f"{name.removesuffix(str(term))}{term.measure}@{then}"
        since = self._plain(base, subject, term.measure, then)
        return replace(now, label=f"{now.label}{term.word}", since=since)

    def _plain(self, name: str, subject: Subject, measure: str, when: str) -> Figure:
        counted = self.counted.get(when, NOTHING)
        if measure == SHARE_OF_WHOLE:
            figure = self._share(name, subject, counted)
        else:
            definition = self.definition(measure, subject)
            label = f"{subject.label}{definition.name}"
            days, decimals = self._days(when), self.form.decimals
            try:
                figure = definition.counted(subject.chosen, counted, days=days, decimals=decimals)
            except Unclear as problem:
                message = f"{subject.place} 不能统计“{definition.name}”：{problem}"
                raise FormBroken(message) from problem
            figure = replace(figure, name=name, label=label)
        return replace(figure, when=when) if when else figure

    def _share(self, name: str, subject: Subject, counted: Counted) -> Figure:
        part, whole = subject.chosen, subject.whole
        if whole is None:
            message = f"{subject.place} 没有写明是谁的一部分（share_of），不能算 share。"
            raise FormBroken(message)
        return Figure(
            name, f"{subject.label}占比", counted.sum(part), part, counted.sum(whole), whole,
            self.form.decimals,
        )  # fmt: skip

    def sum(self, chosen: Selection, when: str = "") -> int:
        """How many cases a selection takes in a period."""
        return self.counted.get(when, NOTHING).sum(chosen)

    def definition(self, code: str, subject: Subject) -> Measure:
        """The measure called `code`; raises FormBroken where there is none for this subject."""
        measure = self.measures.get(code)
        if measure is None:
            known = "、".join(f"{row.code}（{row.name}）" for row in self.measures.values())
            raise FormBroken(
                f"{subject.place} 的指标“{code}”不存在；可用的有：{known}、share（占比）。"
            )
        if subject.chosen.of == "contacts" and (measure.numerator or measure.denominator):
            raise FormBroken(f"{subject.place} 统计的是来件，没有“{measure.name}”。")
        return measure

    def _days(self, when: str) -> int:
        return self.period.at(when).days if self.period is not None else 0
