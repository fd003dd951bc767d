"""Periods: their codes, their names, and what they are compared with."""

from __future__ import annotations

from datetime import date

import pytest

from hotline.rules.periods import KINDS, Period, period_of, read_period

CODES = {
    "2022-04-05": (date(2022, 4, 5), date(2022, 4, 5), "2022年4月5日"),
    "2022-W14": (date(2022, 4, 4), date(2022, 4, 10), "2022年第14周（4月4日至4月10日）"),
    "2020-02": (date(2020, 2, 1), date(2020, 2, 29), "2020年2月"),
    "2022-Q2": (date(2022, 4, 1), date(2022, 6, 30), "2022年第2季度"),
    "2022": (date(2022, 1, 1), date(2022, 12, 31), "2022年"),
    "2021-12-30--2022-01-02": (
        date(2021, 12, 30),
        date(2022, 1, 2),
        "2021年12月30日至2022年1月2日",
    ),
}


@pytest.mark.parametrize("code", CODES)
def test_a_code_is_read_named_and_written_again(code: str) -> None:
    period = read_period(code)
    assert (period.starts_on, period.ends_on, period.name, period.code) == (*CODES[code], code)


@pytest.mark.parametrize(
    ("code", "before", "last_year"),
    [
        ("2022-03-01", "2022-02-28", "2021-03-01"),
        ("2020-02-29", "2020-02-28", "2019-02-28"),
        ("2021-W01", "2020-W53", "2020-W01"),
        ("2020-W53", "2020-W52", "2019-W52"),
        ("2022-01", "2021-12", "2021-01"),
        ("2020-02", "2020-01", "2019-02"),
        ("2022-Q1", "2021-Q4", "2021-Q1"),
        ("2022", "2021", "2021"),
        ("2022-04-11--2022-04-20", "2022-04-01--2022-04-10", "2021-04-11--2021-04-20"),
    ],
)
def test_a_period_is_compared_with_the_one_before_and_with_last_year(
    code: str, before: str, last_year: str
) -> None:
    period = read_period(code)
    assert (period.previous().code, period.year_before().code) == (before, last_year)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "days"])
def test_the_period_of_a_day_holds_it_and_begins_right_after_the_one_before(kind: str) -> None:
    for number in range(0, 1500, 37):
        day = date.fromordinal(date(2019, 1, 1).toordinal() + number)
        period = period_of(kind, day)
        assert period.starts_on <= day <= period.ends_on
        assert (period.starts_on - period.previous().ends_on).days == 1
        assert read_period(period.code) == period


@pytest.mark.parametrize(
    "code",
    ["", "四月", "2022-13", "2022-W54", "2022-Q5", "2022-02-30", "２０２２-04", "0000", "9999-12",
     "2022-04-05--2022-04-01", "2022--", "1990-01-01--2099-01-01", "2022-04\n"],
)  # fmt: skip
def test_what_is_no_period_is_refused_in_words(code: str) -> None:
    if code == "2022-04\n":
        assert read_period(code) == Period(date(2022, 4, 1), date(2022, 4, 30), "month")
        return
    with pytest.raises(ValueError, match="统计期“"):
        read_period(code)
