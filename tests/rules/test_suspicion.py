"""Suspicious patterns: what is found, what is chance, and what the numbers say."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from hotline.rules.suspicion import (
    RULES,
    Dialled,
    Finding,
    Piece,
    Rated,
    Reply,
    cloned,
    hasty,
    last_minute,
    other_numbers,
    plain_words,
    rated_alike,
    shared,
    unreached,
)
from hotline.rules.thresholds import Thresholds, workdays_before
from hotline.rules.workdays import CHINA
from tests.rules.office_time import calendar

T = Thresholds()
GIVEN = datetime(2022, 4, 6, 9, 0, tzinfo=CHINA)
DUE = GIVEN + timedelta(days=5)
MINUTE = timedelta(minutes=1)
TEXT = "您好，您反映的小区垃圾未清运一事，已责成保洁公司于当日清运完毕，并加强日常巡查，感谢监督。"


def reply(text: str = "", unit: int = 1, **facts: Any) -> Reply:
    return Reply(
        **{
            "piece": Piece(uuid4(), uuid4()),
            "unit": unit,
            "text": text,
            "topic": 7,
            "given_at": GIVEN,
            "signed_at": GIVEN + MINUTE,
            "due_at": DUE,
            "replied_at": GIVEN + timedelta(days=1),
            **facts,
        }
    )


def told(finding: Finding) -> str:
    return RULES[finding.rule].says.format(**finding.numbers)


def test_plain_words_leave_out_what_differs_by_chance() -> None:
    assert plain_words("您好！ 4月6日，已 清运（ＡＢ）。") == "您好月日已清运ab"


def test_replies_alike_but_for_a_date_or_a_word_are_one_finding() -> None:
    near = TEXT.replace("当日", "次日")
    rows = [reply(TEXT), reply(f"{TEXT} 2022-04-06"), reply(near), reply("另一答复" * 8)]
    (found,) = cloned([*rows, reply(TEXT, unit=2)], T)
    assert (found.unit, [piece.case for piece in found.pieces]) == (
        1,
        [row.piece.case for row in rows[:3]],
    )
    assert not set(found.subject) & set(TEXT)
    assert told(found) == "近 30 天有 3 件工单的公开答复相同或几乎相同（1 个问题分类）。"


def test_a_short_thanks_and_one_case_replied_to_thrice_are_no_clones() -> None:
    once = reply(TEXT)
    again = [reply(TEXT, piece=Piece(once.piece.case, uuid4())) for _ in range(3)]
    assert list(cloned([*(reply("谢谢，已办理。") for _ in range(9)), once, *again], T)) == []


def test_replies_in_the_last_minutes_are_told_beside_what_chance_would_give() -> None:
    late = [reply(replied_at=DUE - n * MINUTE) for n in range(0, 30, 5)]
    early = [reply() for _ in range(14)]
    (found,) = last_minute([*late, *early], T)
    assert [piece.case for piece in found.pieces] == [row.piece.case for row in late]
    assert {name: found.numbers[name] for name in ("of", "count", "minutes", "expected")} == {
        "of": 20, "count": 6, "minutes": 30, "expected": 0.1,
    }  # fmt: skip


def test_last_minutes_of_an_hour_long_clock_are_no_wonder() -> None:
    due = GIVEN + timedelta(hours=1)
    rows = [reply(due_at=due, replied_at=due - MINUTE) for _ in range(6)]
    assert list(last_minute(rows, T)) == []


def test_replies_within_minutes_of_signing_are_counted_by_unit() -> None:
    quick = [reply(replied_at=GIVEN + 10 * MINUTE) for _ in range(3)]
    found = list(hasty([*quick, reply(), *[reply(unit=2, signed_at=None)] * 4], T))
    assert [(one.unit, one.numbers["count"], one.numbers["of"]) for one in found] == [(1, 3, 4)]


@pytest.mark.parametrize(
    ("tries", "says", "is_found"),
    [
        ((False,), True, True),
        ((), True, False),
        ((False, True), True, False),
        ((False,), False, False),
    ],
)
def test_a_talk_that_only_the_reply_knows_of_is_doubted_after_tries_that_failed(
    tries: tuple[bool, ...], says: bool, is_found: bool
) -> None:
    rows = [reply(tries=tries, says_contacted=says)]
    assert [one.rule for one in unreached(rows, T)] == ["unreached"] * is_found


def dialled(number: object, citizen: object, unit: int | None = 1) -> Dialled:
    return Dialled(Piece(uuid4(), uuid4()), unit, None if unit else 5, number, citizen)


def test_one_number_for_two_callers_is_told_at_once_and_else_three_tries() -> None:
    rows = [
        dialled("a", "x"), dialled("a", "y"),
        dialled("b", "x", unit=2), dialled("c", "y", unit=2),
        *(dialled(number, number, unit=None) for number in "def"),
    ]  # fmt: skip
    found = list(other_numbers(rows, {"unit:1": 40}, T))
    assert [(one.subject, one.unit, one.person) for one in found] == [
        ("unit:1", 1, None),
        ("person:5", None, 5),
    ]
    assert (found[0].numbers["of"], found[0].numbers["most"]) == (40, 2)


def rated(person: int, result: str, count: int) -> list[Rated]:
    return [Rated(Piece(uuid4(), uuid4()), person, result) for _ in range(count)]


@pytest.mark.parametrize(
    ("rows", "people"),
    [
        ([(1, "好", 20), (2, "好", 5), (2, "差", 15)], [1]),
        ([(1, "好", 19), (2, "差", 15)], []),
        ([(1, "好", 18), (1, "差", 2), (2, "差", 15)], []),
        ([(1, "好", 20), (2, "好", 20)], []),
    ],
    ids=["told apart", "too few", "not all alike", "usual for all"],
)
def test_callbacks_all_alike_stand_out_against_those_of_the_others(
    rows: list[tuple[int, str, int]], people: list[int]
) -> None:
    given = [one for row in rows for one in rated(*row)]
    assert [one.person for one in rated_alike(given, T)] == people


def test_working_days_are_counted_back_over_weekends_and_holidays() -> None:
    monday = datetime(2022, 4, 11, 10, 0, tzinfo=CHINA)
    back = [workdays_before(calendar(), monday, days) for days in (0, 1, 4)]
    assert [moment.isoformat()[:16] for moment in back] == [
        "2022-04-11T10:00",
        "2022-04-08T10:00",
        "2022-04-02T10:00",
    ]


def test_every_rule_fills_its_sentence() -> None:
    numbers = dict.fromkeys(
        ("days", "of", "count", "most", "topics", "before", "after", "minutes", "expected",
         "rating", "others", "others_of"), 1,
    )  # fmt: skip
    assert [rule.code for rule in RULES.values() if "{" in rule.says.format(**numbers)] == []
    assert [rule.enough(T) for rule in RULES.values()] == [3, 3, 1, 5, 3, 1, 20]


def test_what_two_texts_share_is_marked_in_runs_not_in_single_characters() -> None:
    parts = shared("已安排工作人员到现场核实。", "我局已安排工作人员到场，核实。")
    assert parts == [(False, "我局"), (True, "已安排工作人员到"), (False, "场，核实。")]
    assert (shared("短", "短"), shared("", "")) == ([(False, "短")], [])


def test_pieces_are_identities_only() -> None:
    (found,) = hasty([reply(replied_at=GIVEN + MINUTE * 2) for _ in range(3)], T)
    assert {type(value) for piece in found.pieces for value in (piece.case, piece.row)} == {UUID}
