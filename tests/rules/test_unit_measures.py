"""A unit's measures as they are printed."""

from __future__ import annotations

import pytest

from hotline.rules.unit_measures import MEASURES, SECONDS_A_DAY, Value, values_of


@pytest.mark.parametrize(
    ("code", "numerator", "denominator", "printed", "above"),
    [
        ("received", 12, 12, "12", "12"),
        ("on_time", 19, 20, "95.0%", "19"),
        ("satisfied", 0, 0, "—", "0"),
        ("days", 5 * SECONDS_A_DAY // 2, 2, "1.3 天", "2.5 天"),
        ("days", 0, 0, "—", "0.0 天"),
    ],
)
def test_a_value_is_printed_by_its_kind_and_nothing_divided_by_nothing(
    code: str, numerator: int, denominator: int, printed: str, above: str
) -> None:
    value = Value(MEASURES[code], numerator, denominator)
    assert (value.printed, value.above) == (printed, above)


def test_what_was_not_counted_is_nothing() -> None:
    assert [value.printed for value in values_of({})][:3] == ["0", "—", "—"]
