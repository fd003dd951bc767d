"""Reading a form out of its TOML; every slip is refused with its place and what is wanted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from hotline.rules.forms.checking import check_form
from hotline.rules.forms.items import Items, day_of
from hotline.rules.forms.parts import chart_of, list_of, measure_of, table_of, tally_of
from hotline.rules.forms.shapes import (
    LEVELS,
    MONTHLY,
    NO_CASES,
    ONE_UNIT,
    PHRASE_CASES,
    UNIT_VALUES,
    WHOLE_CITY,
    BlockForm,
    Form,
    FormBroken,
    SectionForm,
    UnitsForm,
)
from hotline.rules.measures import MOST_DECIMALS
from hotline.rules.periods import KINDS

PLACE = "表单"
PARTS = (
    *("code", "family", "period", "scope", "name", "valid_from", "valid_to", "title", "issuer"),
    *("masthead", "percent", "first_campaigns", "span", "measure", "tally", "list", "table"),
    *("chart", "phrase", "paragraph", "section", "block", "numbering", "units"),
)
# The kinds of blocks, each named by the item that carries its text.
BLOCKS = ("paragraph", "heading", "section", "table", "chart", "appendix", "units")
MOST_LEVELS = 3


def read_form(body: Mapping[str, Any]) -> Form:
    """A form out of its TOML; raises FormBroken with the place of the mistake."""
    items = Items(body, PLACE, PARTS)
    percent = items.part("percent", ("decimals", "trim"))
    span = items.part("span", ("name", "days"))
    sections = tuple(_section(row) for row in items.many("section"))
    form = Form(
        code=items.text("code"),
        family=items.text("family", MONTHLY),
        period=_period(items.text("period", "month")),
        scope=items.choice("scope", (WHOLE_CITY, ONE_UNIT), WHOLE_CITY),
        name=items.text("name"),
        valid_from=items.day("valid_from"),
        valid_to=items.day("valid_to") if body.get("valid_to") else None,
        title=items.text("title"),
        issuer=items.text("issuer", ""),
        masthead=items.part("masthead", ("name",)).text("name", ""),
        decimals=percent.number("decimals", 1, MOST_DECIMALS),
        trim=percent.flag("trim"),
        first_campaigns=items.texts("first_campaigns"),
        span=span.text("name", ""),
        span_days=_span_days(span.row.get("days", {})),
        measures={code: measure_of(code, row) for code, row in items.rows("measure").items()},
        tallies={code: tally_of(code, row) for code, row in items.rows("tally").items()},
        lists={code: list_of(code, row) for code, row in items.rows("list").items()},
        tables={code: table_of(code, row) for code, row in items.rows("table").items()},
        charts={code: chart_of(code, row) for code, row in items.rows("chart").items()},
        phrases={code: _phrase(code, row) for code, row in items.rows("phrase").items()},
        blocks=_blocks(items, sections),
        sections=sections,
        numbering=_levels(items.part("numbering", ("levels",))),
        units=_units(body["units"]) if "units" in body else None,
    )
    check_form(form)
    return form


def _period(kind: str) -> str:
    if kind not in KINDS:
        raise FormBroken(f"表单的 period 只能是 {'、'.join(KINDS)}。")
    return kind


def _span_days(given: Any) -> Mapping[str, tuple[date, date]]:
    if not isinstance(given, Mapping):
        raise FormBroken('[span] 的 days 要写成 days."2022-04" = [第一天, 最后一天]。')
    return {month: _days(month, days) for month, days in given.items()}


def _days(month: str, days: Any) -> tuple[date, date]:
    place = f"[span] {month}"
    if not isinstance(days, list | tuple) or len(days) != len(("first", "last")):
        raise FormBroken(f"{place} 要写明第一天和最后一天两个日期。")
    return day_of(days[0], place), day_of(days[1], place)


def _levels(items: Items) -> tuple[str, ...]:
    levels = items.texts("levels", LEVELS)
    if len(levels) != len(LEVELS):
        raise FormBroken("[numbering] 的 levels 要写明三级编号：部分、组、条。")
    return levels


def _phrase(code: str, row: Any) -> Mapping[str, str]:
    items = Items(row, f"[phrase.{code}]", (*PHRASE_CASES, NO_CASES))
    cases = {case: items.text(case) for case in PHRASE_CASES}
    return {**cases, NO_CASES: items.text(NO_CASES, cases["all"])}


def _section(row: Any) -> SectionForm:
    items = Items(row, "[[section]]", SectionForm.__dataclass_fields__)
    return SectionForm(items.text("code"), items.text("heading"), items.text("after_group", ""))


def _units(row: Any) -> UnitsForm:
    items = Items(row, "[units]", UnitsForm.__dataclass_fields__)
    values, header = items.texts("values", None), items.texts("header", None)
    if not set(values) <= set(UNIT_VALUES) or len(header) != len(values) + 1:
        raise FormBroken("[units] 的 values 只能是 count、closed、on_time，且比 header 少一列。")
    return UnitsForm(items.text("of"), items.text("caption", ""), header, values)


def _blocks(items: Items, sections: tuple[SectionForm, ...]) -> tuple[BlockForm, ...]:
    """The blocks as the form orders them; else paragraphs, sections, tables, charts, units."""
    paragraphs = [_paragraph(row) for row in items.many("paragraph")]
    if items.many("block"):
        if paragraphs:
            raise FormBroken("写了 [[block]] 就不再写 [[paragraph]]，请把段落也写成 [[block]]。")
        return tuple(_block(number, row) for number, row in enumerate(items.many("block"), 1))
    return (
        *(BlockForm("paragraph", text) for text in paragraphs),
        *(BlockForm("section", section.code) for section in sections),
        *(BlockForm(kind, code) for kind in ("table", "chart") for code in items.rows(kind)),
        *((BlockForm("units", ""),) if "units" in items else ()),
    )


def _paragraph(row: Any) -> str:
    return Items(row, "[[paragraph]]", ("text",)).text("text")


def _block(number: int, row: Any) -> BlockForm:
    place = f"[[block]] 第 {number} 个"
    items = Items(row, place, (*BLOCKS, "when", "unless", "level"))
    kinds = [kind for kind in BLOCKS if kind in items]
    if len(kinds) != 1:
        raise FormBroken(f"{place} 要写且只写一种：{'、'.join(BLOCKS)}。")
    text = "" if kinds == ["units"] else items.text(kinds[0])
    level = items.number("level", 1, MOST_LEVELS) or 1
    return BlockForm(kinds[0], text, items.text("when", ""), items.text("unless", ""), level)
