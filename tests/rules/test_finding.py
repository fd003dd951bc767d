"""Finding words and showing where they stand."""

from __future__ import annotations

import pytest

from hotline.rules.finding import EXCERPT, excerpt, folded, pieces, words_of


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("停水", ("停水",)),
        ("  停水　公积金 停水 ", ("停水", "公积金")),
        ("ＥＴＣ办理", ("etc办理",)),
        ("前\0后", ("前后",)),
        ("", ()),
        ("%_\\", ("%_\\",)),
    ],
)
def test_words_are_folded_and_parted_at_blanks(query: str, words: tuple[str, ...]) -> None:
    assert words_of(query) == words


def test_a_query_that_is_too_long_is_cut() -> None:
    assert words_of("长" * 300) == ("长" * 100,)
    assert len(words_of(" ".join("甲乙丙丁戊己庚辛壬癸"))) == 8


@pytest.mark.parametrize("text", ["ＥＴＣ ㎡ ß İ ﬁ 停水①", "👩‍👩‍👧‍👦Z̸̢", "", "ABC"])
def test_folding_keeps_every_character_at_its_place(text: str) -> None:
    assert len(folded(text)) == len(text)


def test_pieces_mark_words_as_written() -> None:
    assert pieces("ＥＴＣ停水和停电", ("etc", "停")) == [
        ("ＥＴＣ", True),
        ("停", True),
        ("水和", False),
        ("停", True),
        ("电", False),
    ]


def test_the_longer_of_two_words_at_one_place_is_marked() -> None:
    assert pieces("停水了", ("停", "停水")) == [("停水", True), ("了", False)]


@pytest.mark.parametrize("text", ["<b>停水</b>", "停水", "没有", ""])
def test_pieces_make_up_the_text(text: str) -> None:
    assert "".join(piece for piece, _ in pieces(text, ("停水", "<b>"))) == text


def test_an_excerpt_stands_around_the_first_word() -> None:
    found = excerpt("前" * 100 + "停水" + "后" * 500, ("停水",))
    assert found == [("…" + "前" * 24, False), ("停水", True), ("后" * (EXCERPT - 26) + "…", False)]


def test_an_excerpt_without_the_word_is_the_beginning() -> None:
    assert excerpt("短的\n文字", ("停水",)) == [("短的 文字", False)]
