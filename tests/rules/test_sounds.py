"""How Chinese is typed in Latin letters, and what somebody meant."""

from __future__ import annotations

import pytest

from hotline.rules.near_words import meant
from hotline.rules.sounds import is_typed, readings, sounds_of


@pytest.mark.parametrize(
    ("typed", "ways"),
    [
        ("tingshui", [("ting", "shui"), ("ting", "shu", "i")]),
        ("xian", [("xian",), ("xi", "an")]),
        ("xi'an", [("xi", "an")]),
        ("lv hua", [("lv", "hua"), ("lv", "hu", "a")]),
        ("ts", []),
        ("tingsh", []),
        ("a" * 41, []),
    ],
)
def test_letters_are_read_as_syllables(typed: str, ways: list[tuple[str, ...]]) -> None:
    assert readings(typed) == ways


def test_only_letters_are_typed_by_sound() -> None:
    assert [is_typed(words) for words in ("ts", "停水", "a1", "", "'")] == [
        True,
        False,
        False,
        False,
        False,
    ]


def test_a_character_is_read_as_in_its_word() -> None:
    assert sounds_of("重庆路3号银行") == "chong qing lu hao yin hang"


@pytest.mark.parametrize(
    ("typed", "texts", "offered"),
    [
        ("停睡", ["小区停水", "又停水了", "停电"], ["停水"]),
        ("jing gai", ["井盖缺失"], ["井盖"]),
        ("tingshui", ["小区停水"], ["停水"]),
        ("gjj", ["公积金提取"], ["公积金"]),
        ("公积全", ["公积金提取"], ["公积金"]),
        ("下道堵", ["下水道堵塞"], ["下水道堵"]),
        ("停水", ["小区停水"], []),
    ],
)
def test_what_was_likely_meant_is_told(typed: str, texts: list[str], offered: list[str]) -> None:
    assert meant(texts, typed) == offered
