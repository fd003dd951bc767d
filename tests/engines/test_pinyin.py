"""Names are found by what people really type: initials, syllables, characters, mixtures."""

from __future__ import annotations

import pytest

from hotline.engines.pinyin import Index, Named

INDEX = Index(
    [
        Named("hyc", "华宇城二期"),
        Named("cq", "重庆路社区"),
        Named("lj", "垃圾清运", ("环境卫生",)),
        Named("lh", "园林绿化"),
        Named("b5", "B5号楼"),
        Named("long", "城乡建设 › 市容环卫"),
    ]
)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("hyc", ["hyc"]),
        ("huayucheng", ["hyc"]),
        ("huayc", ["hyc"]),
        ("hua yu", ["hyc"]),
        ("华yc", ["hyc"]),
        ("HYC", ["hyc"]),
        ("cql", ["cq"]),  # 重 is read chong here
        ("zql", ["cq"]),  # and zhong elsewhere
        ("ql", ["cq"]),
        ("lvhua", ["lh"]),
        ("hjws", ["lj"]),
        ("b5", ["b5"]),
        ("srhw", ["long"]),
        ("srhw›", ["long"]),
        ("shir", ["long"]),
        ("xyz", []),
        ("华x", []),
        ("<script>", []),
    ],
)
def test_a_name_is_found_by(typed: str, found: list[str]) -> None:
    assert INDEX.find(typed, 9) == found


def test_a_name_that_begins_so_comes_before_one_that_holds_it_and_an_alias() -> None:
    index = Index([Named("alias", "其他", ("清运",)), Named("in", "垃圾清运"), Named("at", "清运")])
    assert index.find("qy", 9) == ["at", "in", "alias"]


def test_nothing_typed_lists_the_first_names() -> None:
    assert INDEX.find(" ", 2) == ["hyc", "cq"]
