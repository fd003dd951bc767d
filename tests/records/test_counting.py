"""Counting: a month as it stands, and as it stood at any moment before."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hotline.records.models import Department
from hotline.records.queries.counting import Window, count, unit_path
from hotline.records.queries.figures import month_figures
from hotline.records.queries.reference import forget, kinds
from hotline.rules.counting import Cell
from tests.factories import City, make_kind
from tests.records.april import April
from tests.records.month import make_form
from tests.steps.acts import act
from tests.steps.cases import china, walked

END = china("2022-05-02T00:00")
APRIL = Window(china("2022-04-01T00:00").date(), china("2022-04-30T00:00").date())


def figures(now: datetime, as_of: datetime | None = None) -> dict[str, tuple[int, int | None]]:
    measured = month_figures("2022-04", now, as_of=as_of).measured
    return {name: (row.numerator, row.denominator) for name, row in measured.figures.items()}


def cells(moment: datetime, *, live: bool = True) -> Counter[Cell]:
    return Counter(count(APRIL, moment, live=live).cells)


@pytest.fixture
def april(city: City) -> April:
    make_form(city)
    return April(city)


def test_every_past_moment_is_counted_as_it_was_counted_then(april: April) -> None:
    then = {moment: figures(moment) for moment in april.play()}
    again = {moment: figures(END, as_of=moment) for moment in then}
    assert again == then
    assert len({tuple(sorted(each.items())) for each in then.values()}) > 20


def test_the_cells_of_every_past_moment_are_those_of_then(april: April) -> None:
    then = {moment: cells(moment) for moment in april.play()}
    assert {moment: cells(moment, live=False) for moment in then} == then


def test_counting_as_of_now_is_counting_live(april: April) -> None:
    for _ in april.play():
        pass
    assert figures(END, as_of=END) == figures(END)


def test_as_of_the_very_moment_of_a_move_the_move_has_happened(april: April) -> None:
    for moment in april.play():
        at = moment - timedelta(seconds=30)
        assert figures(END, as_of=at) == figures(at)


def test_before_the_month_there_is_nothing(april: April) -> None:
    for _ in april.play():
        pass
    before = figures(END, as_of=china("2022-03-31T23:59"))
    assert {numerator for numerator, _ in before.values()} == {0}


# Worked out by hand from the moves in `april.py`.
AT_THE_END = {
    "total.count": 10,  # one of them withdrawn: neither closed nor open
    "total.closed": 7,
    "total.open": 2,
    "telephone.count": 3,  # from 7 April on: sent, again and last; good came on the 6th
    "province.count": 2,
    "calls.count": 10,
    "calls_epidemic.count": 3,
    "epidemic.count": 1,
    "others.count": 9,
    "complaints.count": 4,
    "units.count": 4,
    "units.on_time": 2,
    "units.east.count": 2,
    "units.east.on_time": 2,
    "units.west.count": 2,
    "units.west.on_time": 0,
}


def test_the_month_is_counted_as_by_hand(april: April) -> None:
    for _ in april.play():
        pass
    counted = figures(END)
    assert {name: counted[name][0] for name in AT_THE_END} == AT_THE_END


# --- on time ---------------------------------------------------------------------------------


def on_time(moment: datetime, as_of: datetime | None = None) -> tuple[int, int | None]:
    return figures(moment, as_of).get("units.on_time", (0, None))


def test_a_case_is_on_time_when_a_reply_in_time_was_found_good(city: City) -> None:
    make_form(city)
    case = walked(city, "awaiting_review")
    now = china("2022-04-07T10:00")
    before = on_time(now)
    act(city, "review", case, at=now)
    assert (before, on_time(now)) == ((0, None), (1, None))


@pytest.mark.parametrize(("late_by", "number"), [(0, 1), (1, 0)])
def test_a_reply_at_the_very_deadline_is_in_time(city: City, late_by: int, number: int) -> None:
    make_form(city)
    case = walked(city, "in_handling")
    replied_at = case.due_at + timedelta(seconds=late_by)
    act(city, "reply", case, at=replied_at)
    act(city, "review", case, at=replied_at + timedelta(days=3))
    assert on_time(END)[0] == number


def test_a_case_to_be_handled_again_is_no_longer_on_time(city: City) -> None:
    make_form(city)
    case = walked(city, "called_back")
    now = china("2022-04-07T10:00")
    counted = [on_time(now)[0]]
    for verb in ("handle_again", "dispatch", "sign", "reply", "review"):
        act(city, verb, case, at=now)
        counted.append(on_time(now)[0])
    assert counted == [1, 0, 0, 0, 0, 1]


# --- cells -----------------------------------------------------------------------------------


def test_a_unit_below_another_is_counted_with_those_above_it(city: City) -> None:
    walked(city, "awaiting_signature", unit="east_street")
    community = Department.objects.create(
        code="community", name="社区", kind="community", parent=city.units["east_street"]
    )
    forget()
    assert [cell.unit for cell in cells(END) if cell.of == "cases"] == [("east", "east_street")]
    assert unit_path(community) == ("east", "east_street", "community")


def test_the_days_of_a_month_are_those_of_china(april: April) -> None:
    for _ in april.play():
        pass
    assert sum(cell.count for cell in cells(END).elements() if cell.of == "cases") == 10


def test_a_span_of_days_is_marked(city: City) -> None:
    for day in ("2022-04-06", "2022-04-07", "2022-04-08", "2022-04-09"):
        walked(city, "awaiting_dispatch", at=china(f"{day}T23:00"))
    days = (china("2022-04-07T00:00").date(), china("2022-04-08T00:00").date())
    period = Window(APRIL.starts_on, APRIL.ends_on, "phone", *days)
    spans = [(cell.of, cell.span, cell.count) for cell in count(period, END, live=True).cells]
    assert sorted(spans) == [
        ("cases", "", 2),
        ("cases", "phone", 2),
        ("contacts", "", 2),
        ("contacts", "phone", 2),
    ]


def test_a_word_of_a_moment_ago_is_read_anew_and_never_counted_as_none(city: City) -> None:
    walked(city, "awaiting_dispatch")
    assert "song" not in kinds()
    song = make_kind("song", "歌曲")
    case = walked(city, "awaiting_dispatch")
    act(city, "classify", case, kind=song)
    assert sorted(cell.kind for cell in cells(END) if cell.of == "cases") == ["complaint", "song"]


def test_a_month_is_counted_in_three_queries(april: April) -> None:
    for _ in april.play():
        pass
    count(APRIL, END, live=True)
    asked = []
    for live in (True, False):
        with CaptureQueriesContext(connection) as captured:
            count(APRIL, END, live=live)
        asked.append(len(captured))
    assert asked == [3, 3]
