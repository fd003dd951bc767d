"""Same matter: each fact has its points, a quoted number settles it, no other fact does alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hotline.rules.same_matter import Matter, likeness, longest_shared, numbers_in

ONE = Matter(
    "示例花园三号楼停水两天", "示例花园三号楼停水两天了，打物业电话没人管。", places=("示例花园",)
)
TOLD_OTHERWISE = Matter(
    "小区停水", "我家住在示例花园，从前天起停水，物业不管。", places=("示例花园",)
)
ELSEWHERE = Matter("路灯不亮", "文化路的路灯坏了一周。", places=("文化路",))


def test_the_caller_who_tells_it_in_other_words_is_offered_with_the_reasons() -> None:
    found = likeness(*(replace(each, caller=b"1") for each in (ONE, TOLD_OTHERWISE)))
    assert found.is_offered
    assert found.reasons()[:2] == ["同一来电人", "同一地点：示例花园"]


def test_another_caller_at_the_same_place_is_not_offered_for_the_place_alone() -> None:
    assert not likeness(ONE, TOLD_OTHERWISE).is_offered


def test_comparing_is_the_same_both_ways() -> None:
    forth, back = likeness(ONE, TOLD_OTHERWISE), likeness(TOLD_OTHERWISE, ONE)
    assert (forth.score, forth.facts) == (back.score, back.facts)


def test_different_matters_are_not_offered_even_of_one_caller() -> None:
    of_caller = likeness(
        Matter(ONE.title, ONE.text, caller=b"1", places=ONE.places),
        Matter(ELSEWHERE.title, ELSEWHERE.text, caller=b"1", places=ELSEWHERE.places),
    )
    assert (of_caller.facts, of_caller.is_offered) == ({"caller": 45}, False)


def test_a_number_that_is_quoted_settles_it() -> None:
    superior = Matter("关于停水", "请核实。", numbers=frozenset({"SZ20260401-0032"}))
    other = Matter("路灯", "来文", numbers=numbers_in("前次编号 SZ20260401-0032，至今未办。"))
    assert likeness(superior, other).score == 100


def test_a_text_copied_word_for_word_is_offered_without_a_place() -> None:
    copied = Matter("请重视老旧小区加装电梯补贴迟迟未发", "全文一字不差。")
    assert likeness(copied, copied).is_offered


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("电话 15400000001 请回电", set()),
        ("座机 043460001234", set()),
        ("编号JL-2026-000123", {"JL-2026-000123"}),
        ("ABCDEFGH", set()),
        ("123", set()),
    ],
)
def test_a_telephone_number_is_no_number_of_a_matter(text: str, numbers: set[str]) -> None:
    assert numbers_in(text) == numbers


def test_what_is_shared_is_shown_the_longest_first() -> None:
    assert longest_shared("示例花园停水两天", "示例花园又停水") == ["示例花园", "停水"]
