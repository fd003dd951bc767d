"""What an address of figures asks for: the period, the form's family, the unit, the moments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from hotline.records.models import Form
from hotline.records.queries.bulletins import bulletin_of
from hotline.records.queries.figures import EditionFigures, edition_figures
from hotline.records.queries.period_figures import NoForm, NoUnit, families, form_of, need_unit
from hotline.rules.arrival_times import FIRST_YEAR
from hotline.rules.periods import Period, period_of, read_period
from hotline.rules.workdays import CHINA

UNREADABLE_MOMENT = "截至时间“{}”看不懂，请写成 2022-05-06T18:00；下面按现在统计。"
IN_THE_FUTURE = "截至时间晚于现在，下面按现在统计。"
NOW = "now"


@dataclass(frozen=True)
class Asked:
    """`as_of` is None for now; `compared` says whether another moment is wanted beside it.

    `problem` says in Chinese which part could not be read.
    """

    period: Period
    forms: list[Form]
    form: Form
    unit: str
    as_of: datetime | None
    compared: bool
    other: datetime | None
    problem: str
    text: dict[str, str]

    @property
    def query(self) -> str:
        """What the next address carries along, with its question mark."""
        return f"?{urlencode(self.text)}" if self.text else ""

    def at(self, moment: datetime | None, now: datetime) -> EditionFigures:
        """The figures as of a moment (None: now)."""
        return edition_figures(self.form, self.period, now, as_of=moment, unit=self.unit)

    def moments(self, now: datetime) -> tuple[datetime | None, datetime | None]:
        """The two moments compared, the earlier first; None is now."""
        first, last = sorted((self.as_of, self.other), key=lambda moment: moment or now)
        return first, last


def read_asked(request: HttpRequest, code: str) -> Asked:
    """Read an address; a period that is none is no page, a moment that is none counts as now."""
    given = {
        name: request.GET[name].strip()[:60]
        for name in ("family", "unit", "as_of", "with")
        if request.GET.get(name, "").strip()
    }
    try:
        period = read_period(code)
        forms = families(period.starts_on)
        form = form_of(period, forms, given.get("family", ""))
        need_unit(given.get("unit", ""))
    except (ValueError, NoForm, NoUnit) as error:
        raise Http404(str(error)) from error
    now = timezone.now()
    as_of, problem = read_moment(given.get("as_of", ""), now)
    other, more = read_moment(given.get("with", ""), now)
    return Asked(
        period=period,
        forms=forms,
        form=form,
        unit=given.get("unit", ""),
        as_of=as_of,
        compared="with" in given,
        other=other,
        problem=problem or more,
        text=given,
    )


def read_moment(text: str, now: datetime) -> tuple[datetime | None, str]:
    """The moment that was typed, None for now, and what is wrong with it."""
    if not text or text == NOW:
        return None, ""
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None:
        return None, UNREADABLE_MOMENT.format(text[:40])
    if timezone.is_naive(moment):
        moment = moment.replace(tzinfo=CHINA)
    if moment.year < FIRST_YEAR:
        return None, UNREADABLE_MOMENT.format(text[:40])
    return (None, IN_THE_FUTURE) if moment > now else (moment, "")


def ready_moments(period: Period, now: datetime) -> list[tuple[str, str]]:
    """Moments that are often asked: a name, and how an address writes it."""
    evening = datetime.combine(period.ends_on, time(23, 59, 59), CHINA)
    found = [("期末当晚", _written(evening))] if evening < now else []
    published = _published(period)
    if published is not None:
        found.append(("发布时", _written(published)))
    return [*found, ("现在", NOW)]


def neighbours(period: Period) -> list[tuple[str, Period]]:
    """The periods that one goes to from here."""
    found = [("上一期", period.previous())]
    if period.kind != "days":
        found.append(("下一期", period_of(period.kind, period.ends_on + timedelta(days=1))))
    found.append(("上年同期", period.year_before()))
    return found


def _published(period: Period) -> datetime | None:
    if period.kind != "month":
        return None
    bulletin = bulletin_of(period.code)
    return bulletin.published_at if bulletin is not None else None


def _written(moment: datetime) -> str:
    return moment.astimezone(CHINA).isoformat(timespec="seconds").removesuffix("+08:00")
