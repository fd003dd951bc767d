"""A bulletin whose numbers add up has no finding; one slip is one finding with its arithmetic."""

from __future__ import annotations

import pytest

from tests.rules.proofreading.bulletins import PLATFORMS, SPRING, changed, findings, told

TABLE_54 = ("table_text", "61", "54")


def test_a_bulletin_that_adds_up_has_no_finding() -> None:
    assert told(SPRING) == []


def test_a_table_that_counts_something_else_is_told_as_a_difference_of_definition() -> None:
    found = findings(PLATFORMS)
    assert [(each.kind, each.printed, each.computed, each.severity) for each in found] == [
        (*TABLE_54, "difference")
    ]
    assert found[0].arithmetic == "表中 Σ承办件数 6,799 − Σ按期办结 6,745 = 54"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("占21.3%", "占21.2%", ("share", "21.2%", "21.3%")),
        ("占25%", "占26%", ("share", "26%", "25.0%")),
        ("占44.6%", "占百分之四十四点七", ("share", "百分之四十四点七%", "44.6%")),
        ("占水电气问题17.7%", "占水电气问题17.8%", ("share", "17.8%", "17.7%")),
        ("占水电气问题17.7%", "占17.6%", ("share", "17.6%", "17.7%")),
        ("防汛求助150件", "防汛求助140件", ("sum", "1,150", "1,140")),
        ("电话5100个", "电话5000个", ("sum", "7,400", "7,300")),
        ("办结24件", "办结23件", ("closing", "2", "3")),
        ("办结24件，还有2件正在办理中", "办结二十七件", ("closing", "27", "≤ 26")),
        ("办结率99.2%", "办结率99.3%", ("rate", "99.3%", "99.2%")),
        ("一、3月份反映", "一、2月份反映", ("period", "2月份", "2021年3月")),
        ("3月12日，佟先生", "3月32日，佟先生", ("date", "3月32日", "")),
        ("3月12日，佟先生", "2月12日，佟先生", ("period", "2月12日", "3月")),
        ("受理5230件", "受理__件", ("blank", "__", "")),
        ("停水24小时", "停水XX次", ("blank", "XX", "")),
        ("路灯3盏", "路灯{count}盏", ("blank", "{count}", "")),
        ("\t190\n", "\t211\n", ("table_row", "211", "≤ 210")),
        ("平台群众留言》承办单共19件", "平台群众留言》__承办单共19件", ("blank", "__", "")),
        ("部分小区停水", "[bookmark: _GoBack]部分小区停水", ("bookmark", "_GoBack", "")),
    ],
)  # fmt: skip
def test_one_slip_is_found_where_it_is(old: str, new: str, expected: tuple[str, str, str]) -> None:
    assert expected in told(changed(SPRING, old, new))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("同比增长8.4%", "同比增长8.5%", ("comparison", "8.5", "8.4")),
        ("同比增长8.4%", "同比下降8.4%", ("comparison", "下降8.4", "增加")),
        ("环比减少319件", "环比增加319件", ("comparison", "增加319", "减少")),
        ("环比减少319件", "环比减少391件", ("comparison", "391", "319")),
        ("同比增长8.4%", "环比增长8.4%", ("comparison_words", "环比", "同比")),
        ("环比减少319件", "同比减少319件", ("comparison_words", "同比", "环比")),
        ("同比增长8.4%", "同比增长8.4个百分点", ("percent_points", "8.4个百分点", "8.4%")),
        ("提高1.2个百分点", "提高1.2%", ("percent_points", "1.2%", "1.2个百分点")),
        ("提高1.2个百分点", "提高1.3个百分点", ("comparison", "1.3", "1.2")),
        ("市长留言板块44件", "市长留言板块54件", ("sum", "77", "87")),
        ("合计\t6799", "合计\t6789", ("table_total", "6789", "6,799")),
        ("4月份共受理", "4月份西亭区政府承办2036件，共受理", ("table_text", "2,036", "2063")),
    ],
)  # fmt: skip
def test_one_slip_more_is_found(old: str, new: str, expected: tuple[str, str, str]) -> None:
    found = told(changed(PLATFORMS, old, new))
    assert [each for each in found if each[0] == expected[0] and each != TABLE_54] == [expected]


def test_shares_that_miss_100_by_rounding_alone_are_right() -> None:
    text = "共受理300件。其中咨询100件，占33.3%；求助100件，占33.3%；其他问题100件，占33.3%。"
    assert told(text) == []


def test_a_week_of_another_city_that_adds_up_has_no_finding() -> None:
    week = (
        "云亭市12345热线第15期周报\n本周，热线共受理群众诉求12,345件，环比上升5.2%（上周11,735件），"
        "同比下降3.1%。其中，电话受理9,876件，占比80.0%；网络渠道2,469件，占比20.0%。按诉求类型分，"
        "咨询类6,173件（50.0%）、求助类3,704件（30.0%）、投诉类1,852件（15.0%）、其他616件（5.0%）。\n"
        "应办结11,000件，按期办结10,890件，按期办结率99.0%。回访8,000件，满意7,600件，满意率95.0%，"
        "较上周提升0.5个百分点。供热问题1,500件，占12.2%，其中停暖问题700件，占供热问题46.7%。"
    )
    assert told(week) == []


def test_a_share_says_how_it_was_computed() -> None:
    (found,) = findings("共受理31681件。其中物业21622件，占68.2%；其它问题10059件，占31.7%。")
    assert (found.arithmetic, found.severity) == ("10,059 ÷ 31,681 = 31.751% → 31.8%", "error")


def test_a_row_out_of_place_is_told_in_a_table_that_is_else_sorted() -> None:
    numbers = [90, 80, 70, 60, 75, 40, 30]
    names = [f"市{sign}局" for sign in "甲乙丙丁戊己庚"]
    rows = [f"{name}\t{count}\t{count}" for name, count in zip(names, numbers, strict=True)]
    table = "\n".join(["部门\t件数\t办结", *rows])
    assert told(table) == [("table_order", "市戊局 75", "排在“市丁局”之前")]


@pytest.mark.parametrize(
    "table",
    [
        "部门\n件数\n办结\n\n甲局\n5\n6\n\n乙局\n4\n4\n\n丙局\n3\n3\n",
        "\t部门\n\t件数\n\t办结\n\n\t甲局\n\t5\n\t6\n\n\t乙局\n\t4",
        "部门\t件数\t办结\n甲局\t5\t6\n乙局\t4\t4\n",
        "\t部门\n\t件数\n\t办结\n\n\t甲局\n\t５\n\t６\n\n\t乙局\n\t4\n\t4\n",
    ],
)
def test_a_table_is_read_however_it_was_pasted(table: str) -> None:
    assert [kind for kind, _, _ in told(table)] == ["table_row"]
