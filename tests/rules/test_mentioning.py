"""Who is mentioned in a text, and what people type for a name."""

from __future__ import annotations

import pytest

from hotline.rules.initials import typed_as
from hotline.rules.mentioning import Mentions, mentions_in

NAMES = ("甄示例", "甄示", "铁西区政府", "派单员")


@pytest.mark.parametrize(
    ("text", "names", "unknown"),
    [
        ("@甄示例 请看", ("甄示例",), ()),
        ("请@甄示 看，再请＠铁西区政府核实，@甄示 。", ("甄示", "铁西区政府"), ()),
        ("@ 派单员请看", ("派单员",), ()),
        ("@王小二请看", (), ("王小二请看",)),
        ("来信 who@example.invalid，单价 3 @ ", (), ()),
    ],
)
def test_an_at_calls_the_longest_name_and_an_address_of_mail_calls_nobody(
    text: str, names: tuple[str, ...], unknown: tuple[str, ...]
) -> None:
    assert mentions_in(text, NAMES) == Mentions(names, unknown)


def test_a_name_is_found_by_itself_its_pinyin_and_its_first_letters() -> None:
    assert typed_as("王芳") == "王芳 wangfang wf"
