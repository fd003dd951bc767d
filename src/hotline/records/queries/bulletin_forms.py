"""Reading bulletin forms: by family, whether a bulletin has used one, tried on a period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from hotline.records.models import Bulletin, Form
from hotline.records.queries.bulletins import PUBLISHED, WITHDRAWN
from hotline.records.queries.figures import edition_figures, register
from hotline.rules.dated import holds_on
from hotline.rules.form_trial import try_form
from hotline.rules.forms import Form as FormRules
from hotline.rules.forms import FormBroken, read_form
from hotline.rules.forms.source import body_of, located
from hotline.rules.pages import Page
from hotline.rules.periods import Period
from hotline.rules.writing import Edition, write_page


@dataclass(frozen=True, slots=True)
class Family:
    """The forms that follow one another in time, the newest first; which of them holds today."""

    code: str
    period: str
    forms: list[Form]
    present: Form | None


def families(today: date) -> list[Family]:
    """Every family of forms."""
    by_code: dict[str, list[Form]] = {}
    for row in Form.objects.defer("body", "text").order_by("-valid_from", "code"):
        by_code.setdefault(row.family, []).append(row)
    return [
        Family(code, rows[0].period, rows, next((r for r in rows if holds_on(r, today)), None))
        for code, rows in sorted(by_code.items())
    ]


def used_by(row: Form) -> Bulletin | None:
    """A bulletin that was published by the form, if there is any: then it is not changed."""
    return Bulletin.objects.filter(form=row, status__in=(PUBLISHED, WITHDRAWN)).first()


def published_since(row: Form, day: date) -> Bulletin | None:
    """A bulletin of the form about a period from `day` on, that is out or being written."""
    return Bulletin.objects.exclude(status=WITHDRAWN).filter(form=row, starts_on__gte=day).first()


def form_in(text: str) -> tuple[dict[str, object], FormRules]:
    """The form that a text writes, tried out with the city's words; raises TextBroken."""
    try:
        body = body_of(text)
        form = read_form(body)
        try_form(form, register(form.valid_from))
    except FormBroken as problem:
        raise located(problem, text) from problem
    return body, form


def preview(text: str, period: Period, now: datetime, unit: str = "") -> Page:
    """The page that a text would give for a period with the figures of this moment."""
    body, form = form_in(text)
    row = Form(code=form.code, family=form.family, body=body, valid_from=form.valid_from)
    figures = edition_figures(row, period, now, unit=unit)
    edition = Edition(period.starts_on, period.ends_on, unit=figures.unit_name)
    return write_page(form, figures.measured, edition, ())
