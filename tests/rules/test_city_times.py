"""Slips in a city's rules of time and in its warnings are told with their row and their field."""

from __future__ import annotations

import pytest

from tests.rules.test_city_faults import faults_after, part, put

SLIPS = {
    "a time of nothing in the rules": (
        part("limits.toml", "rules", reopen_amount=0),
        "limits.toml [rules]“reopen_amount”：应大于 0",
    ),
    "less than never in the rules": (
        part("limits.toml", "rules", pause_times=-1),
        "limits.toml [rules]“pause_times”：不能小于 0",
    ),
    "a warning of an unknown clock": (
        put("limits.toml", "warning", 0, clock="cuckoo"),
        "limits.toml [[warning]]（cuckoo/yellow）“clock”：不认识“cuckoo”；可用的有：sign、",
    ),
    "a wait that no warning ends": (
        put("limits.toml", "warning", 9, act="yellow"),
        "limits.toml [[warning]]“act”：缺少一行：clock = “citizen”、act = “resume”，",
    ),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_in_the_times_is_told(slip: str) -> None:
    make, told = SLIPS[slip]
    (fault,) = faults_after(make)
    assert fault[: len(told)] == told
