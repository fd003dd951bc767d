"""The board: its measures by group, and the map that shows the districts."""

from __future__ import annotations

import pytest

from hotline.rules.board import Words, board_of
from hotline.rules.counting import COUNT, SHARE, Cell, Counted
from hotline.rules.district_map import MapBroken, drawn, read_map, shades
from hotline.rules.measures import STANDARD, Measure

ON_TIME, LATE, OVERDUE = (frozenset({fact}) for fact in ("on_time", "late", "overdue"))
REACHED = frozenset({"on_time", "called_back", "reached"})
MEASURES = {
    **STANDARD,
    "overdue": Measure("overdue", "逾期未办结", COUNT, ("open", "overdue")),
    "on_time_rate": Measure(
        "on_time_rate", "按期办结率", SHARE, ("dispatched", "on_time"), ("dispatched", "due")
    ),
    "solved_rate": Measure("solved_rate", "解决率", SHARE, ("reached", "solved"), ("reached",)),
    "satisfied_rate": Measure("satisfied_rate", "满意率", SHARE, ("satisfied",), ("rated",)),
}
WORDS = Words(
    channels={"telephone": "电话", "mailbox": "信箱"},
    topics={"01": "城乡建设", "02": "交通"},
    units={"east": "汀东区", "water": "水务局", "idle": "闲置单位"},
    districts={"east": "汀东区", "west": "汀西区"},
    measures=MEASURES,
)
COUNTED = Counted(
    [
        Cell("cases", 4, "telephone", topic=("01", "0101"), unit=("east", "street"), state="closed",
             facts=REACHED, rating="satisfied", solved="yes"),
        Cell("cases", 2, "telephone", topic=("01",), unit=("east",), state="closed", facts=REACHED,
             rating="no_rating", solved="no"),
        Cell("cases", 1, "mailbox", topic=("02",), unit=("water",), state="closed", facts=LATE,
             rating="dissatisfied"),
        Cell("cases", 3, "telephone", unit=("water",), facts=OVERDUE),
        Cell("cases", 5, "telephone", topic=("02",), state="closed", facts=frozenset({"direct"})),
        Cell("contacts", 90, "telephone"),
    ]
)  # fmt: skip
BOARD = board_of(COUNTED, WORDS)


def fractions(name: str) -> tuple[int, int | None]:
    figure = BOARD.figure(name)
    assert figure is not None
    return figure.numerator, figure.denominator


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("all.count", (15, None)),
        ("all.closed", (12, None)),
        ("all.open", (3, None)),
        ("all.overdue", (3, None)),
        ("all.closing_rate", (12, 15)),
        # Open overdue cases are in the denominator, answered at once is not.
        ("all.on_time_rate", (6, 10)),
        ("all.solved_rate", (4, 6)),
        # No rating is never satisfied, and not valid either.
        ("all.satisfied_rate", (4, 5)),
        ("unit.east.count", (6, None)),
        ("unit.east.satisfied_rate", (4, 4)),
        ("unit.west.count", (0, None)),
        ("unit.west.satisfied_rate", (0, 0)),
        ("channel.mailbox.count", (1, None)),
        ("topic.01.on_time_rate", (6, 6)),
    ],
)
def test_a_measure_has_its_numerator_and_denominator(
    name: str, wanted: tuple[int, int | None]
) -> None:
    assert fractions(name) == wanted


def test_the_number_of_a_group_is_what_its_selection_counts() -> None:
    for group in (BOARD.all, *BOARD.channels, *BOARD.topics, *BOARD.units, *BOARD.districts):
        for figure in group.figures.values():
            whole = figure.of_denominator
            parts = (whole, *figure.plus) if whole else ()
            counted = (
                COUNTED.sum(figure.of_numerator),
                sum(map(COUNTED.sum, parts)) if parts else None,
            )
            assert counted == (figure.numerator, figure.denominator), figure.name


def test_the_largest_groups_come_first_and_idle_ones_are_left_out_but_for_districts() -> None:
    assert [group.code for group in BOARD.units] == ["east", "water"]
    assert [group.code for group in BOARD.districts] == ["east", "west"]
    assert [group.code for group in BOARD.topics] == ["01", "02"]


def test_there_is_no_figure_of_another_name() -> None:
    assert [BOARD.figure(name) for name in ("all.nothing", "unit.idle", "", "received")] == [
        None
    ] * 4


def test_an_empty_period_has_a_board_too() -> None:
    board = board_of(Counted(()), WORDS)
    assert (board.all.received, board.channels, len(board.districts)) == (0, [], 2)


MAP = {
    "note": "示意图",
    "district": [
        {"unit": "west", "rings": [[[0, 0], [100, 0], [100, 100], [0, 100]]]},
        {"unit": "east", "rings": [[[100, 0], [200, 0], [200, 100]]], "label": [180, 40]},
    ],
}


def test_a_map_is_drawn_north_up_and_fits_its_width() -> None:
    shapes, height = drawn(read_map(MAP).districts)
    assert height == 300
    assert [(row.unit, row.path, row.x, row.y) for row in shapes] == [
        ("west", "M0.0 300.0 L300.0 300.0 L300.0 0.0 L0.0 0.0 Z", "150.0", "150.0"),
        ("east", "M300.0 300.0 L600.0 300.0 L600.0 0.0 Z", "540.0", "180.0"),
    ]


def test_degrees_of_longitude_are_drawn_narrower_in_the_north() -> None:
    square = {"unit": "a", "rings": [[[120, 59], [122, 59], [122, 61], [120, 61]]]}
    assert drawn(read_map({"district": [square]}).districts)[1] == 1200


def test_a_city_without_a_map_has_nothing_drawn() -> None:
    assert drawn(read_map({}).districts) == ([], 0)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"rings": [[[0, 0], [1, 0], [1, 1]]]}, "要写明 unit"),
        ({"unit": "a"}, "要写明 rings"),
        ({"unit": "a", "rings": [[[0, 0], [1, 0]]]}, "三个点"),
        ({"unit": "a", "rings": [[[0, 0], [1, 0], ["x", 1]]]}, "两个数"),
        ({"unit": "a", "rings": [[[0, 0], [1, 0], [1e9, 1]]]}, "超出范围"),
        ({"unit": "a", "rings": [[[0, 0], [1, 0], [float("nan"), 1]]]}, "超出范围"),
    ],
)
def test_a_map_that_cannot_be_drawn_is_told(row: dict[str, object], told: str) -> None:
    with pytest.raises(MapBroken, match=told):
        read_map({"district": [row]})


def test_the_most_is_darkest_and_nothing_is_blank() -> None:
    assert shades({"a": 100, "b": 26, "c": 25, "d": 1, "e": 0}) == {
        "a": 4, "b": 2, "c": 1, "d": 1, "e": 0,
    }  # fmt: skip
    assert shades({"a": 0}) == {"a": 0}
