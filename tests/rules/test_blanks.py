"""Blanks of a template: named as long as they stand there, and never mistaken."""

from __future__ import annotations

import pytest

from hotline.rules.blanks import blanks_in, still_blank


@pytest.mark.parametrize(
    ("text", "blanks"),
    [
        ("您好，已于【日期】完成【措施】，【日期】复查。", ["【日期】", "【措施】"]),
        ("依据四政发【2022】5号文件。", []),
        ("依据【2022年】的文件。", ["【2022年】"]),
        ("【】", ["【】"]),
        ("没有空。", []),
    ],
)
def test_blanks_are_found_each_once_and_the_year_of_a_document_is_none(
    text: str, blanks: list[str]
) -> None:
    assert blanks_in(text) == blanks


def test_the_refusal_names_the_first_blanks_and_how_many_there_are() -> None:
    assert still_blank("【甲】【乙】【丙】【丁】") == (
        "还有没填的空：【甲】、【乙】、【丙】等 4 处。请填好，或把不用的删去。"
    )
    assert still_blank("都填好了。") == ""
