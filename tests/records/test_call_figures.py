"""Connection rates as measures: numerator, denominator, and the calls behind each."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from hotline.channels.telephone.events import CallEvent, tell
from hotline.records.models import Call
from hotline.records.queries.behind import identities_behind
from hotline.records.queries.counting import Window, count_for
from hotline.rules.conditions import Unclear, narrowed
from hotline.rules.counting import Counted, Figure, Selection
from hotline.rules.forms import FormBroken, read_form
from hotline.rules.measures import Measure, slips
from tests.factories import City

NOW = datetime(2026, 11, 20, 4, tzinfo=UTC)
DAY = Window(date(2026, 11, 20), date(2026, 11, 20))
IN_ALL = Measure("connection_rate", "接通率", "share", ("answered",))
IN_TIME = Measure("in_time", "15 秒接通率", "share", ("answered_in_time",))
OF_CALLS = Selection(of="calls")


def call(key: str, begins: float, answered: float | None, *, came_from: str = "") -> None:
    """A call that came in `begins` minutes after ten o'clock and was answered after so many
    seconds, or given up."""
    came = NOW - timedelta(hours=2) + timedelta(minutes=begins)
    at = {"offered": came, "ended": came + timedelta(minutes=1)}
    if answered is not None:
        at["answered"] = came + timedelta(seconds=answered)
    for kind, moment in at.items():
        agent = "call_taker" if kind == "answered" else ""
        told = CallEvent("", key, kind, kind, moment, agent=agent, came_from=came_from)
        tell(told, at=NOW)


@pytest.fixture
def line(city: City) -> None:
    """Two answered in time, one late, one given up; one handed on inside, one that still waits."""
    city.person("call_taker")
    for key, begins, answered in (("A", 1, 5), ("B", 2, 15), ("C", 3, 15.5), ("D", 4, None)):
        call(key, begins, answered)
    call("E", 5, 3, came_from="A")
    waits = CallEvent("", "F", "offered", "offered", NOW - timedelta(seconds=5))
    tell(waits, at=NOW)


def figures(as_of: datetime, *, live: bool = True) -> list[Figure]:
    def ask(counted: Counted) -> list[Figure]:
        return [row.counted(OF_CALLS, counted, days=1, decimals=1) for row in (IN_ALL, IN_TIME)]

    return count_for(ask, DAY, as_of, live=live)


@pytest.mark.usefixtures("line")
def test_the_rates_are_counted_apart_each_with_what_it_is_divided_by() -> None:
    told = [(row.numerator, row.denominator, row.printed()) for row in figures(NOW)]
    assert told == [(3, 4, "75.0%"), (2, 4, "50.0%")]


@pytest.mark.usefixtures("line")
def test_a_past_moment_counts_what_was_decided_by_then() -> None:
    before = NOW - timedelta(hours=2) + timedelta(minutes=3)
    told = [(row.numerator, row.denominator) for row in figures(before, live=False)]
    assert told == [(2, 2), (2, 2)]


@pytest.mark.usefixtures("line")
def test_behind_each_number_stand_as_many_calls() -> None:
    behind = []
    for figure in figures(NOW):
        for whole in (False, True):
            found = identities_behind(figure, DAY, NOW, live=True, whole=whole)
            keys = {row.pk: row.exchange_key for row in Call.objects.filter(pk__in=found)}
            behind.append("".join(keys[pk] for pk in found))
    assert behind == ["ABC", "ABCD", "AB", "ABCD"]


def test_conditions_of_calls_and_of_cases_are_not_mixed() -> None:
    for chosen, word in ((Selection(), "answered"), (OF_CALLS, "late"), (OF_CALLS, "closed")):
        with pytest.raises(Unclear, match="用错了地方"):
            narrowed(chosen, [word])
    assert list(slips(IN_TIME)) == []
    mixed = Measure("mixed", "混", "share", ("answered", "late"))
    assert [field for field, _ in slips(mixed)] == ["numerator"]


def test_a_tally_of_calls_has_no_topics() -> None:
    body = {
        "code": "x", "name": "x", "valid_from": "2026-01-01", "title": "x",
        "tally": {"line": {"label": "来电", "of": "calls", "topics": ["01"]}},
    }  # fmt: skip
    with pytest.raises(FormBroken, match="统计的是电话"):
        read_form(body)
