"""Figures of a month: its days, the form of its day, and the city's words on its last day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from hotline.records.models import Channel, DepartmentName, Form, MeasureDefinition
from hotline.records.queries.figures import NoForm, form_for, month_days, month_figures, register
from hotline.records.queries.reference import forget
from hotline.rules.forms import read_form
from hotline.rules.measuring import Line, Unit
from tests.factories import City, make_department
from tests.records.month import BODY, make_form
from tests.steps.cases import BEGIN, china, walked

NOW = china("2022-05-02T09:00")


@pytest.mark.parametrize(
    ("month", "first", "last"),
    [
        ("2022-04", date(2022, 4, 1), date(2022, 4, 30)),
        ("2022-02", date(2022, 2, 1), date(2022, 2, 28)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2022-12", date(2022, 12, 1), date(2022, 12, 31)),
    ],
)
def test_a_month_has_its_days(month: str, first: date, last: date) -> None:
    assert month_days(month) == (first, last)


@pytest.mark.parametrize(
    "month", ["", "2022", "2022-4", "2022-13", "2022-00", "04-2022", "2022-04-01", "202204", "四月"]
)
def test_what_is_no_month_is_told(month: str) -> None:
    with pytest.raises(ValueError, match=f"^月份“{month}”写法不对，请写成 2022-04 这样。$"):
        month_days(month)


def test_a_month_far_away_is_told() -> None:
    with pytest.raises(ValueError, match="太远"):
        month_days("9999-12")


# --- the form --------------------------------------------------------------------------------


def forms() -> None:
    for code, first, last in (
        ("a", date(2019, 1, 1), date(2020, 12, 31)),
        ("b", date(2021, 1, 1), None),
    ):
        Form.objects.create(code=code, name=code, valid_from=first, valid_to=last, body={})


@pytest.mark.parametrize(
    ("day", "code"),
    [("2019-01-01", "a"), ("2020-12-31", "a"), ("2021-01-01", "b"), ("2030-01-01", "b")],
)
def test_the_form_of_the_day_holds(db: None, day: str, code: str) -> None:
    forms()
    assert form_for(date.fromisoformat(day)).code == code


def test_a_day_without_a_form_is_told(db: None) -> None:
    forms()
    with pytest.raises(NoForm, match=r"^2018年12月没有可用的通报格式，请先在城市资料中补充。$"):
        form_for(date(2018, 12, 31))


def test_a_month_can_be_counted_with_another_form(city: City) -> None:
    make_form(city)
    other = Form(body={**BODY, "code": "other", "span": {"name": "phone"}})
    month = month_figures("2022-04", NOW, form_row=other)
    assert (month.form.code, month.window.span_from, month.window.span_to) == (
        "other",
        date(2022, 4, 1),
        date(2022, 4, 30),
    )


# --- the month -------------------------------------------------------------------------------


def test_a_month_knows_its_days_span_and_moment(city: City) -> None:
    row = make_form(city)
    live, past = month_figures("2022-04", NOW), month_figures("2022-04", NOW, as_of=BEGIN)
    assert (live.form_row, live.as_of, live.live) == (row, NOW, True)
    assert (past.as_of, past.live) == (BEGIN, False)
    assert (live.period.starts_on, live.period.ends_on) == (date(2022, 4, 1), date(2022, 4, 30))
    assert (live.window.span, live.window.span_from, live.window.span_to) == (
        "phone",
        date(2022, 4, 7),
        date(2022, 4, 30),
    )


def test_a_month_of_another_span_spans_all_its_days(city: City) -> None:
    make_form(city)
    walked(city, "closed", at=china("2022-03-01T00:00"))
    measured = month_figures("2022-03", NOW).measured.figures
    assert (measured["telephone.count"].numerator, measured["total.count"].numerator) == (1, 1)


def test_a_month_without_cases_is_all_nothing(city: City) -> None:
    make_form(city)
    figures = month_figures("2022-01", NOW).measured.figures
    assert {figure.numerator for figure in figures.values()} == {0}


# --- the city's words ------------------------------------------------------------------------


def test_a_board_is_counted_with_its_channel(city: City) -> None:
    board = Channel.objects.create(
        code="board", name="板块", medium="platform", parent=city.channels["province"]
    )
    forget()
    boards = register(date(2022, 4, 30)).boards
    assert (boards["province"], boards[board.code], boards["telephone"]) == (
        {"province", "board"},
        {"board"},
        {"telephone"},
    )


def test_lines_and_kinds_are_those_of_the_city(city: City) -> None:
    make_form(city)
    words = register(date(2022, 4, 30))
    assert words.lines == {
        "city": Line("城建", ("01",), ("010216",)),
        "water": Line("供水", ("010216",)),
        "transport": Line("交通", ("02",)),
        "epidemic": Line("疫情", campaign="epidemic"),
    }
    assert words.kinds == {code: row.name for code, row in city.kinds.items()}


def test_the_table_has_the_units_on_top(city: City) -> None:
    make_department("county", "某县", "county", order=7)
    make_department("bureau", "某局", "bureau", order=8)
    forget()
    assert register(date(2022, 4, 30)).units == (
        Unit("east", "汀东区政府", 1, True),
        Unit("west", "汀西区政府", 2, True),
        Unit("gone", "撤销的局", 5, False),
        Unit("careful", "审慎局", 6, False),
        Unit("county", "某县", 7, True),
        Unit("bureau", "某局", 8, False),
    )


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2019-12-31", "汀东区政府"),
        ("2020-01-01", "旧名"),
        ("2021-12-31", "旧名"),
        ("2022-01-01", "新名"),
        ("2030-01-01", "新名"),
    ],
)
def test_a_unit_has_its_name_of_the_day(city: City, day: str, name: str) -> None:
    for called, first, last in (
        ("旧名", date(2020, 1, 1), date(2021, 12, 31)),
        ("新名", date(2022, 1, 1), None),
    ):
        DepartmentName.objects.create(
            department=city.units["east"], name=called, valid_from=first, valid_to=last
        )
    units = {unit.code: unit.name for unit in register(date.fromisoformat(day)).units}
    assert units["east"] == name


def test_asking_again_gives_the_same(city: City) -> None:
    make_form(city)
    walked(city, "closed")
    later = NOW + timedelta(days=1)
    assert month_figures("2022-04", NOW).measured == month_figures("2022-04", later).measured


# --- other periods, and definitions that explain themselves ----------------------------------


def test_a_figure_of_another_period_counts_the_days_of_that_period(city: City) -> None:
    text = [{"text": "{total.count}件，{total.count|环比}，去年{total.count@year_before}件"}]
    row = make_form(city, paragraph=text)
    for at, number in (("2022-04-07", 3), ("2022-03-07", 2), ("2021-04-07", 1)):
        for _ in range(number):
            walked(city, "closed", at=china(f"{at}T10:00"))
    found = month_figures("2022-04", NOW, form_row=row)
    change = found.measured.figures["total.count|环比"]
    before = found.measured.figures["total.count@year_before"]
    assert (change.printed(), before.printed()) == ("+50.0%", "1")
    assert change.since is not None
    assert found.window_of(change.since).starts_on == date(2022, 3, 1)
    assert found.window_of(before).starts_on == date(2021, 4, 1)
    assert found.figure("total.count@previous") == change.since


def test_frozen_definitions_read_as_a_form_with_its_measures(city: City) -> None:
    row = make_form(city)
    MeasureDefinition.objects.create(
        code="late_rate",
        name="超期率",
        shown="share",
        numerator=["late"],
        denominator=["dispatched"],
        valid_from=date(2022, 1, 1),
    )
    forget()
    row.body = {**row.body, "paragraph": [{"text": "{total.late_rate}"}]}
    read = read_form(month_figures("2022-04", NOW, form_row=row).definitions)
    assert read.measures["late_rate"].denominator == ("dispatched",)
    assert set(read.measures) == {"count", "closed", "open", "closing_rate", "late_rate"}
