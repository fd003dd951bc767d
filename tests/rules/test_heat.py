"""The heat adds up, and what counts as a burst, as steady, as one person's, follows the rule."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hotline.rules.heat import (
    Counted,
    Watch,
    burst_of,
    chance,
    heat_of,
    is_persistent,
    level_of,
    parts_kept,
    parts_of,
    state_of,
    surprise,
    usual_of,
)

WATCH = Watch()
BURST = Counted(
    cases=8, callers=7, unknown=1, of_callers=[1] * 7, cases_now=6, callers_now=5, all_cases=8
)
STEADY = Counted(
    cases=3, callers=3, of_callers=[1, 1, 1], cases_now=1, callers_now=1, a_day=0.4, weeks=7,
    all_cases=24,
)  # fmt: skip


def test_the_heat_is_the_sum_of_what_is_told() -> None:
    counted = replace(
        BURST, a_day=0.5, how="平时同期", dissatisfied=1, again=2, overdue=1, superiors=1,
        instructions=1,
    )  # fmt: skip
    parts = parts_of(counted, WATCH)
    assert [(part.code, part.number, part.points) for part in parts] == [
        ("cases", 8, 8),
        ("callers", 7, 7),
        ("growth", 4, 8),
        ("dissatisfied", 1, 4),
        ("again", 2, 8),
        ("overdue", 1, 3),
        ("superiors", 1, 5),
        ("instructions", 1, 8),
    ]
    assert heat_of(parts) == 51
    assert parts[1].against == "不同的来电人 7 位，另有 1 件不知来电人"
    assert parts[2].against == "平时同期约 3.5 件，现有 8 件"
    assert parts_kept([part.kept() for part in parts]) == parts


@pytest.mark.parametrize(
    ("number", "expected", "power"),
    [(5, 0.3, 4.80), (3, 3.0, 0.0), (10, 3.0, 2.96), (60, 1.0, 30.0), (0, 0.5, 0.0)],
)
def test_surprise_is_the_upper_tail_of_poisson(number: int, expected: float, power: float) -> None:
    """Compared with tables of the distribution, such as P(N ≥ 10 | 3) = 0.0011."""
    assert round(surprise(number, expected), 2) == power


def test_a_burst_needs_cases_and_callers_and_surprise() -> None:
    assert burst_of(BURST, WATCH).holds
    for short in ({"cases_now": 4}, {"callers_now": 2}, {"a_day": 3.0}):
        assert not burst_of(replace(BURST, **short), WATCH).holds
    assert [level_of(replace(BURST, cases_now=n), WATCH) for n in (4, 5, 9, 10, 20)] == [
        *(0, 1, 1, 2, 3)
    ]


def test_what_an_issue_is() -> None:
    told = {
        "burst": BURST,
        "steady": STEADY,
        "growing": replace(STEADY, cases=6, a_day=0.1, weeks=2),
        "calm": replace(STEADY, cases=1, weeks=3),
        "over": replace(STEADY, days_since=20),
        "forming": replace(STEADY, all_cases=2),
        "persistent": replace(STEADY, cases=5, callers=2, of_callers=[4, 1]),
    }
    assert {name: state_of(counted, WATCH) for name, counted in told.items()} == {
        name: name for name in told
    }


def test_few_callers_make_no_broad_concern() -> None:
    shares = ([5], [3, 2], [2, 1, 1, 1], [1, 1], [1, 1, 1])
    held = [is_persistent(Counted(cases=sum(s), of_callers=s)) for s in shares]
    assert held == [True, True, False, False, False]


def test_the_usual_follows_season_and_weekday_and_says_when_it_cannot() -> None:
    assert usual_of([7, 7], 10.0, 20.0, years=2).a_day == 2.0
    assert usual_of([7, 7], 1.0, 90.0, years=2).a_day == 3.0
    unknown = usual_of([7, 7], 10.0, None, years=0)
    assert (unknown.a_day, "历史不足一年" in unknown.how) == (1.0, True)
    assert usual_of([], 10.0, 20.0, years=2).a_day == 0.0


def test_a_chance_is_told_as_people_say_it() -> None:
    told = [chance(power) for power in (0.4, 1.0, 3.9, 4.2, 5.5, 9.0)]
    assert told == [
        *("超过十分之一", "不到十分之一", "不到千分之一", "不到万分之一", "不到十万分之一"),
        "不到十万分之一，几乎没有",
    ]
