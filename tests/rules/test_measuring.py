"""Measuring: a form's definitions over hand-made cells, each number worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from hotline.rules.counting import Cell, Counted, Selection
from hotline.rules.forms import FormBroken, read_form
from hotline.rules.measuring import Line, Measured, Register, Unit, measure
from tests.rules.bulletin_forms import BODY, COUNTED, REGISTER, body, form, siping, within


def measured(given: dict[str, Any] | None = None, counted: Counted = COUNTED) -> Measured:
    return measure(read_form(given or body()), counted, REGISTER)


def numbers(found: Measured, code: str) -> dict[str, int]:
    return {
        name.removeprefix(f"{code}."): row.numerator
        for name, row in found.figures.items()
        if name.startswith(f"{code}.")
    }


def parts(found: Measured, code: str) -> list[tuple[str, int, str]]:
    return [(part.name, part.count.numerator, part.share.printed()) for part in found.lists[code]]


def told(given: dict[str, Any]) -> str:
    with pytest.raises(FormBroken) as refusal:
        measured(given)
    return str(refusal.value)


# --- tallies ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "count", "closed", "still_open"),
    [
        ("total", 25, 17, 8),
        ("telephone", 17, 17, 0),
        ("epidemic", 10, 10, 0),
        ("others", 15, 7, 8),
    ],
)
def test_a_tally_counts_its_cases(code: str, count: int, closed: int, still_open: int) -> None:
    found = numbers(measured(), code)
    assert (found["count"], found["closed"], found["open"]) == (count, closed, still_open)


def test_a_tally_of_contacts_counts_those_of_its_span() -> None:
    assert numbers(measured(), "calls") == {"count": 30}


def test_a_channel_is_counted_with_its_boards() -> None:
    with_board = within("tally", "boards", label="留言板", channels=["board"])
    of_one = within("tally", "boards", label="留言板", channels=["board_mayor"])
    counts = [numbers(measured(given), "boards")["count"] for given in (with_board, of_one)]
    assert counts == [8, 3]


def test_a_channel_that_the_city_lacks_is_told() -> None:
    assert told(within("tally", "total", channels=["pigeon"])) == (
        "[tally.total] 的渠道“pigeon”不在渠道表中。"
    )


# --- lists -----------------------------------------------------------------------------------


def test_campaigns_are_counted_first_and_taken_out_of_the_topics() -> None:
    # A1 and A2 of the epidemic are not streets; the case about dogs stays with its topic.
    assert parts(measured(), "topics") == [
        ("疫情", 10, "40.0%"),
        ("道路", 5, "20.0%"),
        ("其它", 10, "40.0%"),
    ]


def test_a_tie_keeps_the_order_of_the_form() -> None:
    five_each = within("list", "topics", lines=["market", "streets"], keep=1)
    other_way = within("list", "topics", lines=["streets", "market"], keep=1)
    assert [parts(measured(given), "topics")[0][0] for given in (five_each, other_way)] == [
        "市场",
        "道路",
    ]


def test_a_list_without_keep_prints_every_part_in_the_forms_order() -> None:
    given = within("list", "topics", keep=None, lines=["homes", "epidemic", "streets"])
    assert [name for name, _, _ in parts(measured(given), "topics")] == [
        "住建",
        "疫情",
        "道路",
        "其它",
    ]


def test_a_list_without_rest_has_none() -> None:
    assert parts(measured(), "kinds") == [("咨询", 6, "60.0%"), ("求助", 4, "40.0%")]


def test_parts_and_rest_make_the_whole() -> None:
    found = measured()
    counts = [part.count.numerator for part in found.lists["topics"]]
    assert sum(counts) == found.figures["total.count"].numerator


def test_every_part_of_a_list_is_a_figure_with_a_share() -> None:
    names = [name for name in measured().figures if name.startswith("topics.")]
    assert names == [
        *("topics.epidemic.count", "topics.epidemic.share"),
        *("topics.streets.count", "topics.streets.share"),
        *("topics.other.count", "topics.other.share"),
    ]


def test_the_rest_names_what_is_taken_out() -> None:
    rest = measured().figures["topics.other.count"]
    epidemic = Selection(campaign="epidemic")
    streets = Selection(
        campaign="-", first=frozenset({"epidemic"}), topics=("A",), excepted=("A2",)
    )
    assert (rest.label, rest.minus) == ("其它件数", (epidemic, streets))


def test_topics_within_others_leave_out_every_campaign_that_others_leaves_out() -> None:
    given = body(
        tally={"others": {"label": "其他", "without_campaigns": ["dogs"]}},
        list={"topics": {**BODY["list"]["topics"], "of": "others", "lines": ["market"]}},
        units=None,
        phrase=None,
    )
    assert parts(measured(given), "topics") == [("其它", 20, "100.0%")]


@pytest.mark.parametrize("line", ["epidemic", "remainder"])
def test_a_line_outside_of_what_is_counted_is_told(line: str) -> None:
    given = within("list", "topics", of="others", lines=["streets", line])
    assert told(given) == f"[list.topics] 的分类行“{line}”不在所统计的范围内，不能单列。"


def test_a_line_that_the_city_lacks_is_told() -> None:
    assert told(within("list", "topics", lines=["moon"])) == (
        "[list.topics] 的分类行“moon”不存在。"
    )


def test_a_kind_that_the_city_lacks_is_told() -> None:
    assert told(within("list", "kinds", kinds=["song"])) == (
        "[list.kinds] 的诉求类型“song”不存在。"
    )


def test_a_list_of_an_empty_month_has_only_its_rest() -> None:
    assert parts(measured(counted=Counted([])), "topics") == [("其它", 0, "—")]


# --- the table of units ----------------------------------------------------------------------


def rows(found: Measured) -> list[tuple[str, tuple[int, ...]]]:
    return [(row.unit.name, tuple(value.numerator for value in row.values)) for row in found.units]


def test_districts_come_first_then_the_largest_and_idle_units_are_left_out() -> None:
    assert rows(measured()) == [("汀东区", (14, 9)), ("汀西区", (2, 0)), ("住建局", (3, 0))]


def test_a_tie_of_units_is_settled_by_the_register() -> None:
    even = Counted([Cell("cases", 2, unit=(code,)) for code in ("bureau", "idle", "west", "east")])
    assert [name for name, _ in rows(measured(counted=even))] == [
        "汀东区",
        "汀西区",
        "住建局",
        "闲局",
    ]


def test_the_columns_are_added_up() -> None:
    assert numbers(measured(), "units") == {
        "count": 19,
        "on_time": 9,
        "east.count": 14,
        "east.on_time": 9,
        "west.count": 2,
        "west.on_time": 0,
        "bureau.count": 3,
        "bureau.on_time": 0,
    }


def test_the_sum_of_a_column_selects_every_dispatched_case() -> None:
    figures = measured().figures
    assert (figures["units.count"].of_numerator, figures["units.on_time"].of_numerator) == (
        Selection(dispatched=True),
        Selection(dispatched=True, facts=frozenset({"on_time"})),
    )


def test_the_label_of_a_column_is_that_of_the_form() -> None:
    figures = measured().figures
    assert (figures["units.east.on_time"].label, figures["units.count"].label) == (
        "汀东区按期办结",
        "承办单位件数合计",
    )


def test_a_unit_with_nothing_in_the_first_column_keeps_its_row() -> None:
    closed_first = {
        "of": "total",
        "header": ["部门", "办结", "件数"],
        "values": ["closed", "count"],
    }
    found = measured(body(units=closed_first))
    assert rows(found) == [("汀东区", (9, 14)), ("汀西区", (2, 2)), ("住建局", (0, 3))]
    assert found.figures["units.count"].numerator == 19


def test_a_form_without_a_table_has_no_units() -> None:
    assert measured(body(units=None)).units == ()


def test_a_month_without_dispatched_cases_has_an_empty_table() -> None:
    found = measured(counted=Counted([Cell("cases", 3, state="closed")]))
    assert (found.units, numbers(found, "units")) == ((), {})


# --- a whole form ----------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["monthly-2020", "monthly-2022"])
def test_the_forms_of_siping_are_measured_over_nothing(code: str) -> None:
    given = read_form(siping(code))
    channels = {channel for row in given.tallies.values() for channel in row.channels}
    lines = {line for row in given.breakdowns() if row.by == "line" for line in row.members}
    kinds = {kind for row in given.breakdowns() if row.by == "kind" for kind in row.members}
    campaigns = set(given.first_campaigns)
    city = Register(
        boards={channel: frozenset({channel}) for channel in channels},
        lines={
            line: Line(line, campaign=line) if line in campaigns else Line(line, topics=(line,))
            for line in lines
        },
        kinds={kind: kind for kind in kinds},
        units=(Unit("east", "东", 1, True),),
    )
    found = measure(given, Counted([]), city)
    assert {figure.numerator for figure in found.figures.values()} == {0}


def test_a_register_with_another_name_of_a_unit_prints_that_name() -> None:
    renamed = replace(REGISTER, units=(Unit("east", "铁东新区", 1, True),))
    found = measure(form(), COUNTED, renamed)
    assert rows(found) == [("铁东新区", (14, 9))]


def test_tallies_stand_in_the_order_in_which_the_bulletin_speaks_of_them() -> None:
    given = body()
    given["tally"] = dict(sorted(given["tally"].items(), reverse=True))
    given["paragraph"] = [{"text": "{others.count}，{total|closing}"}]
    given["phrase"] = {"closing": {"one": "", "all": "", "some": ""}}
    codes = [name.split(".")[0] for name in measured(given).figures if name.endswith(".closed")]
    assert codes[:2] == ["others", "total"]
