"""The list of bulletins: every family with its periods that are there to be written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from hotline.records.models import Bulletin, Form
from hotline.records.queries.months import months
from hotline.rules.editions import Where
from hotline.rules.periods import Period, period_of, read_period

NAMES = {
    "monthly": "月报",
    "weekly": "周报",
    "daily": "日报",
    "quarterly": "季报",
    "yearly": "年报",
    "special": "专题",
}
BACK = {"day": 7, "week": 8, "quarter": 4, "year": 3}


@dataclass(frozen=True, slots=True)
class Family:
    """Bulletins of one kind: its code, its name, the kind of period that its newest form is of."""

    code: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Line:
    """One period of a family, with its bulletin where one was begun."""

    at: str
    name: str
    row: Bulletin | None

    @property
    def code(self) -> str:
        """The code of its period."""
        return self.at.split("/")[1]


def families() -> list[Family]:
    """Every family that has a form, the monthly one first."""
    newest: dict[str, Form] = {}
    for form in Form.objects.order_by("valid_from").defer("body"):
        newest[form.family] = form
    found = [Family(code, NAMES.get(code, form.name), form.period) for code, form in newest.items()]
    return sorted(found, key=lambda family: (family.code != "monthly", family.code))


def families_to_begin(known: Iterable[Family]) -> list[tuple[str, str]]:
    """The families as choices of a form."""
    return [(family.code, family.name) for family in known]


def lines(known: Sequence[Family], today: date) -> list[tuple[Family, list[Line]]]:
    """Each family's lines, newest first: what was begun, and what can be."""
    begun: dict[str, dict[str, Bulletin]] = {}
    rows = Bulletin.objects.exclude(status="withdrawn").select_related("form", "unit")
    for row in rows.defer("page", "printed", "form__body").order_by("edition"):
        begun.setdefault(row.family, {})[row.at] = row
    return [(family, _lines(family, begun.get(family.code, {}), today)) for family in known]


def _lines(family: Family, begun: dict[str, Bulletin], today: date) -> list[Line]:
    found = {at: Line(at, row.name, row) for at, row in begun.items()}
    periods = {at: (row.starts_on, row.unit_id is None) for at, row in begun.items()}
    for period in _periods(family.kind, today):
        at = Where(family.code, period).text
        if at not in found:
            found[at] = Line(at, period.name, None)
            periods[at] = (period.starts_on, True)
    return sorted(found.values(), key=lambda line: periods[line.at], reverse=True)


def _periods(kind: str, today: date) -> list[Period]:
    """Periods that a bulletin can be begun for: every month with cases, the last few of others."""
    if kind == "month":
        return [read_period(month) for month in months(today)]
    if kind not in BACK:
        return []
    found = [period_of(kind, today)]
    while len(found) < BACK[kind]:
        found.append(found[-1].previous())
    return found


def withdrawn() -> QuerySet[Bulletin]:
    """What was taken back, the latest first."""
    rows = Bulletin.objects.filter(status="withdrawn").select_related("form", "unit")
    return rows.defer("page", "printed").order_by("-published_at")
