"""Trying a form out: every part of it is counted and written once, before any case is there.

So a word that the city lacks, or a text that names what is not counted, is found while the form is
written and not on the day of the bulletin.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hotline.rules.counting import SECONDS_A_DAY, Counted, Figure, Selection
from hotline.rules.forms.shapes import BRACES, ONE_UNIT, Form, FormBroken
from hotline.rules.measuring import Measured, Register, measure
from hotline.rules.measuring.asked import periods_asked
from hotline.rules.pages import Page, Pieces
from hotline.rules.periods import Period, period_of
from hotline.rules.writing import Edition, Item, write_page
from hotline.rules.writing.filling import Filler

DAYS_OF_A_TOPIC = 30


class OneEach(Counted):
    """Counts one case for every selection, so that nothing is left out for being none."""

    def __init__(self) -> None:
        super().__init__(())

    def sum(self, selection: Selection) -> int:
        """One."""
        return 1

    def seconds(self, selection: Selection) -> int:
        """A day."""
        return SECONDS_A_DAY


def try_form(form: Form, register: Register) -> Page:
    """The form written over one case of everything; raises FormBroken for whatever is wrong."""
    period = _period(form)
    one, unit = OneEach(), _unit(form, register)
    others = dict.fromkeys(periods_asked(form), one)
    measured = measure(form, one, register, unit, others=others, period=period)
    edition = Edition(period.starts_on, period.ends_on, unit=unit)
    whole = replace(form, blocks=tuple(replace(row, when="", unless="") for row in form.blocks))
    items = [Item(section.code, "组", "条目。") for section in form.sections]
    page = write_page(whole, measured, edition, items)
    _try_silent_texts(form, measured, edition)
    return page


def _try_silent_texts(form: Form, measured: Measured, edition: Edition) -> None:
    """What the page did not say this time: other words of phrases, of empty lists, conditions."""
    filler = Filler(form, measured, edition)
    for block in form.blocks:
        for name in filter(None, (block.when, block.unless)):
            filler.figure(name)
    empty = [row.empty for row in form.lists.values()]
    for text in empty + [row.empty for row in form.tables.values()]:
        filler.fill(text)
    for tally, phrase in _phrases(form):
        for text in form.phrases[phrase].values():
            filler.fill(text, _near(tally, measured))


def _near(tally: str, measured: Measured) -> dict[str, Figure | Pieces]:
    start = f"{tally}."
    return {
        name.removeprefix(tally): figure
        for name, figure in measured.figures.items()
        if name.startswith(start)
    }


def _phrases(form: Form) -> list[tuple[str, str]]:
    """Every phrase that the form uses, with the tally that it words."""
    texts = [block.text for block in form.blocks] + [row.heading for row in form.sections]
    pairs = (name.split("|", 1) for text in texts for name in BRACES.findall(text) if "|" in name)
    return [(a, b) for a, b in pairs if a in form.tallies and b in form.phrases]


def _period(form: Form) -> Period:
    """A period of the form's kind that begins when the form does."""
    if form.period == "days":
        last = form.valid_from + timedelta(days=DAYS_OF_A_TOPIC - 1)
        return Period(form.valid_from, last)
    return period_of(form.period, form.valid_from)


def _unit(form: Form, register: Register) -> str:
    if form.scope != ONE_UNIT:
        return ""
    if not register.units:
        raise FormBroken("这种通报按单位写，但还没有承办单位。")
    return register.units[0].code
