"""What a form asks for: terms beyond the usual ones, and periods beside the present one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from hotline.rules.forms.checking import texts_of
from hotline.rules.forms.parts import near_terms
from hotline.rules.forms.shapes import BRACES, Breakdown, Form
from hotline.rules.forms.terms import Term, term_of

# A phrase is chosen by these.
OF_A_PHRASE = (Term("count"), Term("closed"), Term("open"))


def terms_of_tallies(form: Form) -> dict[str, list[Term]]:
    """For each tally, what the texts ask of it, in their order."""
    asked: dict[str, dict[Term, None]] = {code: {} for code in form.tallies}
    for name in _braces(form):
        code, dot, rest = name.partition(".")
        term = term_of(rest) if dot else None
        if code in asked and term is not None:
            asked[code][term] = None
        tally, _, phrase = name.partition("|")
        if tally in asked and phrase in form.phrases:
            asked[tally].update(dict.fromkeys(OF_A_PHRASE))
            for text in form.phrases[phrase].values():
                asked[tally].update(dict.fromkeys(near_terms(text)))
    return {code: list(terms) for code, terms in asked.items()}


def with_asked(row: Breakdown, form: Form) -> Breakdown:
    """The breakdown with the terms that texts elsewhere ask of its members."""
    start = f"{row.code}."
    names = (name.removeprefix(start) for name in _braces(form) if name.startswith(start))
    asked = (term_of(name.rpartition(".")[2]) for name in names)
    terms = dict.fromkeys((*row.terms, *(term for term in asked if term is not None)))
    return replace(row, terms=tuple(terms))


def periods_asked(form: Form) -> frozenset[str]:
    """Every `when` beside the present period that must be counted for a form."""
    terms: list[Term] = [term for asked in terms_of_tallies(form).values() for term in asked]
    asked: set[str] = set()
    for row in form.breakdowns():
        terms += with_asked(row, form).terms
        terms += row.inner.terms if row.inner is not None else ()
        if row.by == "period":
            asked |= set(row.members)
    return frozenset(asked.union(*(term.needs for term in terms))) - {""}


def _braces(form: Form) -> Iterable[str]:
    for _, text in texts_of(form):
        yield from BRACES.findall(text)
