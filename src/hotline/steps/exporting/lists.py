"""The lists that can be exported. Adding one is an entry here, and the button on its page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from hotline.records.models import Assignment, Case, Department, Staff
from hotline.records.queries import audit, lateness, today, unit_figures
from hotline.records.queries.access import cases_for
from hotline.records.queries.behind import identities_behind
from hotline.records.queries.cases import listed, order_of
from hotline.records.queries.hot_issues import issue_called, members_of
from hotline.records.queries.narrowing import narrowed
from hotline.records.queries.period_figures import NoForm, NoUnit, period_figures
from hotline.records.queries.reference import departments, departments_by_code
from hotline.records.queries.staff import roles, staff_found
from hotline.records.queries.unit_shares import TABS, shares_in, shares_of
from hotline.records.queries.wanted import Wanted
from hotline.rules.arrival_times import FIRST_YEAR
from hotline.rules.counting import DAYS
from hotline.rules.periods import read_period
from hotline.rules.permits import SEES_CASES
from hotline.rules.unit_measures import MEASURES
from hotline.rules.workdays import CHINA
from hotline.steps.exporting.case_columns import CASE_COLUMNS, READS, USUAL, of_case, stamp, worded
from hotline.steps.exporting.journal_lines import Line, line_of
from hotline.steps.exporting.listing import AT_ONCE, Asked, Column, Listing, Rows

PARTS = {"lead": "主办", "assisting": "协办", "below": "下级办理"}


class NoList(LookupError):
    """What was asked for is no list, or not one of rows that can be given."""


def _cases(found: Any) -> Rows:
    """Cases by whatever query, read through the person's door."""
    return Rows(found, cases_for, worded, READS)


def _all(staff: Staff, asked: Asked, at: datetime) -> QuerySet[Case]:
    wanted = Wanted.from_query(asked)
    found = narrowed(staff, wanted, at)
    if wanted.queue == "call_back":
        found = listed(found)
    return found.order_by(*order_of(wanted))


def _callbacks(staff: Staff, asked: Asked, at: datetime) -> QuerySet[Case]:
    return _all(staff, {"queue": "call_back"}, at)


def _late(staff: Staff, asked: Asked, at: datetime) -> QuerySet[Case]:
    what, unit = asked.get("what", ""), departments_by_code().get(asked.get("unit", ""))
    known = what in lateness.COLUMNS or what in lateness.CAUSES or what in lateness.OFFICE
    if not known or (asked.get("unit") and unit is None):
        raise NoList(what)
    found = lateness.cases_behind(staff, what, unit, lateness.edges(at))
    return found.order_by("due_at", "registered_at", "pk")


def _today(staff: Staff, asked: Asked, at: datetime) -> QuerySet[Case]:
    found = today.cases_of(staff, asked.get("what", ""), asked.get("of", ""), lateness.edges(at))
    if found is None:
        raise NoList(asked.get("what", ""))
    return found.order_by("due_at", "registered_at", "pk")


def _figure(staff: Staff, asked: Asked, at: datetime) -> QuerySet[Case]:
    """The cases behind a figure of a period, as of a moment if one is named."""
    as_of = _moment(asked.get("as_of", ""), at)
    try:
        counted = period_figures(
            read_period(asked.get("month", "")),
            at,
            family=asked.get("family", ""),
            unit=asked.get("unit", ""),
            as_of=as_of,
        )
    except (ValueError, NoForm, NoUnit) as error:
        raise NoList(str(error)) from error
    figure = counted.figure(asked.get("name", ""))
    if figure is None or figure.of_numerator.of != "cases":
        raise NoList(asked.get("name", ""))
    whole = asked.get("whole") == "1" or figure.kind == DAYS
    window = counted.window_of(figure)
    found = identities_behind(figure, window, counted.as_of, live=counted.live, whole=whole)
    return cases_for(staff).filter(pk__in=found).order_by("number")


def _hot_issue(staff: Staff, asked: Asked, at: datetime) -> QuerySet[Case]:
    """The cases of a hot issue that the person may see, or of one part of its heat."""
    try:
        issue = issue_called(UUID(asked.get("issue", "")))
    except ValueError as error:
        raise NoList(asked.get("issue", "")) from error
    if issue is None:
        raise NoList(asked["issue"])
    members = members_of(staff, issue, asked.get("part", ""))
    return cases_for(staff).filter(pk__in=members.order_by().values("case")).order_by("number")


