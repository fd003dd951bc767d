"""Same matter: each fact has its points, a quoted number settles it, rare words count and everyday
words do not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hotline.rules.same_matter import (
    Likeness,
    Matter,
    SameKind,
    SameSettings,
    likeness,
    longest_shared,
    marked,
    numbers_in,
    weights,
)

ONE = Matter(
    "示例花园三号楼停水两天", "示例花园三号楼停水两天了，打物业电话没人管。", place="示例花园"
)
TOLD_OTHERWISE = Matter("小区停水", "我家住在示例花园，从前天起停水，物业不管。", place="示例花园")
ELSEWHERE = Matter("路灯不亮", "文化路的路灯坏了一周。", place="文化路")
LETTER = "尊敬的领导您好：青禾路口的早市占满了人行道，老人孩子只能走在车流里，请安排人疏导。谢谢！"


def like(one: Matter, other: Matter) -> Likeness:
    return likeness(one, other, weights(one.pairs))


def is_offered(one: Matter, other: Matter) -> bool:
    return SameSettings().offers(like(one, other))


def test_the_caller_who_tells_it_in_other_words_is_offered_with_the_reasons() -> None:
    found = like(*(replace(each, caller=b"1") for each in (ONE, TOLD_OTHERWISE)))
    assert (found.kind, SameSettings().offers(found)) == (SameKind.CALLER, True)
    assert found.reasons()[1:] == ["同一来电人", "同一地点：示例花园"]


def test_another_caller_who_tells_it_in_other_words_of_the_same_place_is_offered() -> None:
    found = like(ONE, TOLD_OTHERWISE)
    assert (found.kind, SameSettings().offers(found)) == (SameKind.OTHERS, True)


def test_another_trouble_at_the_same_place_is_not_offered() -> None:
    assert not is_offered(ONE, replace(ELSEWHERE, place="示例花园"))


def test_the_same_trouble_at_another_place_is_not_offered() -> None:
    there = Matter("彩虹苑停水两天", "彩虹苑五号楼停水两天了，打电话没人管。", place="彩虹苑")
    assert like(ONE, there).facts["elsewhere"] == -20
    assert not is_offered(ONE, there)


def test_texts_of_everyday_words_alone_are_not_alike() -> None:
    one, other = (
        Matter("反映小区问题", "您好，希望有关部门尽快处理。"),
        Matter("投诉小区物业", "请问有关部门什么时候解决，谢谢。"),
    )
    assert not is_offered(one, other)


def test_comparing_is_the_same_both_ways() -> None:
    forth, back = like(ONE, TOLD_OTHERWISE), like(TOLD_OTHERWISE, ONE)
    assert (forth.score, forth.facts) == (back.score, back.facts)


def test_different_matters_are_not_offered_even_of_one_caller() -> None:
    one, other = (replace(each, caller=b"1") for each in (ONE, ELSEWHERE))
    assert not is_offered(one, other)


def test_a_number_that_is_quoted_settles_it() -> None:
    superior = Matter("关于停水", "请核实。", numbers=frozenset({"SZ20260401-0032"}))
    other = Matter("路灯", "来文", numbers=numbers_in("前次编号 SZ20260401-0032，至今未办。"))
    assert like(superior, other).score == 100


def test_a_text_sent_by_many_is_a_copy_whatever_the_greeting_and_figures() -> None:
    copy = LETTER.replace("尊敬的领导您好：", "市长好！").replace("，", " , ")
    found = like(Matter("早市占道", LETTER), Matter("人行道", copy))
    assert (found.kind, SameSettings().offers(found)) == (SameKind.COPIES, True)


def test_the_office_sets_from_where_on_each_kind_is_offered() -> None:
    found = like(ONE, TOLD_OTHERWISE)
    assert not SameSettings.read({"others": found.score + 1, "caller": "x"}).offers(found)
    assert SameSettings.read({"others": found.score}).offers(found)


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


def test_what_is_shared_is_shown_the_longest_first_without_everyday_words() -> None:
    assert longest_shared("小区业主反映示例花园停水两天", "小区业主反映：示例花园又停水") == [
        "示例花园",
        "停水",
    ]


def test_what_is_shared_is_marked_in_the_text_as_it_was_written() -> None:
    assert marked("我说示例花园，停水。", "示例花园又停水了") == [
        ("我说", False),
        ("示例花园", True),
        ("，", False),
        ("停水", True),
        ("。", False),
    ]
