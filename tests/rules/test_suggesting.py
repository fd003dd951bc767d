"""Suggestions: what proposes and what only asks, and which propose the same."""

from __future__ import annotations

import pytest

from hotline.rules.suggesting import grouped, suggestions_in


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("路口车多人多。建议在示例路口增设红绿灯。", ["建议在示例路口增设红绿灯。"]),
        ("希望公交 9 路延长到新区，方便上班。", ["希望公交 9 路延长到新区，方便上班。"]),
        ("能否把垃圾站改为夜间清运？谢谢", ["能否把垃圾站改为夜间清运？"]),
        ("停水三天了，希望尽快解决。", []),
        ("建议有关部门尽快处理此事。", []),
        ("我提过建议书，没人理。", []),
        ("建议。", []),
        ("", []),
    ],
)
def test_what_proposes_is_found_where_it_stands(text: str, found: list[str]) -> None:
    told = suggestions_in(text)
    assert [each.text for each in told] == found
    assert [text[each.start : each.end] for each in told] == found


def test_the_same_in_other_words_is_one_group_and_one_person_counts_once() -> None:
    said = [
        ("1", "建议在示例路口增设红绿灯。"),
        ("2", "希望政府在示例路口能增设一个红绿灯"),
        ("1", "建议示例路口增设红绿灯！"),
        ("3", "建议延长夜间公交运营时间。"),
    ]
    groups = grouped(said)
    assert [(group.name, group.of) for group in groups] == [
        ("建议在示例路口增设红绿灯。", ["1", "2"]),
        ("建议延长夜间公交运营时间。", ["3"]),
    ]
