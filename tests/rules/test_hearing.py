"""Who hears a word: certain people, or whoever may do something in some unit."""

from __future__ import annotations

import pytest

from hotline.rules.hearing import Audience, Listener

CLERK = Listener(7, frozenset({"see_unit_cases"}), unit=3)
OFFICE = Listener(8, frozenset({"see_all_cases", "urge"}))


@pytest.mark.parametrize(
    ("audience", "hearing"),
    [
        (Audience(staff=frozenset({7})), [7]),
        (Audience(permits=frozenset({"urge"})), [8]),
        (Audience(permits=frozenset({"see_unit_cases"}), units=frozenset({3, 9})), [7]),
        (Audience(permits=frozenset({"see_unit_cases"}), units=frozenset({9})), []),
        (Audience(staff=frozenset({8}), permits=frozenset({"see_unit_cases"})), [7, 8]),
        (Audience(), []),
        (Audience(units=frozenset({3})), []),
    ],
)
def test_a_word_is_heard_by_those_it_is_for(audience: Audience, hearing: list[int]) -> None:
    sent = Audience.from_json(audience.as_json())
    assert [each.staff for each in (CLERK, OFFICE) if each.is_meant(sent)] == hearing
