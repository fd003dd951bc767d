"""An edition of any family: the form of its day, the figures of this moment, written as a page."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Form as FormRow
from hotline.records.queries.figures import edition_figures, form_for
from hotline.records.queries.reference import departments
from hotline.rules.pages import Page
from hotline.rules.periods import KINDS, Period, read_period
from hotline.rules.writing import Edition, write_page


def form_of(family: str, period: Period) -> FormRow:
    """The family's form for a period; raises NoForm, and ValueError for another kind of period."""
    row = form_for(period.starts_on, family)
    if row.period not in ("days", period.kind):
        kinds = f"按{KINDS[row.period]}编写，“{period.code}”是按{KINDS[period.kind]}写的"
        raise ValueError(f"“{row.name}”{kinds}，请改统计期。")
    return row


def edition_page(family: str, code: str, now: datetime, unit: str = "") -> Page:
    """The page of a family's edition for a period and, if asked for, one unit.

    Raises NoForm, and ValueError with a sentence in Chinese for a period or unit that is none.
    """
    period = read_period(code)
    row = form_of(family, period)
    if unit and unit not in {each.code for each in departments().values()}:
        raise ValueError(f"没有代码为“{unit}”的单位，请核对。")
    figures = edition_figures(row, period, now, unit=unit)
    edition = Edition(period.starts_on, period.ends_on, unit=figures.unit_name)
    return write_page(figures.form, figures.measured, edition, ())
