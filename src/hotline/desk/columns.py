"""The columns that a list of cases can show, and which of them a person wants, in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.html import format_html
from django.utils.safestring import SafeString

from hotline.desk.chips import list_address
from hotline.desk.clocks import Clock
from hotline.desk.templatetags.desk import icon, masked, moment, named
from hotline.records.models import Case
from hotline.records.queries.wanted import Wanted

Show = Callable[[Case, Clock], SafeString | str]
SIGNS = {"late": "alert-triangle", "soon": "hourglass"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, its style, what it shows, and by what the list sorts for it."""

    code: str
    label: str
    style: str
    show: Show
    sort: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's head as it stands: where a click leads, and how the list is sorted now."""

    label: str
    url: str = ""
    sorted: str = ""


def _named(name: str) -> Show:
    """Show what a column of the case points to."""
    return lambda case, clock: str(getattr(case, name) or "—")


def _time(name: str) -> Show:
    return lambda case, clock: _stamp(getattr(case, name))


def _stamp(at: datetime | None) -> SafeString | str:
    if at is None:
        return "—"
    return format_html('<time datetime="{}">{}</time>', at.isoformat(), moment(at))


def _status(case: Case, clock: Clock) -> SafeString:
    chip = '<span class="chip chip-status chip-{}">{}</span>'
    return format_html(chip, case.status, named(case.status))


def _clock(case: Case, clock: Clock) -> SafeString:
    sign = icon(SIGNS[clock.tone]) if clock.tone in SIGNS else ""
    span = '<span class="clock clock-{}">{}{}</span>'
    return format_html(span, clock.tone, sign, clock.text)


COLUMNS: dict[str, Column] = {
    column.code: column
    for column in (
        Column("kind", "类型", "", _named("kind")),
        Column(
            "topic",
            "问题分类",
            "c-topic",
            lambda case, clock: case.topic.name if case.topic else "—",
        ),
        Column("status", "状态", "", _status, "status"),
        Column("lead", "承办单位", "c-unit", _named("lead")),
        Column("registered", "登记时间", "c-time", _time("registered_at"), "registered"),
        Column("clock", "时限", "c-clock", _clock, "due"),
        Column("urgency", "紧急程度", "", lambda case, clock: named(case.urgency), "urgency"),
        Column("channel", "来源", "c-topic", _named("channel")),
        Column("campaign", "专题", "c-topic", _named("campaign")),
        Column("place", "事发地点", "c-unit", lambda case, clock: masked(case.place) or "—"),
        Column("moved", "最近办理", "c-time", _time("moved_at")),
        Column("closed", "办结时间", "c-time", _time("closed_at")),
    )
}
USUAL = ("kind", "topic", "status", "lead", "registered", "clock")


def chosen(codes: Iterable[str]) -> list[Column]:
    """The columns that a person chose; the usual ones for whoever chose none."""
    known = [COLUMNS[code] for code in codes if code in COLUMNS]
    return known or [COLUMNS[code] for code in USUAL]


def headings(columns: Iterable[Column], wanted: Wanted) -> list[Heading]:
    """The heads of these columns; a click sorts, a second one sorts the other way round."""
    number = Column("number", "工单号", "", _status, "number")
    title = Column("title", "标题", "", _status)
    return [_heading(column, wanted) for column in (number, title, *columns)]


def _heading(column: Column, wanted: Wanted) -> Heading:
    if not column.sort:
        return Heading(column.label)
    first, second = column.sort, f"-{column.sort}"
    if column.sort == "registered":
        first, second = second, first
    now = {first: "first", second: "second"}.get(wanted.sort, "")
    way = second if wanted.sort == first else first
    aria = {column.sort: "ascending", f"-{column.sort}": "descending"}.get(wanted.sort, "")
    url = list_address(replace(wanted, sort=way, page=1))
    return Heading(column.label, url, aria if now else "")


def cells(
    columns: Iterable[Column], case: Case, clock: Clock
) -> list[tuple[str, SafeString | str]]:
    """What a row shows, each with its style."""
    return [(column.style, column.show(case, clock)) for column in columns]
