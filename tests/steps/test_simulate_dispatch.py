"""A changed catalogue over past cases: the counts balance, and nothing of a case is changed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from hotline.records.models import Case, DispatchRule, DispatchSimulation, SimulatedMove
from hotline.records.queries.simulations import moves_shown, pairs_of, shares_of
from hotline.rules.dispatch_comparing import Comparison
from hotline.rules.dispatching import Advice, Rule, Trouble
from hotline.rules.permits import NotPermitted
from hotline.steps import simulate_dispatch
from hotline.steps.moving import Refused
from hotline.steps.simulate_dispatch import ask_simulation, cancel_simulation, run_simulation
from tests.factories import City
from tests.steps.cases import BEGIN, kept, walked
from tests.steps.dispatch_rules import TODAY, keeper, written

pytestmark = pytest.mark.django_db
ONE = timedelta(days=1)
WATER, REFUSE = "010216", "010214"


def asked(city: City, **facts: Any) -> DispatchSimulation:
    given = {"starts_on": TODAY, "ends_on": TODAY, "changed_on": TODAY + ONE, **facts}
    return ask_simulation(**given, by=keeper(city), at=BEGIN)


def counts(run: DispatchSimulation) -> dict[str, int]:
    return {name: run.totals[name] for name in ("cases", "same", "moved", "without")}


@pytest.fixture
def past(city: City) -> list[Case]:
    """Seven dispatched cases: four of refuse, two of water, one of traffic; one more waits."""
    topics = [REFUSE] * 4 + [WATER] * 2 + ["0201"]
    cases = [
        walked(city, "in_handling", topic=topic, at=BEGIN + number * timedelta(minutes=10))
        for number, topic in enumerate(topics)
    ]
    walked(city, "awaiting_dispatch")
    return cases


def test_the_counts_balance_and_say_what_would_move(city: City, past: list[Case]) -> None:
    written(city, "east", topics=(REFUSE,))
    written(city, "east", order=20, topics=(WATER,))
    written(city, "west", order=5, topics=(WATER,), valid_from=TODAY + ONE)
    run = run_simulation(asked(city), at=BEGIN)
    assert (run.status, run.position, run.size) == ("finished", 7, 7)
    assert counts(run) == {"cases": 7, "same": 4, "moved": 2, "without": 1}
    assert run.totals["pairs"] == [["east", "west", 2]]
    assert (run.totals["present_agrees"], run.totals["changed_agrees"]) == (6, 4)
    moves = SimulatedMove.objects.select_related("case").order_by("case__accepted_at")
    assert [move.case for move in moves] == past[4:6]
    assert {(move.went_to_id, move.present_id, move.changed_id) for move in moves} == {
        (city.units["east"].pk, city.units["east"].pk, city.units["west"].pk)
    }
    assert {move.because for move in moves} == {"派单目录第 5 条：问题分类属于“自来水供应”。"}


def test_a_simulation_changes_no_case(city: City, past: list[Case]) -> None:
    before = [kept(case) for case in past]
    written(city, "west", topics=("01",), valid_from=TODAY + ONE)
    run_simulation(asked(city), at=BEGIN)
    assert [kept(case) for case in past] == before


def test_chunks_of_any_size_give_the_same(
    city: City, past: list[Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    written(city, "east", topics=(REFUSE,))
    written(city, "west", order=5, topics=("01",), valid_from=TODAY + ONE)
    found = []
    for size in (1, 2, 3, 7, 100):
        monkeypatch.setattr(simulate_dispatch, "CHUNK", size)
        told: list[int] = []
        run = run_simulation(
            asked(city), at=BEGIN, progress=lambda row, told=told: told.append(row.position)
        )
        assert told == [*range(size, 7, size), 7]
        found.append((run.totals, run.moves.count()))
    assert [one for one in found if one != found[0]] == []


def test_cases_accepted_at_one_moment_are_counted_once(
    city: City, past: list[Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    Case.objects.filter(accepted_at__isnull=False).update(accepted_at=BEGIN)
    monkeypatch.setattr(simulate_dispatch, "CHUNK", 2)
    written(city, "west", topics=("01",), valid_from=TODAY + ONE)
    assert run_simulation(asked(city), at=BEGIN).totals["cases"] == 7


def test_a_rule_that_ends_leaves_its_cases_without_advice(city: City, past: list[Case]) -> None:
    rule = written(city, "east", topics=(REFUSE,))
    DispatchRule.objects.filter(pk=rule.pk).update(valid_to=TODAY)
    run = run_simulation(asked(city), at=BEGIN)
    assert counts(run) == {"cases": 7, "same": 0, "moved": 4, "without": 3}
    assert run.totals["pairs"] == [["east", "", 4]]
    assert [pair.changed for pair in pairs_of(run)] == ["（无建议，由人工派单）"]
    assert run.totals["changed_silent"] == 7


def test_a_period_without_cases_is_finished_with_nothing(city: City) -> None:
    written(city, "west", valid_from=TODAY + ONE)
    run = run_simulation(asked(city), at=BEGIN)
    assert (run.status, counts(run)) == (
        "finished",
        {"cases": 0, "same": 0, "moved": 0, "without": 0},
    )
    assert shares_of(run) == []


def test_a_simulation_that_breaks_down_is_over_and_keeps_what_it_found(
    city: City, past: list[Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(simulate_dispatch, "CHUNK", 2)
    written(city, "west", topics=("01",), valid_from=TODAY + ONE)

    def break_down(row: DispatchSimulation) -> None:
        if row.position == 4:
            raise RuntimeError

    run = asked(city)
    with pytest.raises(RuntimeError):
        run_simulation(run, at=BEGIN, progress=break_down)
    run.refresh_from_db()
    assert (run.status, run.finished_at, run.position) == ("failed", BEGIN, 4)
    assert run.moves.count() == 4


def test_a_cancelled_simulation_stops_and_keeps_what_it_found(
    city: City, past: list[Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(simulate_dispatch, "CHUNK", 2)
    written(city, "west", topics=("01",), valid_from=TODAY + ONE)

    def cancel(row: DispatchSimulation) -> None:
        if row.position == 4:
            cancel_simulation(DispatchSimulation.objects.get(pk=row.pk), by=keeper(city), at=BEGIN)

    run = run_simulation(asked(city), at=BEGIN, progress=cancel)
    assert (run.status, run.position, run.moves.count()) == ("cancelled", 4, 4)
    assert run_simulation(run, at=BEGIN).position == 4
    with pytest.raises(Refused) as refusal:
        cancel_simulation(run, by=keeper(city), at=BEGIN)
    assert str(refusal.value) == "这次演算已经结束，不必取消。"


def test_a_run_that_was_killed_begins_anew(city: City, past: list[Case]) -> None:
    written(city, "west", topics=("01",), valid_from=TODAY + ONE)
    run = asked(city)

    def killed(_: DispatchSimulation) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_simulation(run, at=BEGIN, progress=killed)
    again = run_simulation(DispatchSimulation.objects.get(pk=run.pk), at=BEGIN)
    assert (again.status, again.moves.count(), again.totals["moved"]) == ("finished", 6, 6)


def test_slips_are_refused(city: City) -> None:
    written(city)
    slips = {
        "ends_on": {"ends_on": TODAY - ONE},
        "changed_on": {"changed_on": TODAY},
    }
    for field, facts in slips.items():
        with pytest.raises(Refused) as refusal:
            asked(city, **facts)
        assert refusal.value.field == field
    with pytest.raises(Refused) as refusal:
        asked(city)
    assert str(refusal.value) == (
        "从今天到 2022-04-07 目录没有变化；请先写下在那以前生效的条目，再作演算。"
    )


def test_a_simulation_needs_the_permit(city: City) -> None:
    taker = city.person("call_taker")
    with pytest.raises(NotPermitted):
        ask_simulation(starts_on=TODAY, ends_on=TODAY, changed_on=TODAY + ONE, by=taker, at=BEGIN)


def test_who_may_not_see_a_case_sees_only_where_it_would_go(city: City, past: list[Case]) -> None:
    written(city, "west", topics=("01",), valid_from=TODAY + ONE)
    run = run_simulation(asked(city), at=BEGIN)
    seen = moves_shown(run.moves.all(), keeper(city))
    unseen = moves_shown(run.moves.all(), city.person("unit_clerk", "west"))
    assert [bool(move.case) for move in seen] == [True] * 6
    assert [(bool(move.case), move.changed) for move in unseen] == [(False, "汀西区政府")] * 6


def test_every_pair_of_answers_is_counted_once() -> None:
    rule = Rule("r", 1, "a", TODAY)
    answers = [Advice(rule, "a", (), ""), Advice(rule, "b", (), ""), Trouble(rule, "坏"), None]
    total = Comparison()
    moved = [total.add("a", before, after) for before in answers for after in answers]
    assert total.cases == len(moved) == total.same + total.moved + total.without
    assert (total.moved, total.same, total.without) == (10, 2, 4)
    assert (total.moved, sum(total.pairs.values())) == (sum(moved), total.moved)
    assert (total.present_agrees, total.changed_agrees, total.troubles) == (4, 4, 4)
