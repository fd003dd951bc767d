"""The measures of a classifier, on a handful of guesses that can be counted by hand."""

from __future__ import annotations

from pathlib import Path

from hotline.engines.measuring.classification import (
    answered,
    calibration,
    calibration_error,
    macro_f1,
    measure,
)
from hotline.rules.guessing import Guess

TOLD = [
    ("a", Guess("a", 0.95)),
    ("a", Guess("a", 0.95)),
    ("a", Guess("b", 0.55)),
    ("b", Guess("b", 0.55)),
]


def test_f1_counts_every_value_alike() -> None:
    assert round(macro_f1(TOLD), 4) == round((4 / 5 + 2 / 3) / 2, 4)


def test_calibration_sets_sureness_beside_truth() -> None:
    assert calibration(TOLD) == [(0.5, 2, 0.55, 0.5), (0.9, 2, 0.95, 1.0)]
    assert round(calibration_error(TOLD), 4) == 0.05


def test_only_the_surest_are_counted_where_not_all_are_answered() -> None:
    assert (answered(TOLD, 0.5), answered(TOLD, 1.0)) == (1.0, 0.75)


def test_a_folder_is_measured_whole(tmp_path: Path) -> None:
    words = {"供暖": "暖气不热室温低", "公交": "公交车不来要等很久"}
    rows = [
        f"{label},{place}{text},{place}{text}请处理,{place}{label}"
        for label, text in words.items()
        for place in "甲乙丙丁戊己庚辛壬癸"
    ]
    lines = ["label,title,text,group", *rows]
    (tmp_path / "messages_labelled.csv").write_text("\n".join(lines), encoding="utf-8")
    section = measure(tmp_path, fast=True)
    assert [(f.name, f.value) for f in section.figures[:2]] == [
        ("宏平均 F1（中位）", "1.000"),
        ("正确率", "1.000"),
    ]
    assert section.tables[0].rows == [("供暖", "10", "0"), ("公交", "0", "10")]
