"""Advice from history: narrower counts speak louder, hints count as much as they were right."""

from __future__ import annotations

import pytest

from hotline.engines.advising.hints import hints_in, names_of
from hotline.engines.advising.learned import HINT, Matter, came_true, keys_of, likely

LEAF = Matter(("01", "0102"), "jia", "shili")
NAMES = names_of({"police": ("市公安局",), "housing": ("市住房和城乡建设局", "住建局")})


def test_the_counts_go_from_wide_to_narrow() -> None:
    assert keys_of(LEAF) == [
        *("all", "t:01", "d:jia", "t:0102"),
        *("t:01|p:jia", "t:0102|p:jia", "t:01|p:shili", "t:0102|p:shili"),
    ]
    assert keys_of(Matter()) == ["all"]


def test_where_a_matter_happened_outweighs_the_topic_alone() -> None:
    counts = {"t:0102": {"bureau": 90, "street": 10}, "t:0102|p:shili": {"street": 8}}
    first, second = likely(LEAF, counts, {})
    assert (first.unit, first.alike, first.handled) == ("street", 8, 8)
    assert second.unit == "bureau"
    assert likely(Matter(("01", "0102")), counts, {})[0].unit == "bureau"


def test_a_barred_unit_is_never_named() -> None:
    counts = {"all": {"street": 9, "bureau": 1}}
    assert [one.unit for one in likely(Matter(), counts, {}, {"street"})] == ["bureau"]
    assert likely(Matter(), counts, {}, {"street", "bureau"}) == []


def test_a_named_unit_counts_as_much_as_naming_was_right_before() -> None:
    counts = {"all": {"street": 100}}
    matter = Matter(hints=("police",))
    trusted, mistrusted = ({HINT: (98, 98)}, {HINT: (98, 0)})
    assert likely(matter, counts, trusted)[0].unit == "police"
    assert likely(matter, counts, mistrusted)[0].unit == "street"
    assert likely(matter, counts, {})[1].is_hinted != likely(matter, counts, {})[0].is_hinted


def test_sureness_follows_what_came_true() -> None:
    assert came_true(0.95, {}) == pytest.approx(0.95)
    assert came_true(0.95, {"bin:9": (980, 490)}) == pytest.approx(0.509)


@pytest.mark.parametrize(
    ("text", "hinted"),
    [
        ("请市公安局核实", ["police"]),
        ("希望住建局管管，再请公安局看看", ["housing", "police"]),
        ("我在公安局上班，住建局旁边堵车", []),
        ("", []),
    ],
)
def test_only_a_unit_that_is_asked_for_is_a_hint(text: str, hinted: list[str]) -> None:
    assert hints_in(text, NAMES) == hinted
