"""Each list that can be exported as its page has it: what its address says, in words, and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from hotline.desk.chips import chips, list_address
from hotline.desk.forms.audit import AuditForm
from hotline.desk.forms.case_filter import FilterForm
from hotline.desk.leader import NEEDS, TITLES, title_of
from hotline.desk.navigation import QUEUE_NAMES
from hotline.records.models import Staff
from hotline.records.queries import lateness
from hotline.records.queries.hot_issues import issue_called
from hotline.records.queries.period_figures import NoForm, NoUnit, period_figures
from hotline.records.queries.reference import departments_by_code
from hotline.records.queries.staff import roles
from hotline.records.queries.unit_shares import TABS
from hotline.records.queries.wanted import Wanted, kept_private
from hotline.rules.heat import WEIGHTS
from hotline.rules.periods import read_period
from hotline.rules.unit_measures import MEASURES
from hotline.steps.exporting.listing import Asked

LONGEST = 200


@dataclass(frozen=True, slots=True)
class Page:
    """The page of a list: which words of its address count, what they say, and its address."""

    names: tuple[str, ...]
    told: Callable[[Staff, Asked], list[str]]
    url_name: str
    in_path: tuple[str, ...] = ()

    def asked(self, staff: Staff, query: Mapping[str, str]) -> dict[str, str]:
        """The list's filter as data, without what it does not know."""
        given = {name: query.get(name, "").replace("\0", "")[:LONGEST] for name in self.names}
        return {name: text for name, text in given.items() if text}

    def address(self, asked: Asked) -> str:
        """The list as it was looked at."""
        path = reverse(self.url_name, args=[asked[name] for name in self.in_path])
        query = {name: text for name, text in asked.items() if name not in self.in_path}
        return f"{path}?{urlencode(query)}" if query else path


class CasesPage(Page):
    """The list of cases: what tells of a person stands in its address only sealed."""

    def asked(self, staff: Staff, query: Mapping[str, str]) -> dict[str, str]:
        """The filters that are on."""
        wanted = kept_private(staff, Wanted.from_query(query))
        return dict(parse_qsl(wanted.without().address()))

    def address(self, asked: Asked) -> str:
        """The list with these filters."""
        return list_address(Wanted.from_query(asked))


def _cases(staff: Staff, asked: Asked) -> list[str]:
    wanted = Wanted.from_query(asked)
    queue = QUEUE_NAMES.get(wanted.queue)
    told = [chip.text for chip in chips(staff, wanted, FilterForm(dict(asked)))]
    return [queue, *told] if queue else told


def _unit(code: str) -> str:
    unit = departments_by_code().get(code)
    return unit.name if unit is not None else ""


def _late(staff: Staff, asked: Asked) -> list[str]:
    names = {**lateness.COLUMNS, **lateness.CAUSES, **lateness.OFFICE}
    return [_unit(asked.get("unit", "")), names.get(asked.get("what", ""), "")]


def _today(staff: Staff, asked: Asked) -> list[str]:
    what, of = asked.get("what", ""), asked.get("of", "")
    return [title_of(what, of)] if what in TITLES or what in NEEDS else []


def _unit_figure(staff: Staff, asked: Asked) -> list[str]:
    measure = MEASURES.get(asked.get("measure", "received"))
    whole = "分母" if asked.get("whole") == "1" else ""
    name = measure.name if measure is not None else ""
    return [asked.get("month", ""), _unit(asked.get("unit", "")), name, whole]


def _figure(staff: Staff, asked: Asked) -> list[str]:
    month, name = asked.get("month", ""), asked.get("name", "")
    try:
        period, unit = read_period(month), asked.get("unit", "")
        figures = period_figures(period, timezone.now(), family=asked.get("family", ""), unit=unit)
    except (ValueError, NoForm, NoUnit):
        return [month, name]
    figure = figures.figure(name)
    whole = "分母" if asked.get("whole") == "1" else ""
    as_of = asked.get("as_of", "")
    label, moment = figure.label if figure else name, f"截至 {as_of}" if as_of else ""
    return [period.name, figures.unit_name, label, whole, moment]


def _hot_issue(staff: Staff, asked: Asked) -> list[str]:
    try:
        issue = issue_called(UUID(asked.get("issue", "")))
    except ValueError:
        return []
    part = WEIGHTS.get(asked.get("part", ""), ("", 0))[0]
    return [issue.name, part] if issue is not None else []


def _people(staff: Staff, asked: Asked) -> list[str]:
    role = roles().get(asked.get("role", ""))
    state = {"yes": "在用", "no": "已停用"}.get(asked.get("active", ""), "")
    return [asked.get("q", ""), _unit(asked.get("unit", "")), role.name if role else "", state]


def _audit(staff: Staff, asked: Asked) -> list[str]:
    form = AuditForm(dict(asked))
    told = form.told() if form.is_valid() else {}
    return [f"{name}：{text}" for name, text in told.items()]


PAGES: Mapping[str, Page] = {
    "cases": CasesPage((), _cases, "desk:cases"),
    "unit": Page(("tab",), lambda staff, asked: [TABS.get(asked.get("tab", ""), "")], "desk:unit"),
    "unit_figure": Page(
        ("month", "measure", "unit", "topic", "whole"), _unit_figure, "desk:unit_figure_cases"
    ),
    "oversight": Page(("what", "unit"), _late, "desk:oversight_cases"),
    "leader": Page(("what", "of"), _today, "desk:leader_cases"),
    "hot_issue": Page(("issue", "part"), _hot_issue, "desk:hot_issue", ("issue",)),
    "callbacks": Page((), lambda staff, asked: [], "desk:callbacks"),
    "figure": Page(
        ("month", "name", "whole", "as_of", "family", "unit"),
        _figure,
        "desk:figure",
        ("month", "name"),
    ),
    "staff": Page(("q", "unit", "role", "active"), _people, "desk:staff"),
    "audit": Page(("what", "person", "number", "first", "last"), _audit, "desk:audit"),
}


def told_of(code: str, staff: Staff, asked: Asked) -> str:
    """What a list is narrowed to, in words."""
    return "；".join(filter(None, PAGES[code].told(staff, asked)))
