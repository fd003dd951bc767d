"""A bulletin's form as data: what is counted, in which words, sections and table.

The form language is TOML. `[tally.X]` selects cases and yields the figures `X.count`, `X.closed`,
`X.open` and `X.closing_rate`. `[list.X]` breaks a tally down by lines or kinds, keeps the largest
and puts the rest under one name. `[phrase.X]` words a tally by whether one, all, some or (if the
form says so) none of its cases are there and closed. In texts `{figure}` prints a figure,
`{tally|phrase}` a phrase, `{list}` a list, and `{year}`, `{month}`, `{span_from}`, `{span_to}` the
period. Anything else in braces is refused, and so is any item of the file that this language does
not know.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from hotline.rules.periods import KINDS

PHRASE_CASES = ("one", "all", "some")
NO_CASES = "none"
LIST_BY = ("line", "kind")
UNIT_VALUES = ("count", "closed", "on_time")
COUNTED = ("cases", "contacts")
MONTHLY = "monthly"
LEVELS = ("{chinese}、", "{arabic}.", "")
PARTS = (
    *(
        "code",
        "family",
        "period",
        "name",
        "valid_from",
        "valid_to",
        "title",
        "issuer",
        "masthead",
        "percent",
    ),
    *("first_campaigns", "span", "tally", "list", "phrase", "paragraph", "section"),
    *("numbering", "units"),
)
LIST_ITEMS = ("of", "by", "lines", "kinds", "item", "separator", "keep", "rest")
BRACES = re.compile(r"\{([^{}]*)\}")


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
    family: str
    period: str
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
    _only(body, PARTS, "表单")
    tallies = {code: _tally(code, row) for code, row in body.get("tally", {}).items()}
    percent = body.get("percent", {})
    span = body.get("span", {})
    form = Form(
        code=_need(body, "code", "表单"),
        family=body.get("family", MONTHLY),
        period=_period(body.get("period", "month")),
        name=_need(body, "name", "表单"),
        valid_from=_day(_need(body, "valid_from", "表单"), "valid_from"),
        valid_to=_day(body["valid_to"], "valid_to") if body.get("valid_to") else None,
        title=_need(body, "title", "表单"),
        issuer=body.get("issuer", ""),
        masthead=body.get("masthead", {}).get("name", ""),
        decimals=percent.get("decimals", 1),
        trim=percent.get("trim", False),
        first_campaigns=tuple(body.get("first_campaigns", ())),
        span=span.get("name", ""),
        span_days={month: _days(month, days) for month, days in span.get("days", {}).items()},
        tallies=tallies,
        lists={code: _list(code, row) for code, row in body.get("list", {}).items()},
        phrases={code: _phrase(code, row) for code, row in body.get("phrase", {}).items()},
        paragraphs=tuple(_need(row, "text", "[[paragraph]]") for row in body.get("paragraph", ())),
        sections=tuple(_section(row) for row in body.get("section", ())),
        numbering=_levels(body.get("numbering", {})),
        units=_units(body["units"]) if "units" in body else None,
    )
    _check_references(form)
    _check_parts(form)
    _check_nesting(form)
    return form


def _need(row: Mapping[str, Any], name: str, place: str) -> Any:
    if name not in row:
        raise FormBroken(f"{place}缺少“{name}”，请补上。")
    return row[name]


def _period(kind: str) -> str:
    if kind not in KINDS:
        raise FormBroken(f"表单的 period 只能是 {'、'.join(KINDS)}。")
    return kind


def _only(row: Mapping[str, Any], known: Iterable[str], place: str) -> None:
    unknown = set(row) - set(known)
    if unknown:
        raise FormBroken(f"{place} 有不认识的项目：{'、'.join(sorted(unknown))}。")


def _day(value: Any, place: str) -> date:
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError as error:
        raise FormBroken(f"{place} 的日期“{value}”写法不对，请写成 2022-04-01 这样。") from error


def _days(month: str, days: Any) -> tuple[date, date]:
    place = f"[span] {month}"
    if not isinstance(days, list | tuple) or len(days) != len(("first", "last")):
        raise FormBroken(f"{place} 要写明第一天和最后一天两个日期。")
    return _day(days[0], place), _day(days[1], place)


def _levels(row: Mapping[str, Any]) -> tuple[str, ...]:
    _only(row, ("levels",), "[numbering]")
    levels = tuple(row.get("levels", LEVELS))
    if len(levels) != len(LEVELS):
        raise FormBroken("[numbering] 的 levels 要写明三级编号：部分、组、条。")
    return levels


def _tally(code: str, row: Mapping[str, Any]) -> TallyForm:
    place = f"[tally.{code}]"
    _only(row, TallyForm.__dataclass_fields__, place)
    if row.get("of", "cases") not in COUNTED:
        raise FormBroken(f"{place} 的 of 只能是 cases 或 contacts。")
    if row.get("of") == "contacts" and row.get("kind"):
        raise FormBroken(f"{place} 统计的是来件（contacts），来件没有诉求类型，请去掉 kind。")
    if row.get("campaign") and row.get("without_campaigns"):
        raise FormBroken(f"{place} 的 campaign 和 without_campaigns 只能写一个。")
    return TallyForm(
        label=_need(row, "label", place),
        of=row.get("of", "cases"),
        channels=tuple(row.get("channels", ())),
        kind=row.get("kind", ""),
        campaign=row.get("campaign", ""),
        without_campaigns=tuple(row.get("without_campaigns", ())),
        span=row.get("span", ""),
    )


def _list(code: str, row: Mapping[str, Any]) -> ListForm:
    place = f"[list.{code}]"
    _only(row, LIST_ITEMS, place)
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
    _only(row, (*PHRASE_CASES, NO_CASES), f"[phrase.{code}]")
    for case in PHRASE_CASES:
        _need(row, case, f"[phrase.{code}]")
    return {NO_CASES: row["all"], **row}


def _section(row: Mapping[str, Any]) -> SectionForm:
    _only(row, SectionForm.__dataclass_fields__, "[[section]]")
    return SectionForm(
        _need(row, "code", "[[section]]"),
        _need(row, "heading", "[[section]]"),
        row.get("after_group", ""),
    )


def _units(row: Mapping[str, Any]) -> UnitsForm:
    _only(row, UnitsForm.__dataclass_fields__, "[units]")
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


def _check_parts(form: Form) -> None:
    """A tally that is broken down counts cases, and is not already one of the parts."""
    for code, row in form.lists.items():
        place, whole = f"[list.{code}]", form.tallies[row.of]
        if whole.of != "cases":
            raise FormBroken(f"{place} 引用的 tally “{row.of}”统计的是来件，不能再分。")
        if whole.kind if row.by == "kind" else whole.campaign:
            raise FormBroken(f"{place} 引用的 tally “{row.of}”已限定了要分的内容，不能再分。")
    if form.units is not None and form.tallies[form.units.of].of != "cases":
        raise FormBroken(f"[units] 引用的 tally “{form.units.of}”统计的是来件，不能按单位分。")


def _check_nesting(form: Form) -> None:
    """What stands inside a list or a phrase holds no list and no phrase, or it would never end."""
    inner = [(f"[list.{code}]", row.item) for code, row in form.lists.items()]
    inner += [(f"[phrase.{code}]", text) for code, row in form.phrases.items()
              for text in row.values()]  # fmt: skip
    for place, text in inner:
        for name in BRACES.findall(text):
            if name in form.lists or "|" in name:
                raise FormBroken(f"{place} 里的“{{{name}}}”是列表或短语，不能再套用。")