def _moment(text: str, now: datetime) -> datetime | None:
    """The moment that is named; none where it cannot be read, or has not come."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=CHINA)
    return moment if moment.year >= FIRST_YEAR and moment <= now else None


def _unit_figure(staff: Staff, asked: Asked, at: datetime) -> list[UUID]:
    own = unit_figures.own_units(staff)
    unit = departments_by_code().get(asked.get("unit", ""))
    measure = asked.get("measure", "received")
    if measure not in MEASURES or (asked.get("unit") and (unit is None or unit.pk not in own)):
        raise NoList(measure)
    wanted = unit_figures.Asked(
        month=asked.get("month", ""),
        measure=measure,
        unit=unit.pk if unit else None,
        topic=asked.get("topic", ""),
        whole=asked.get("whole") == "1",
        page=1,
    )
    try:
        return unit_figures.keys_behind(staff, wanted, at, limit=2_000_000)
    except ValueError as error:
        raise NoList(wanted.month) from error


def _shares(staff: Staff, asked: Asked, at: datetime) -> QuerySet[Assignment]:
    tab = asked.get("tab", "sign")
    if tab not in TABS:
        raise NoList(tab)
    return shares_in(staff, tab, at)


def _with_case(row: Any) -> Any:
    worded(row.case)
    return row


def _unit_of(row: Assignment, staff: Staff) -> str:
    unit: Department | None = departments().get(row.department_id)
    return unit.name if unit else ""


SHARE_COLUMNS = (
    *(of_case(column) for column in CASE_COLUMNS if column.code != "clock"),
    Column("unit", "本级或下级", _unit_of),
    Column("part", "分工", lambda row, staff: PARTS.get(row.part, row.part)),
    Column("given", "交办时间", lambda row, staff: stamp(row.given_at), ("given_at",)),
    Column("signed", "签收时间", lambda row, staff: stamp(row.signed_at), ("signed_at",)),
    Column("due", "反馈时限", lambda row, staff: stamp(row.due_at), ("due_at",)),
    Column("replied", "反馈时间", lambda row, staff: stamp(row.replied_at), ("replied_at",)),
)
SHARE_READS = ("department_id", "part", *(f"case__{name}" for name in READS))


def _people(staff: Staff, asked: Asked, at: datetime) -> QuerySet[Staff]:
    return staff_found(
        asked.get("q", "").strip(),
        unit=departments_by_code().get(asked.get("unit", "")),
        role=roles().get(asked.get("role", "")),
        active=asked.get("active", ""),
    )


PEOPLE_COLUMNS = (
    Column("username", "用户名", lambda row, staff: row.username),
    Column("name", "姓名", lambda row, staff: row.name),
    Column("unit", "所属单位", lambda row, staff: row.department.name if row.department else ""),
    Column("roles", "岗位", lambda row, staff: "、".join(role.name for role in row.roles.all())),
    Column("active", "状态", lambda row, staff: "在用" if row.is_active else "已停用"),
    Column("factor", "二次验证", lambda row, staff: "有" if row.has_second_factor else "没有"),
)


class Journals:
    """The journals of the office, the newest first; how many there are nobody counts."""

    def count(self, staff: Staff, asked: Asked, at: datetime, most: int) -> int:
        """Not known."""
        return 0

    def pages(
        self, staff: Staff, asked: Asked, at: datetime, columns: Sequence[Column]
    ) -> Iterator[Sequence[Line]]:
        """Page after page, each older than the one before; the first no younger than `at`."""
        wanted, before = self._wanted(asked), audit.Place(at, "~", 0)
        while found := audit.entries(wanted, before=before, limit=AT_ONCE):
            yield [line_of(entry) for entry in found]
            before = found[-1].place

    def _wanted(self, asked: Asked) -> audit.Asked:
        journal, _, verb = asked.get("what", "").partition(".")
        return audit.Asked(
            journal=journal,
            verb=verb,
            person=asked.get("person", ""),
            number=asked.get("number", "").upper(),
            first=_day(asked.get("first", "")),
            last=_day(asked.get("last", "")),
        )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _second(at: datetime) -> str:
    return f"{at.astimezone(CHINA):%Y-%m-%d %H:%M:%S}"


LINE_COLUMNS = (
    Column("at", "时间", lambda line, staff: _second(line.at)),
    Column("journal", "记录", lambda line, staff: line.journal),
    Column("verb", "事项", lambda line, staff: line.verb),
    Column("who", "经手人", lambda line, staff: line.who),
    Column("about", "对象", lambda line, staff: line.about),
    Column("told", "说明", lambda line, staff: line.told),
)


def _all_of(columns: Sequence[Column]) -> tuple[str, ...]:
    return tuple(column.code for column in columns)


SEES_ISSUES = ("manage_issues", "supervise", "instruct")
FIGURES = ("see_figures", "count", "draft_bulletin", "publish_bulletin")
TO_CALL = ("number", "title", "caller", "phone", "kind", "topic", "lead", "registered")
SHARED = (*USUAL[:-1], "part", "given", "signed", "due")
PEOPLE = Rows(
    _people,
    lambda staff: Staff.objects.select_related("department").prefetch_related("roles"),
)
OF_UNIT = Rows(_shares, shares_of, _with_case, SHARE_READS)
LISTS: Mapping[str, Listing] = {
    listing.code: listing
    for listing in (
        Listing("cases", "工单", SEES_CASES, CASE_COLUMNS, USUAL, _cases(_all)),
        Listing("unit", "承办台", ("see_unit_cases",), SHARE_COLUMNS, SHARED, OF_UNIT),
        Listing(
            "unit_figure",
            "本单位统计的工单",
            ("see_unit_cases",),
            CASE_COLUMNS,
            USUAL,
            _cases(_unit_figure),
        ),
        Listing("oversight", "督办台", ("supervise",), CASE_COLUMNS, USUAL, _cases(_late)),
        Listing("leader", "领导台", ("instruct",), CASE_COLUMNS, USUAL, _cases(_today)),
        Listing("hot_issue", "热点的工单", SEES_ISSUES, CASE_COLUMNS, USUAL, _cases(_hot_issue)),
        Listing("callbacks", "待回访", ("call_back",), CASE_COLUMNS, TO_CALL, _cases(_callbacks)),
        Listing("figure", "统计数的工单", FIGURES, CASE_COLUMNS, USUAL, _cases(_figure)),
        Listing(
            "staff", "人员", ("manage_staff",), PEOPLE_COLUMNS, _all_of(PEOPLE_COLUMNS), PEOPLE
        ),
        Listing(
            "audit",
            "审计记录",
            ("see_journal",),
            LINE_COLUMNS,
            _all_of(LINE_COLUMNS),
            Journals(),
            unless=SEES_CASES,
        ),
    )
}


# Whoever holds one of these has something to export.
ANY_PERMIT = tuple(sorted({permit for each in LISTS.values() for permit in each.permits}))


def list_called(code: str) -> Listing:
    """The list of this name; raises NoList."""
    if code not in LISTS:
        raise NoList(code)
    return LISTS[code]
