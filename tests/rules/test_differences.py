"""What changed between two texts."""

from __future__ import annotations

import pytest

from hotline.rules.differences import differences


def test_alike_texts_have_no_difference() -> None:
    assert (differences("甲。乙。", "甲。乙。"), differences("", "")) == (
        [("same", "甲。乙。")],
        [],
    )


def test_a_changed_word_is_shown_within_its_sentence() -> None:
    assert differences("三个工作日内到账。不收费。", "五个工作日内到账。不收费。") == [
        ("removed", "三"),
        ("added", "五"),
        ("same", "个工作日内到账。"),
        ("same", "不收费。"),
    ]


def test_a_sentence_that_came_or_went_is_whole() -> None:
    assert differences("甲。", "甲。乙丙丁。") == [("same", "甲。"), ("added", "乙丙丁。")]
    assert differences("甲。乙丙丁。", "甲。") == [("same", "甲。"), ("removed", "乙丙丁。")]


def test_a_changed_sentence_and_a_new_one_are_told_apart() -> None:
    assert differences("提前一天公布。", "提前两天公布。请留意。") == [
        ("same", "提前"),
        ("removed", "一"),
        ("added", "两"),
        ("same", "天公布。"),
        ("added", "请留意。"),
    ]


def test_sentences_with_nothing_in_common_are_replaced_whole() -> None:
    assert differences("天地玄黄", "宇宙洪荒") == [("removed", "天地玄黄"), ("added", "宇宙洪荒")]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("。" * 20_000, "！" * 19_000),
        ("甲乙。\n丙", "甲。\n\n丙丁"),
        ("<b>", "</b>"),
        ("a" * 10_000, "b" * 10_000),
        ("", "新"),
    ],
)
def test_pieces_make_up_both_texts(old: str, new: str) -> None:
    found = differences(old, new)
    assert "".join(text for kind, text in found if kind != "added") == old
    assert "".join(text for kind, text in found if kind != "removed") == new
