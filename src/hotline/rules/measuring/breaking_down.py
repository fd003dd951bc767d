"""Breaking a tally down: its members measured, ranked and kept, and the rest under one name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from hotline.rules.counting import COUNT, Figure
from hotline.rules.forms.shapes import Breakdown, FormBroken
from hotline.rules.forms.terms import SHARE_OF_WHOLE, Term
from hotline.rules.measuring.measured import Part
from hotline.rules.measuring.members import Member, Subject, Whole, members_of

if TYPE_CHECKING:
    from hotline.rules.measuring.measurer import Measurer

NO_CODE = "other"
TOTAL = "total"
BY_UNITS = ("unit", "street")
MOST_FIGURES = 20_000
Value = Fraction | Decimal | int


@dataclass(frozen=True, slots=True)
class Broken:
    """The kept members, the figures of a total row, and all figures that may be printed."""

    parts: tuple[Part, ...]
    totals: Mapping[str, Figure]
    figures: list[Figure]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A member that is measured, before it is known whether it is kept; `size` is its number."""

    member: Member
    part: Part
    size: int


def break_down(row: Breakdown, measurer: Measurer, besides: AbstractSet[str]) -> Broken:
    """Every member of `row` measured, and those kept that it asks for."""
    whole = measurer.whole_of(row.of)
    parts = _parts(row, whole, measurer, row.code, besides)
    totals = _totals(row, whole, measurer) if _wants_total(row, measurer) else {}
    return Broken(parts, totals, [*_figures(parts), *totals.values()])


def _parts(
    row: Breakdown, whole: Whole, measurer: Measurer, prefix: str, besides: AbstractSet[str]
) -> tuple[Part, ...]:
    members = members_of(row, whole)
    inner = len(row.inner.terms) if row.inner is not None else 0
    if len(members) * (len(row.terms) + inner) > MOST_FIGURES:
        raise FormBroken(f"{row.place} 要算的数太多（{len(members)} 项），请缩小范围。")
    found = [_candidate(member, row, whole, measurer, prefix) for member in members]
    kept = _kept(row, [one for one in found if one.member.code not in besides])
    parts = tuple(one.part for one in kept)
    return (*parts, _rest(row, whole, measurer, prefix, kept)) if row.rest else parts


def _candidate(
    member: Member, row: Breakdown, whole: Whole, measurer: Measurer, prefix: str
) -> _Candidate:
    code = f"{prefix}.{member.code}"
    subject = Subject(member.name, member.chosen, whole.chosen, row.place)
    figures = {
        str(term): measurer.figure(f"{code}.{term}", subject, term, member.when)
        for term in row.terms
    }
    inner: tuple[Part, ...] = ()
    if row.inner is not None:
        inner = _parts(row.inner, measurer.whole(member.chosen), measurer, code, frozenset())
    size = measurer.sum(member.chosen, member.when)
    return _Candidate(member, Part(member.code, member.name, figures, inner), size)


def _kept(row: Breakdown, found: Sequence[_Candidate]) -> list[_Candidate]:
    """Those with enough cases, ranked where the form ranks them, the first of them."""
    drops_empty = row.keep or not row.members
    least = max(row.at_least, 1 if drops_empty else 0)
    listed = [one for one in found if one.size >= least]
    if row.sort is None and not row.keep:
        return listed
    valued = [(value, one) for one in listed if (value := _value(row.sort, one)) is not None]
    ranked = sorted(valued, key=lambda pair: pair[0], reverse=not row.ascending)
    kept = ranked[: row.keep] if row.keep else ranked
    if row.ties and kept:
        kept += [pair for pair in ranked[len(kept) :] if pair[0] == kept[-1][0]]
    return _with_ranks(kept)


def _value(sort: Term | None, one: _Candidate) -> Value | None:
    """By what a member is ranked; None where it has no such value, and so no rank."""
    if sort is None:
        return one.size
    figure = one.part.figures[str(sort)]
    if figure.since is not None:
        return figure.change
    if figure.kind == COUNT:
        return figure.numerator
    return Fraction(figure.numerator, figure.denominator) if figure.denominator else None


def _with_ranks(ranked: Sequence[tuple[Value, _Candidate]]) -> list[_Candidate]:
    values = [value for value, _ in ranked]
    return [
        replace(one, part=replace(one.part, rank=values.index(value) + 1)) for value, one in ranked
    ]


def _rest(
    row: Breakdown, whole: Whole, measurer: Measurer, prefix: str, kept: Sequence[_Candidate]
) -> Part:
    """其它: the whole less the listed members; only numbers and shares can be said of it."""
    figures: dict[str, Figure] = {}
    subject = Subject(row.rest, whole.chosen, whole.chosen, row.place)
    for term in row.terms:
        if term.measure in ("count", SHARE_OF_WHOLE):
            figure = measurer.figure(f"{prefix}.{NO_CODE}.{term}", subject, term)
            figures[str(term)] = _less(figure, [one.part.figures[str(term)] for one in kept])
    return Part(NO_CODE, row.rest, figures)


def _less(whole: Figure, listed: Sequence[Figure]) -> Figure:
    since = whole.since
    if since is not None:
        since = _less(since, [figure.since for figure in listed if figure.since is not None])
    return replace(
        whole,
        numerator=whole.numerator - sum(figure.numerator for figure in listed),
        minus=tuple(figure.of_numerator for figure in listed),
        since=since,
    )


def _wants_total(row: Breakdown, measurer: Measurer) -> bool:
    table = measurer.form.tables.get(row.code)
    return table is not None and bool(table.total)


def _totals(row: Breakdown, whole: Whole, measurer: Measurer) -> dict[str, Figure]:
    """The figures of the whole; of units, of what they were given."""
    chosen = whole.chosen
    if row.by in BY_UNITS:
        chosen = replace(chosen, dispatched=True, unit=row.under or chosen.unit)
    subject = Subject("合计", chosen, chosen, row.place)
    return {
        str(term): measurer.figure(f"{row.code}.{TOTAL}.{term}", subject, term)
        for term in row.terms
    }


def _figures(parts: Sequence[Part]) -> list[Figure]:
    found: list[Figure] = []
    for part in parts:
        found += part.figures.values()
        found += _figures(part.inner)
    return found
