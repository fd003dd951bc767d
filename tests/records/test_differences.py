"""What changed between two moments: just the cases that came in and went out of each figure."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from hotline.records.queries.behind import identities_behind
from hotline.records.queries.differences import Asked, changed, find_changed
from hotline.records.queries.figures import EditionFigures, month_figures
from hotline.rules.counting import Figure, Selection
from tests.factories import City
from tests.records.april import April
from tests.records.month import make_form
from tests.steps.acts import act
from tests.steps.cases import china, walked

END = china("2022-05-02T00:00")
OVERDUE = Figure("x", "逾期", 0, Selection(facts=frozenset({"overdue"})))


def at(moment: datetime) -> EditionFigures:
    return month_figures("2022-04", END, as_of=moment)


def behind(month: EditionFigures, figure: Figure, *, whole: bool) -> set[object]:
    return set(identities_behind(figure, month.window, month.as_of, live=month.live, whole=whole))


def test_every_difference_is_that_of_the_lists_behind(city: City) -> None:
    make_form(city)
    moments = list(April(city).play())
    for then, now in ((moments[3], moments[-1]), (moments[8], moments[20])):
        before, after = at(then), at(now)
        figures = [*after.measured.figures.values(), OVERDUE]
        for figure in figures:
            for whole in (False, True):
                asked = Asked(figure, after.window, then, now, whole)
                found = find_changed(asked)
                first, last = (behind(month, figure, whole=whole) for month in (before, after))
                assert {pk for pk, came in found.identities.items() if came} == last - first
                assert {pk for pk, came in found.identities.items() if not came} == first - last
                assert (found.came, found.went) == (len(last - first), len(first - last))


def test_each_case_comes_with_its_moves_in_between(city: City) -> None:
    make_form(city)
    case = walked(city, "called_back")
    then = case.moved_at
    act(city, "close", case, at=then + timedelta(hours=1))
    figure = at(END).measured.figures["total.closed"]
    asked = Asked(figure, at(END).window, then, END)
    [found] = changed(city.person("supervisor"), asked, find_changed(asked))
    told = (found.came_in, [entry.verb for entry in found.entries])
    assert told == (True, ["close"])


def test_a_deadline_that_passed_is_a_difference_without_a_move(city: City) -> None:
    make_form(city)
    case = walked(city, "in_handling")
    then, now = case.due_at - timedelta(seconds=1), case.due_at + timedelta(seconds=1)
    asked = Asked(OVERDUE, at(now).window, then, now)
    [found] = changed(city.person("supervisor"), asked, find_changed(asked))
    assert (found.case.pk, found.came_in, found.entries) == (case.pk, True, [])


@pytest.mark.parametrize("later", [timedelta(), timedelta(days=3)])
def test_nothing_differs_where_nothing_happened(city: City, later: timedelta) -> None:
    make_form(city)
    walked(city, "closed")
    figure = at(END).measured.figures["total.count"]
    found = find_changed(Asked(figure, at(END).window, END - later, END))
    assert (found.came, found.went, found.identities) == (0, 0, {})
