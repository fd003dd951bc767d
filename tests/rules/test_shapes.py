"""Shapes and classes: little is read, and every selection still finds its number."""

from __future__ import annotations

import pytest

from hotline.rules.counting import Cell, Counted, Selection
from hotline.rules.forms import read_form
from hotline.rules.measuring import measure
from hotline.rules.shapes import NotAsked, Recorder, Shaped, classes, needed, shape_of
from tests.rules.bulletin_forms import BODY, REGISTER

EAST = Cell("cases", 3, kind="help", unit=("east", "east_street"), state="closed")
WEST = Cell("cases", 2, kind="help", unit=("west",), state="open")


def test_a_shape_is_what_a_selection_looks_at() -> None:
    assert shape_of(Selection()) == frozenset()
    assert shape_of(Selection(dispatched=True, state="open")) == {"unit", "state"}
    assert shape_of(Selection(without=frozenset({"late"}), campaign="-")) == {"facts", "campaign"}


def test_values_that_no_test_tells_apart_are_one_class() -> None:
    values = {0: (), 1: ("east",), 2: ("east", "east_street"), 3: ("west",), 4: ("north",)}
    found = classes(values, lambda path: (bool(path), "east" in path))
    assert (dict(found.of), found.codes) == (
        {0: 0, 1: 1, 2: 1, 3: 2, 4: 2},
        ((), ("east",), ("west",)),
    )


def test_a_small_shape_answers_those_within_it_and_a_large_one_does_not() -> None:
    asked = [Selection(unit="east", state="open"), Selection(state="open"), Selection()]
    both = frozenset({"unit", "state"})
    assert needed(asked, {"unit": 10, "state": 3}) == [both]
    assert needed(asked, {"unit": 5000, "state": 3}) == [both, frozenset({"state"})]


def test_a_selection_is_answered_from_cells_of_its_shape() -> None:
    asked = [Selection(unit="east"), Selection(state="open"), Selection(of="contacts", unit="east")]
    shaped = Shaped(
        {
            ("cases", frozenset({"unit"})): [EAST, WEST],
            ("cases", frozenset({"state"})): [EAST, WEST],
            ("contacts", frozenset({"channel"})): [Cell("contacts", 9)],
        },
        asked,
    )
    assert [shaped.sum(chosen) for chosen in asked] == [3, 2, 0]


def test_what_was_not_foreseen_is_never_answered() -> None:
    shaped = Shaped({("cases", frozenset({"unit"})): [EAST]}, [Selection(unit="east")])
    with pytest.raises(NotAsked):
        shaped.sum(Selection(unit="west"))


def test_a_form_asks_the_same_whatever_the_numbers_are() -> None:
    form, recorder = read_form(BODY), Recorder()
    measure(form, recorder, REGISTER)
    seen: list[Selection] = []

    class Watched(Counted):
        def sum(self, selection: Selection) -> int:
            seen.append(selection)
            return super().sum(selection)

    measure(form, Watched([EAST, WEST]), REGISTER)
    assert set(seen) <= set(recorder.asked)
