"""A bulletin's figures beside those of the period before: as published, else as counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hotline.records.models import Bulletin, Form
from hotline.records.queries.bulletins import PUBLISHED, Draft, editions_of
from hotline.records.queries.figures import NoForm, edition_figures, form_for
from hotline.rules.editions import Where
from hotline.rules.forms import FormBroken
from hotline.rules.moved_figures import Moved, moved
from hotline.rules.periods import Period

REST = "总体与渠道"


@dataclass(frozen=True, slots=True)
class Beside:
    """The figures in parts by what they are of; `frozen` says whether those of the period before
    are the published ones."""

    previous: Period
    frozen: bool
    parts: list[tuple[str, list[Moved]]]


def beside(bulletin: Bulletin, written: Draft, now: datetime) -> Beside:
    """Every figure of the draft with its earlier value and the difference in words."""
    previous = bulletin.period.previous()
    before, frozen = _before(bulletin, previous, now)
    parts: dict[str, list[Moved]] = {REST: []}
    for name, figure in written.month.measured.figures.items():
        head = name.split(".")[0]
        title = {"units": "承办单位"}.get(head, "分类" if name.count(".") > 1 else REST)
        line = moved(name, figure.label, figure.printed(), before.get(name, ""))
        parts.setdefault(title, []).append(line)
    return Beside(previous, frozen, [(title, lines) for title, lines in parts.items() if lines])


def _before(bulletin: Bulletin, period: Period, now: datetime) -> tuple[dict[str, str], bool]:
    """The printed values of the period before by name, and whether they are the published ones."""
    unit = bulletin.unit.code if bulletin.unit is not None else ""
    editions = editions_of(Where(bulletin.family, period, unit))
    out = editions.filter(status=PUBLISHED, figures__isnull=False).first()
    if out is not None and out.figures is not None:
        return {row["name"]: row["value"] for row in out.figures.values}, True
    try:
        form = _form_of(bulletin, period)
        counted = edition_figures(form, period, now, unit=unit)
    except (NoForm, FormBroken):
        return {}, False
    figures = counted.measured.figures.items()
    return {name: figure.printed() for name, figure in figures}, False


def _form_of(bulletin: Bulletin, period: Period) -> Form:
    """The form of the period before: most often the bulletin's own, which held then already."""
    own = bulletin.form
    return own if own.valid_from <= period.starts_on else form_for(period.starts_on, own.family)
