"""Forms are read whole, and every slip in one is told with its place and the remedy."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from hotline.rules.forms import (
    Breakdown,
    FormBroken,
    ListForm,
    SectionForm,
    TallyForm,
    UnitsForm,
    read_form,
)
from hotline.rules.forms.terms import Term
from tests.rules.bulletin_forms import BODY, body, form, siping, within


def told(broken: dict[str, Any]) -> str:
    with pytest.raises(FormBroken) as refusal:
        read_form(broken)
    return str(refusal.value)


# --- reading ---------------------------------------------------------------------------------


def test_a_form_is_read_whole() -> None:
    read = form()
    assert (read.code, read.name, read.valid_from, read.valid_to) == (
        "monthly",
        "月度",
        date(2022, 1, 1),
        None,
    )
    assert (read.title, read.issuer, read.masthead) == ("{month}月份办理情况", "热线办", "专报")
    assert (read.decimals, read.trim, read.first_campaigns) == (1, False, ("epidemic",))
    assert (read.span, read.span_days) == (
        "phone",
        {"2022-04": (date(2022, 4, 2), date(2022, 4, 30))},
    )
    assert read.numbering == ("{chinese}、", "（{chinese}）", "{arabic}.")


def test_the_parts_of_a_form_are_read() -> None:
    read = form()
    assert read.tallies["calls"] == TallyForm("来电", of="contacts", span="phone")
    assert read.lists["kinds"] == ListForm(
        Breakdown(
            "[list.kinds]",
            "kinds",
            "epidemic",
            "kind",
            ("consultation", "help"),
            terms=(Term("count"), Term("share")),
        ),
        "{name}{.count}件",
        "、",
    )
    assert read.sections == (
        SectionForm("prominent", "{month}月份突出问题", "以上已办。"),
        SectionForm("well_handled", "解决较好", ""),
    )
    assert read.units == UnitsForm(
        "total", "各单位办理情况", ("部门", "件数", "按期办结"), ("count", "on_time")
    )


def test_what_a_form_leaves_out_has_a_default() -> None:
    bare = read_form({"code": "x", "name": "x", "valid_from": date(2022, 1, 1), "title": "x"})
    assert (bare.issuer, bare.masthead, bare.decimals, bare.trim) == ("", "", 1, False)
    assert (bare.span, bare.span_days, bare.first_campaigns, bare.units) == ("", {}, (), None)
    assert bare.numbering == ("{chinese}、", "{arabic}.", "")


def test_a_list_has_a_separator_of_its_own_by_default() -> None:
    assert form().lists["topics"].separator == "；"


@pytest.mark.parametrize("given", ["2022-12-31", date(2022, 12, 31)])
def test_a_day_may_be_a_text_or_a_date(given: object) -> None:
    assert form(valid_to=given).valid_to == date(2022, 12, 31)


def test_a_section_is_found_by_its_code() -> None:
    assert form().section("well_handled").heading == "解决较好"


@pytest.mark.parametrize(
    ("code", "period", "second_value", "keep"),
    [
        ("monthly-2020", (date(2020, 1, 1), date(2020, 12, 31)), "closed", 10),
        ("monthly-2022", (date(2021, 1, 1), None), "on_time", 6),
    ],
)
def test_both_forms_of_siping_are_read(
    code: str, period: tuple[date, date | None], second_value: str, keep: int
) -> None:
    read = read_form(siping(code))
    assert (read.code, (read.valid_from, read.valid_to)) == (code, period)
    assert read.units is not None
    assert (read.units.values, read.lists["topics"].breakdown.keep) == (
        ("count", second_value),
        keep,
    )
    assert [row.code for row in read.sections] == ["prominent", "suggestions", "well_handled"]


@pytest.mark.parametrize(("code", "trim"), [("monthly-2020", True), ("monthly-2022", False)])
def test_only_the_form_of_2020_prints_whole_shares_without_zero(code: str, trim: bool) -> None:
    assert read_form(siping(code)).trim is trim


def test_the_telephones_days_of_february_2020_are_those_printed() -> None:
    days = read_form(siping("monthly-2020")).span_days
    assert days == {"2020-02": (date(2020, 2, 9), date(2020, 2, 29))}


# --- every slip ------------------------------------------------------------------------------


@pytest.mark.parametrize("part", ["code", "name", "valid_from", "title"])
def test_a_missing_part_is_named(part: str) -> None:
    assert told(body(**{part: None})) == f"表单缺少“{part}”，请补上。"


LIST = BODY["list"]["topics"]
SLIPS: dict[str, tuple[dict[str, Any], str]] = {
    "an unknown part": (body(paragrahp=[]), "表单 有不认识的项目：paragrahp。"),
    "an impossible day": (
        body(valid_from="2022-02-30"),
        "valid_from 的日期“2022-02-30”写法不对，请写成 2022-04-01 这样。",
    ),
    "an impossible last day": (
        body(valid_to="soon"),
        "valid_to 的日期“soon”写法不对，请写成 2022-04-01 这样。",
    ),
    "a span of one day only": (
        body(span={"name": "phone", "days": {"2022-04": ["2022-04-02"]}}),
        "[span] 2022-04 要写明第一天和最后一天两个日期。",
    ),
    "a span that is no pair": (
        body(span={"name": "phone", "days": {"2022-04": "2022-04-02"}}),
        "[span] 2022-04 要写明第一天和最后一天两个日期。",
    ),
    "a span with an impossible day": (
        body(span={"name": "phone", "days": {"2022-04": ["2022-04-02", "2022-04-31"]}}),
        "[span] 2022-04 的日期“2022-04-31”写法不对，请写成 2022-04-01 这样。",
    ),
    "a tally without label": (
        within("tally", "total", label=None),
        "[tally.total]缺少“label”，请补上。",
    ),
    "a tally with unknown items": (
        within("tally", "total", chanels=["telephone"], colour="red"),
        "[tally.total] 有不认识的项目：chanels、colour。",
    ),
    "a tally of something else": (
        within("tally", "total", of="case"),
        "[tally.total] 的 of 只能是 cases、contacts 或 calls。",
    ),
    "a tally of contacts by kind": (
        within("tally", "calls", kind="help"),
        "[tally.calls] 统计的是来件（contacts），来件没有诉求类型，请去掉 kind。",
    ),
    "a tally with and without a campaign": (
        within("tally", "epidemic", without_campaigns=["dogs"]),
        "[tally.epidemic] 的 campaign 和 without_campaigns 只能写一个。",
    ),
    "a tally of an unknown span": (
        within("tally", "calls", span="week"),
        "[tally.calls] 引用的 span “week”不存在。",
    ),
    "a list by something else": (
        within("list", "topics", by="moon"),
        "[list.topics] 的 by 只能是 line、kind、channel、topic、campaign、unit、district、"
        "department、street、tally 或 period。",
    ),
    "a list without by": (within("list", "topics", by=None), "[list.topics]缺少“by”，请补上。"),
    "a list without of": (within("list", "topics", of=None), "[list.topics]缺少“of”，请补上。"),
    "a list without item": (
        within("list", "topics", item=None),
        "[list.topics]缺少“item”，请补上。",
    ),
    "a list without lines": (
        within("list", "topics", lines=None),
        "[list.topics]缺少“lines”，请补上。",
    ),
    "a list without kinds": (
        within("list", "kinds", kinds=None),
        "[list.kinds]缺少“kinds”，请补上。",
    ),
    "a list with an unknown item": (
        within("list", "topics", sepparator="、"),
        "[list.topics] 有不认识的项目：sepparator。",
    ),
    "a list of an unknown tally": (
        within("list", "topics", of="totals"),
        "[list.topics] 引用的 tally “totals”不存在。",
    ),
    "a list of contacts": (
        within("list", "topics", of="calls"),
        "[list.topics] 引用的 tally “calls”统计的是来件，不能再分。",
    ),
    "a list by line of one campaign": (
        within("list", "topics", of="epidemic"),
        "[list.topics] 引用的 tally “epidemic”已限定了要分的内容，不能再分。",
    ),
    "a list by kind of one kind": (
        body(tally={**BODY["tally"], "epidemic": {"label": "疫情", "kind": "help"}}),
        "[list.kinds] 引用的 tally “epidemic”已限定了要分的内容，不能再分。",
    ),
    "a list inside a list": (
        within("list", "topics", item="{name}：{kinds}"),
        "[list.topics] 里的“{kinds}”是列表或短语，不能再套用。",
    ),
    "a phrase inside itself": (
        within("phrase", "closing", some="{total|closing}"),
        "[phrase.closing] 里的“{total|closing}”是列表或短语，不能再套用。",
    ),
    "a phrase without a case": (
        within("phrase", "closing", all=None),
        "[phrase.closing]缺少“all”，请补上。",
    ),
    "a phrase with an unknown case": (
        within("phrase", "closing", few="没有"),
        "[phrase.closing] 有不认识的项目：few。",
    ),
    "a paragraph without text": (
        body(paragraph=[{}]),
        "[[paragraph]]缺少“text”，请补上。",
    ),
    "a section without code": (
        body(section=[{"heading": "x"}]),
        "[[section]]缺少“code”，请补上。",
    ),
    "a section without heading": (
        body(section=[{"code": "x"}]),
        "[[section]]缺少“heading”，请补上。",
    ),
    "a section with an unknown item": (
        body(section=[{"code": "x", "heading": "x", "after": "x"}]),
        "[[section]] 有不认识的项目：after。",
    ),
    "two levels of numbers": (
        body(numbering={"levels": ["{chinese}、", "{arabic}."]}),
        "[numbering] 的 levels 要写明三级编号：部分、组、条。",
    ),
    "an unknown item of numbering": (
        body(numbering={"level": []}),
        "[numbering] 有不认识的项目：level。",
    ),
    "a code given twice": (
        within("tally", "topics", label="重名"),
        "代码“topics”用了两次；tally、list、table、chart 的代码不能相同。",
    ),
    "a code with a dot": (
        within("tally", "a.b", label="点"),
        "[tally.a.b] 的代码只能用字母、数字和下划线。",
    ),
    "units of an unknown tally": (
        body(units={**BODY["units"], "of": "totals"}),
        "[units] 引用的 tally “totals”不存在。",
    ),
    "units of contacts": (
        body(units={**BODY["units"], "of": "calls"}),
        "[units] 引用的 tally “calls”统计的是来件，不能按单位分。",
    ),
    "units with an unknown value": (
        body(units={**BODY["units"], "values": ["count", "late"]}),
        "[units] 的 values 只能是 count、closed、on_time，且比 header 少一列。",
    ),
    "units with a column too many": (
        body(units={**BODY["units"], "header": ["部门", "件数"]}),
        "[units] 的 values 只能是 count、closed、on_time，且比 header 少一列。",
    ),
    "units without values": (
        body(units={"of": "total", "header": ["部门"]}),
        "[units]缺少“values”，请补上。",
    ),
    "units with an unknown item": (
        body(units={**BODY["units"], "widths": [1]}),
        "[units] 有不认识的项目：widths。",
    ),
}


@pytest.mark.parametrize(("broken", "sentence"), SLIPS.values(), ids=SLIPS)
def test_a_slip_is_told_with_its_place(broken: dict[str, Any], sentence: str) -> None:
    assert told(broken) == sentence
