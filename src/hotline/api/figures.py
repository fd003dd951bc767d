"""A period's figures over the API: the same values that `hotline figures --json` prints."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import AwareDatetime

from hotline.api.problems import Problem
from hotline.api.tokens import Caller
from hotline.records.queries.figures_data import compared_data, figures_data
from hotline.records.queries.period_figures import NoForm, NoUnit
from hotline.rules.arrival_times import FIRST_YEAR
from hotline.rules.permits import NotPermitted

router = Router(tags=["figures"])


class FigureShown(Schema):
    """One figure; `value` is as the bulletin prints it."""

    name: str
    label: str
    value: str
    numerator: int
    denominator: int | None


class SlipShown(Schema):
    """A figure that an earlier print of the month has otherwise."""

    name: str
    label: str
    printed: str
    counted: str
    arithmetic: str


class PeriodShown(Schema):
    """Every figure of a period by a form, as of a moment."""

    period: str
    form: str
    unit: str
    as_of: datetime
    figures: list[FigureShown]
    slips: list[SlipShown]


class FigureBeside(Schema):
    """One figure at two moments; null where a list does not have it at one of them."""

    name: str
    label: str
    then: FigureShown | None
    now: FigureShown | None
    change: str


class BesideShown(Schema):
    """Every figure of a period at two moments, the earlier first."""

    period: str
    form: str
    unit: str
    then: datetime
    now: datetime
    figures: list[FigureBeside]


class Wanted(Schema):
    """口径族、承办单位代码、统计时点。"""

    family: str = ""
    unit: str = ""
    as_of: AwareDatetime | None = None


@router.get("/figures/{period}", response=PeriodShown)
def period_figures(request: Caller, period: str, wanted: Query[Wanted]) -> dict[str, object]:
    """查询某一统计期的全部数字。

    period 写成 2022-04、2022-W14、2022-04-05、2022-Q2、2022 或 2022-04-01--2022-04-20；
    as_of 为统计时点，默认现在；unit 只统计该单位及其下级；family 为口径族，默认按统计期选。
    """
    now = _permitted(request, wanted.as_of)
    with _told():
        return figures_data(period, now, wanted.as_of, family=wanted.family, unit=wanted.unit)


@router.get("/figures/{period}/compared", response=BesideShown)
def compared_figures(
    request: Caller, period: str, wanted: Query[Wanted], other: AwareDatetime | None = None
) -> dict[str, object]:
    """查询某一统计期在两个时点（as_of 与 other，默认现在）的全部数字及其变化。"""
    now = _permitted(request, wanted.as_of, other)
    moments = (wanted.as_of, other)
    with _told():
        return compared_data(period, now, moments, family=wanted.family, unit=wanted.unit)


def _permitted(request: Caller, *moments: datetime | None) -> datetime:
    """Now, unless the caller may see no figures or asks for a moment that is none."""
    if not request.auth.may("see_figures"):
        raise NotPermitted("see_figures")
    now = timezone.now()
    for moment in filter(None, moments):
        if moment > now:
            raise Problem(422, "统计时点晚于现在，请核对。", "as_of")
        if moment.year < FIRST_YEAR:
            raise Problem(422, f"统计时点早于 {FIRST_YEAR} 年，请核对。", "as_of")
    return now


@contextmanager
def _told() -> Iterator[None]:
    """What cannot be counted as a problem of the API."""
    try:
        yield
    except ValueError as error:
        raise Problem(422, str(error), "period") from error
    except NoForm as error:
        raise Problem(404, str(error), "period") from error
    except NoUnit as error:
        raise Problem(404, str(error), "unit") from error
