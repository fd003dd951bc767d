"""What stands out: the points of a group, its reasons in words, and which groups come first."""

from __future__ import annotations

import pytest

from hotline.rules.standing_out import Group, draft_text, foremost, reasons

WATER = Group(1, "停水", 40, 8, 10, repeats=3, overdue=2, dissatisfied=4, units=("铁西区",))


def test_points_are_those_of_the_rule() -> None:
    assert WATER.score == 40 + 32 * 2 + 3 * 2 + 2 * 3 + 4 * 5
    assert Group(2, "路灯", 5, 9, 0).score == 5


@pytest.mark.parametrize(
    ("group", "kind", "said"),
    [
        (
            WATER,
            "month",
            "较上月增加 32 件；较上年同期增加 30 件；"
            "其中不满意 4 件、逾期 2 件、重复反映 3 件；涉及铁西区",
        ),
        (Group(2, "路灯", 5, 9, 0, units=("甲", "乙")), "week", "较上周减少 4 件；涉及甲、乙"),
        (Group(3, "物业", 5, 5, 0, units=("甲",) * 4), "days", "较上期持平；涉及甲等 4 个单位"),
    ],
)  # fmt: skip
def test_reasons_are_told_in_words(group: Group, kind: str, said: str) -> None:
    assert reasons(group, kind) == said


def test_the_most_points_come_first_and_a_single_case_is_no_group() -> None:
    single, street = Group(4, "一件", 1, 0, 0, dissatisfied=1), Group(2, "路灯", 5, 9, 0)
    assert foremost([street, single, WATER], 5) == [WATER, street]
    assert foremost([street, WATER], 1) == [WATER]


def test_the_first_words_leave_blank_what_only_a_person_knows() -> None:
    assert draft_text(WATER, suggestions=False) == (
        "停水方面的问题",
        "本期反映停水方面的问题40件，涉及铁西区。［待补：主要问题］",
    )
    assert draft_text(WATER, suggestions=True)[1].endswith("［待补：建议内容］")
