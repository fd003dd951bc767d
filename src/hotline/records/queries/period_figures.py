"""Figures of any period by any family of forms, for all units or one, as of any moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from hotline.records.models import Form as FormRow
from hotline.records.queries.figures import (
    MONTHLY,
    EditionFigures,
    NoForm,
    edition_figures,
    forms_on,
)
from hotline.records.queries.reference import departments
from hotline.rules.counting import Figure, percent
from hotline.rules.periods import Period


class NoUnit(LookupError):
    """No unit has this code."""


@dataclass(frozen=True, slots=True)
class Beside:
    """A figure at two moments; None where the list of one of them does not have it."""

    then: Figure | None
    now: Figure | None

    @property
    def figure(self) -> Figure:
        """Whichever there is, the later first."""
        found = self.now or self.then
        if found is None:
            raise ValueError("no figure at either moment")
        return found

    @property
    def change(self) -> str:
        """By how much: +12, or +0.3 个百分点 of a share; "" where nothing can be compared."""
        if self.then is None or self.now is None:
            return ""
        if not self.now.is_share:
            by = self.now.numerator - self.then.numerator
            return f"{by:+d}" if by else "0"
        shares = [
            percent(each.numerator, each.denominator or 0, each.decimals)
            for each in (self.then, self.now)
        ]
        if None in shares:
            return ""
        points = Decimal(shares[1] or "0") - Decimal(shares[0] or "0")
        return f"{points:+} 个百分点" if points else "0"

    @property
    def is_changed(self) -> bool:
        """Whether a numerator or denominator differs."""
        return self.then is None or self.now is None or _numbers(self.then) != _numbers(self.now)


def _numbers(figure: Figure) -> tuple[int, int | None]:
    return figure.numerator, figure.denominator


def period_figures(
    period: Period,
    now: datetime,
    *,
    family: str = "",
    unit: str = "",
    as_of: datetime | None = None,
) -> EditionFigures:
    """Measure a period; raises NoForm or NoUnit with a sentence in Chinese."""
    need_unit(unit)
    row = form_of(period, families(period.starts_on), family)
    return edition_figures(row, period, now, as_of=as_of, unit=unit)


def need_unit(code: str) -> None:
    """Raise NoUnit for a code that no unit has; none at all is all units."""
    if code and code not in {row.code for row in departments().values()}:
        raise NoUnit(f"没有代码为“{code[:40]}”的承办单位，请核对。")


def form_of(period: Period, known: Sequence[FormRow], family: str = "") -> FormRow:
    """Of the forms that hold, the one of the family; without one that which is written for such
    periods, else the monthly one. Raises NoForm."""
    if family:
        found = [row for row in known if row.family == family]
    else:
        fitting = [row for row in known if row.period == period.kind]
        monthly = [row for row in known if row.family == MONTHLY]
        found = [row for row in monthly if row in fitting] or fitting or monthly
    if not found:
        raise NoForm(f"{period.name}没有可用的通报格式，请先在城市资料中补充。")
    return found[0]


def families(day: date) -> list[FormRow]:
    """The forms that hold on the day, one of each family."""
    return list(forms_on(day).values())


def beside(then: EditionFigures, now: EditionFigures) -> list[Beside]:
    """Every figure of the two moments, in the order of the later one."""
    before, after = then.measured.figures, now.measured.figures
    names = [*after, *(name for name in before if name not in after)]
    return [Beside(before.get(name), after.get(name)) for name in names]


__all__ = [
    "Beside",
    "NoForm",
    "NoUnit",
    "beside",
    "families",
    "form_of",
    "need_unit",
    "period_figures",
]
