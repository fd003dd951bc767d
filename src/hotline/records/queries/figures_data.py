"""A period's figures as values for programs: the same for the command line and for the API."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from hotline.records.queries.bulletins import Slip, bulletin_of, slips
from hotline.records.queries.figures import MONTHLY, EditionFigures
from hotline.records.queries.period_figures import beside, period_figures
from hotline.rules.counting import Figure, as_data
from hotline.rules.periods import read_period
from hotline.rules.workdays import CHINA


def slips_of(figures: EditionFigures) -> list[Slip]:
    """Where an earlier print of the month says something else; none without a bulletin."""
    if figures.form.family != MONTHLY or figures.period.kind != "month" or figures.unit:
        return []
    bulletin = bulletin_of(figures.period.code)
    return slips(figures, bulletin.printed) if bulletin is not None else []


def figures_data(
    code: str,
    now: datetime,
    as_of: datetime | None = None,
    *,
    family: str = "",
    unit: str = "",
) -> dict[str, Any]:
    """Period, form, unit, moment, figures and slips; each value as the form prints it.

    Raises ValueError for a period that is none, NoForm and NoUnit.
    """
    period = read_period(code)
    figures = period_figures(period, now, family=family, unit=unit, as_of=as_of)
    return {
        "period": period.code,
        "form": figures.form.code,
        "unit": unit,
        "as_of": _moment(figures),
        "figures": [_shown(row, figures) for row in figures.measured.figures.values()],
        "slips": [asdict(slip) for slip in slips_of(figures)],
    }


def compared_data(
    code: str,
    now: datetime,
    moments: tuple[datetime | None, datetime | None],
    *,
    family: str = "",
    unit: str = "",
) -> dict[str, Any]:
    """The figures at two moments (None is now), the earlier first, each with its change."""
    period = read_period(code)
    first, last = (
        period_figures(period, now, family=family, unit=unit, as_of=moment)
        for moment in sorted(moments, key=lambda moment: moment or now)
    )
    return {
        "period": period.code,
        "form": last.form.code,
        "unit": unit,
        "then": _moment(first),
        "now": _moment(last),
        "figures": [
            {
                "name": pair.figure.name,
                "label": pair.figure.label,
                "then": _shown(pair.then, first) if pair.then else None,
                "now": _shown(pair.now, last) if pair.now else None,
                "change": pair.change,
            }
            for pair in beside(first, last)
        ],
    }


def _shown(figure: Figure, figures: EditionFigures) -> dict[str, Any]:
    return {**as_data(figure), "value": figure.printed(trim=figures.form.trim)}


def _moment(figures: EditionFigures) -> str:
    return figures.as_of.astimezone(CHINA).isoformat(timespec="seconds")
