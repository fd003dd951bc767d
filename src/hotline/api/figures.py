"""The month's figures over the API: the same values that `hotline figures --json` prints."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from ninja import Router, Schema
from pydantic import AwareDatetime

from hotline.api.problems import Problem
from hotline.api.tokens import Caller
from hotline.records.queries.figures import NoForm
from hotline.records.queries.figures_data import figures_data
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


class MonthShown(Schema):
    """Every figure of a month's bulletin, as of a moment."""

    month: str
    form: str
    as_of: datetime
    figures: list[FigureShown]
    slips: list[SlipShown]


@router.get("/figures/{month}", response=MonthShown)
def month_figures(
    request: Caller, month: str, as_of: AwareDatetime | None = None
) -> dict[str, object]:
    """查询某月通报的全部数字，month 写成 2022-04；as_of 为统计时点，默认现在。"""
    if not request.auth.may("see_figures"):
        raise NotPermitted("see_figures")
    now = timezone.now()
    if as_of is not None and as_of > now:
        raise Problem(422, "统计时点晚于现在，请核对。", "as_of")
    if as_of is not None and as_of.year < FIRST_YEAR:
        raise Problem(422, f"统计时点早于 {FIRST_YEAR} 年，请核对。", "as_of")
    try:
        return figures_data(month, now, as_of)
    except ValueError as error:
        raise Problem(422, str(error), "month") from error
    except NoForm as error:
        raise Problem(404, str(error), "month") from error
