"""Two values of a figure: numbers by per cent, shares by percentage points, never mixed."""

from __future__ import annotations

import pytest

from hotline.rules.moved_figures import moved


@pytest.mark.parametrize(
    ("value", "before", "words", "way"),
    [
        ("132", "100", "增加 32（增长 32.0%）", "up"),
        ("2", "3", "减少 1（下降 33.3%）", "down"),
        ("7", "0", "增加 7（上期为 0）", "up"),
        ("31.8%", "31.7%", "上升 0.1 个百分点", "up"),
        ("99.4%", "100.0%", "下降 0.6 个百分点", "down"),
        ("5", "5", "持平", "same"),
        ("—", "5", "没有可比的数", ""),
        ("5", "", "没有可比的数", ""),
    ],
)
def test_a_difference_is_told_in_words(value: str, before: str, words: str, way: str) -> None:
    told = moved("x", "受理", value, before)
    assert (told.words, told.way) == (words, way)
