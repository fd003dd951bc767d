"""Every slip in a city's dispatch catalogue is told in Chinese with its row and its field."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from tests.rules.test_city_faults import Files, faults_after, put

FILE = "dispatch_rules.toml"
LAKE, FERRY = f"{FILE} [[rule]]（lakeview）", f"{FILE} [[rule]]（ferry）"
SLIPS: dict[str, tuple[Callable[[Files], object], str]] = {
    "no file": (lambda files: files.pop(FILE), "dispatch_rules.toml：缺少这个文件"),
    "a unit that is none": (
        put(FILE, "rule", 0, unit="moon"),
        f"{LAKE}“unit”：没有代码为“moon”的承办单位",
    ),
    "the office": (
        put(FILE, "rule", 0, unit="hotline_centre"),
        f"{LAKE}“unit”：热线办公室不能作为承办单位",
    ),
    "a helper that is none": (
        put(FILE, "rule", 0, assisting=["moon"]),
        f"{LAKE}“assisting”：没有代码为“moon”的协办单位",
    ),
    "a topic that is none": (
        put(FILE, "rule", 0, topics=["Z"]),
        f"{LAKE}“topics”：没有代码为“Z”的问题分类",
    ),
    "a kind that is none": (
        put(FILE, "rule", 0, kinds=["riddle"]),
        f"{LAKE}“kinds”：没有代码为“riddle”的诉求类型",
    ),
    "dates that cannot be": (
        put(FILE, "rule", 0, valid_to=date(2023, 1, 1)),
        f"{LAKE}“valid_to”：失效日 2023-01-01 早于生效日 2024-01-01",
    ),
    "no selector": (
        put(FILE, "rule", 0, places=[]),
        f"{LAKE}“topics”：至少要有一个条件，否则会拿走所有工单",
    ),
    "two rows of one order": (
        put(FILE, "rule", 1, order=10),
        f"{FERRY}“order”：与 lakeview 序号相同而单位不同，都适用时互相矛盾",
    ),
    "a code twice": (
        put(FILE, "rule", 1, code="lakeview"),
        f"{LAKE}“code”：",
    ),
}


@pytest.mark.parametrize(("slip", "told"), SLIPS.values(), ids=SLIPS)
def test_a_slip_of_the_catalogue_is_told(slip: Callable[[Files], object], told: str) -> None:
    assert faults_after(slip)[0][: len(told)] == told


def _for_a_while(files: Files) -> None:
    ferry = next(row for row in files["departments.toml"]["department"] if "ferry" in row["code"])
    ferry |= {"valid_from": date(2024, 2, 1), "valid_to": date(2024, 12, 31)}


def test_a_rule_does_not_outlast_its_unit() -> None:
    assert faults_after(_for_a_while) == [
        f"{FERRY}“valid_from”：承办单位自 2024-02-01 起才有",
        f"{FERRY}“valid_to”：承办单位到 2024-12-31 为止，条目不能更晚失效",
    ]
