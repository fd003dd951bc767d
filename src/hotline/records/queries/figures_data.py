"""A month's figures as values for programs: the same for the command line and for the API."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from hotline.records.queries.bulletins import Slip, bulletin_of, slips
from hotline.records.queries.figures import EditionFigures, month_figures
from hotline.rules.counting import as_data
from hotline.rules.workdays import CHINA


def slips_of(month: str, figures: EditionFigures) -> list[Slip]:
    """Where an earlier print of the month says something else; none without a bulletin."""
    bulletin = bulletin_of(month)
    return slips(figures, bulletin.printed) if bulletin is not None else []


def figures_data(month: str, now: datetime, as_of: datetime | None = None) -> dict[str, Any]:
    """Month, form, moment, figures and slips; each value as the form prints it.

    Raises ValueError for a month that is none, and NoForm.
    """
    figures = month_figures(month, now, as_of=as_of)
    trim = figures.form.trim
    return {
        "month": month,
        "form": figures.form.code,
        "as_of": figures.as_of.astimezone(CHINA).isoformat(timespec="seconds"),
        "figures": [
            {**as_data(figure), "value": figure.printed(trim=trim)}
            for figure in figures.measured.figures.values()
        ],
        "slips": [asdict(slip) for slip in slips_of(month, figures)],
    }
