"""A bulletin's form as data: what is counted, in which words, sections and table.

The form language is TOML. `[tally.X]` selects cases and yields the figures `X.count`, `X.closed`,
`X.open` and `X.closing_rate`. `[list.X]` breaks a tally down by lines or kinds, keeps the largest
and puts the rest under one name. `[phrase.X]` words a tally by whether one, all or some of its
cases are closed. In texts `{figure}` prints a figure, `{tally|phrase}` a phrase, `{list}` a list,
and `{year}`, `{month}`, `{span_from}`, `{span_to}` the period. Anything else in braces is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

PHRASE_CASES = ("one", "all", "some")
LIST_BY = ("line", "kind")
UNIT_VALUES = ("count", "closed", "on_time")


class FormBroken(ValueError):
    """A form that cannot be understood; the sentence names the place and what is wanted."""


@dataclass(frozen=True, slots=True)
class TallyForm:
    """A selection of cases or contacts by name."""

    label: str
    of: str = "cases"
    channels: tuple[str, ...] = ()
    kind: str = ""
    campaign: str = ""
    without_campaigns: tuple[str, ...] = ()
    span: str = ""


@dataclass(frozen=True, slots=True)
class ListForm:
    """A tally broken down into named parts, with the words for each."""

    of: str
    by: str
    members: tuple[str, ...]
    item: str
    separator: str
    keep: int
    rest: str


@dataclass(frozen=True, slots=True)
class SectionForm:
    """A section that the editor fills; `after_group` closes each group of items."""

    code: str
    heading: str
    after_group: str


@dataclass(frozen=True, slots=True)
class UnitsForm:
    """The table of units: which tally, which columns."""

    of: str
    caption: str
    header: tuple[str, ...]
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A whole form. `span_days` gives, by month, the days that a span means there."""

    code: str
    name: str
    valid_from: date
    valid_to: date | None
    title: str
    issuer: str
    masthead: str
    decimals: int
    trim: bool
    first_campaigns: tuple[str, ...]
    span: str
    span_days: Mapping[str, tuple[date, date]]
    tallies: Mapping[str, TallyForm]
    lists: Mapping[str, ListForm]
    phrases: Mapping[str, Mapping[str, str]]
    paragraphs: tuple[str, ...]
    sections: tuple[SectionForm, ...]
    numbering: tuple[str, ...]
    units: UnitsForm | None

    def section(self, code: str) -> SectionForm:
        """The section called `code`; raises KeyError."""
        return next(row for row in self.sections if row.code == code)


def read_form(body: Mapping[str, Any]) -> Form:
    """A form out of its TOML; raises FormBroken with the place of the mistake."""
    tallies = {code: _tally(code, row) for code, row in body.get("tally", {}).items()}
    percent = body.get("percent", {})
    span = body.get("span", {})
    form = Form(
        code=_need(body, "code", "表单"),
        name=_need(body, "name", "表单"),
        valid_from=_day(_need(body, "valid_from", "表单")),
        valid_to=_day(body["valid_to"]) if body.get("valid_to") else None,
        title=_need(body, "title", "表单"),
        issuer=body.get("issuer", ""),
        masthead=body.get("masthead", {}).get("name", ""),
        decimals=percent.get("decimals", 1),
        trim=percent.get("trim", False),
        first_campaigns=tuple(body.get("first_campaigns", ())),
        span=span.get("name", ""),
        span_days={
            month: (_day(first), _day(last))
            for month, (first, last) in span.get("days", {}).items()
        },
        tallies=tallies,
        lists={code: _list(code, row) for code, row in body.get("list", {}).items()},
        phrases={code: _phrase(code, row) for code, row in body.get("phrase", {}).items()},
        paragraphs=tuple(_need(row, "text", "[[paragraph]]") for row in body.get("paragraph", ())),
        sections=tuple(_section(row) for row in body.get("section", ())),
        numbering=tuple(body.get("numbering", {}).get("levels", ("{chinese}、", "{arabic}.", ""))),
        units=_units(body["units"]) if "units" in body else None,
    )
    _check_references(form)
    return form


def _need(row: Mapping[str, Any], name: str, place: str) -> Any:
    if name not in row:
        raise FormBroken(f"{place}缺少“{name}”，请补上。")
    return row[name]


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def _tally(code: str, row: Mapping[str, Any]) -> TallyForm:
    unknown = set(row) - set(TallyForm.__dataclass_fields__)
    if unknown:
        raise FormBroken(f"[tally.{code}] 有不认识的项目：{'、'.join(sorted(unknown))}。")
    return TallyForm(
        label=_need(row, "label", f"[tally.{code}]"),
        of=row.get("of", "cases"),
        channels=tuple(row.get("channels", ())),
        kind=row.get("kind", ""),
        campaign=row.get("campaign", ""),
        without_campaigns=tuple(row.get("without_campaigns", ())),
        span=row.get("span", ""),
    )


def _list(code: str, row: Mapping[str, Any]) -> ListForm:
    place = f"[list.{code}]"
    by = _need(row, "by", place)
    if by not in LIST_BY:
        raise FormBroken(f"{place} 的 by 只能是 line 或 kind。")
    members = tuple(_need(row, "lines" if by == "line" else "kinds", place))
    return ListForm(
        of=_need(row, "of", place),
        by=by,
        members=members,
        item=_need(row, "item", place),
        separator=row.get("separator", "；"),
        keep=row.get("keep", 0),
        rest=row.get("rest", ""),
    )


def _phrase(code: str, row: Mapping[str, Any]) -> Mapping[str, str]:
    for case in PHRASE_CASES:
        _need(row, case, f"[phrase.{code}]")
    return dict(row)


def _section(row: Mapping[str, Any]) -> SectionForm:
    return SectionForm(
        _need(row, "code", "[[section]]"),
        _need(row, "heading", "[[section]]"),
        row.get("after_group", ""),
    )


def _units(row: Mapping[str, Any]) -> UnitsForm:
    values = tuple(_need(row, "values", "[units]"))
    header = tuple(_need(row, "header", "[units]"))
    if not set(values) <= set(UNIT_VALUES) or len(header) != len(values) + 1:
        raise FormBroken("[units] 的 values 只能是 count、closed、on_time，且比 header 少一列。")
    return UnitsForm(_need(row, "of", "[units]"), row.get("caption", ""), header, values)


def _check_references(form: Form) -> None:
    places = [(f"[list.{code}]", row.of) for code, row in form.lists.items()]
    if form.units is not None:
        places.append(("[units]", form.units.of))
    for place, tally in places:
        if tally not in form.tallies:
            raise FormBroken(f"{place} 引用的 tally “{tally}”不存在。")
    for code, tally_form in form.tallies.items():
        if tally_form.span not in ("", form.span):
            raise FormBroken(f"[tally.{code}] 引用的 span “{tally_form.span}”不存在。")
