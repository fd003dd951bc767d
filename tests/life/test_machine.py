"""Thousands of moves by chance through the API: the model and the program never disagree.

After every run the books balance. `./hotline soak` runs the same for much longer.
"""

from __future__ import annotations

import os
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, assume, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from hotline.records.queries.reference import forget
from tests.factories import City, make_city
from tests.life.bodies import ROLES, UNITS, body_of
from tests.life.books import balanced
from tests.life.caller import Caller
from tests.life.model import EFFECTS, GUARDS, Asked, Modelled, follow
from tests.rules.life_by_hand import TABLE

SOURCES = {verb: frozenset(row.sources.split()) for verb, row in TABLE.items()}
RUNS = int(os.environ.get("HOTLINE_SOAK_RUNS", "100"))
STEPS = int(os.environ.get("HOTLINE_SOAK_STEPS", "50"))
MOST_CASES = 4
FIRST_SEED = int(os.environ.get("HOTLINE_SOAK_SEED", "1"))
KINDS = ("consultation", "help", "complaint", "report")
TOPICS = ("010214", "010216", "0201")
CHANNELS = ("telephone", "mayor_mailbox", "province")


class LifeMachine(RuleBasedStateMachine):
    """Hands cases in, moves them rightly and wrongly, and compares every answer."""

    city: City
    caller: Caller

    def __init__(self) -> None:
        super().__init__()
        self.cases: list[Modelled] = []
        self._undone = transaction.atomic()
        self._undone.__enter__()

    def teardown(self) -> None:
        """The books balance; then nothing of this run has been."""
        try:
            balanced(self.cases)
        finally:
            transaction.set_rollback(True)
            self._undone.__exit__(None, None, None)

    @initialize()
    def begin(self) -> None:
        """There is a case to begin with."""
        self._hand_in("complaint", "010214", "telephone")

    @precondition(lambda self: len(self.cases) < MOST_CASES)
    @rule(
        kind=st.sampled_from(KINDS),
        topic=st.sampled_from(TOPICS),
        channel=st.sampled_from(CHANNELS),
    )
    def hand_in(self, kind: str, topic: str, channel: str) -> None:
        """One more case arrives."""
        self._hand_in(kind, topic, channel)

    def _hand_in(self, kind: str, topic: str, channel: str) -> None:
        number = self.caller.hand_in(kind, topic, channel)
        self.cases.append(Modelled(number, kind, topic))

    @rule(data=st.data())
    def move(self, data: st.DataObject) -> None:
        """A move that the table allows."""
        self._move(data)

    @rule(data=st.data())
    def move_on(self, data: st.DataObject) -> None:
        """The same, so that there are more of these than of the others."""
        self._move(data)

    @rule(data=st.data(), lacks_permit=st.booleans())
    def stumble(self, data: st.DataObject, lacks_permit: bool) -> None:
        """A move that is not open, or not this person's."""
        if lacks_permit:
            self._move_without_permit(data)
        else:
            self._move_wrongly(data)

    def _move(self, data: st.DataObject) -> None:
        """A move that the table allows; what it needs decides whether it is done."""
        case = data.draw(st.sampled_from(self.cases))
        verbs = [
            verb for verb in EFFECTS if case.status in SOURCES[verb] and self._has_actor(verb, case)
        ]
        assume(verbs)
        verb = data.draw(st.sampled_from(verbs))
        asked = Asked(
            unit=data.draw(st.sampled_from(UNITS)),
            other=data.draw(st.sampled_from(self.cases)),
            reached=data.draw(st.booleans()),
            content=data.draw(st.booleans()),
        )
        status, body = self._ask(verb, case, asked)
        if GUARDS.get(verb, lambda case, asked: True)(case, asked):
            assert status == 200, (verb, case, asked, body)
            follow(verb, case, asked, self.cases)
        else:
            assert status == 422, (verb, case, asked, body)
            assert body["field"], body

    def _move_wrongly(self, data: st.DataObject) -> None:
        """A move that the table does not allow is refused with what is open."""
        case = data.draw(st.sampled_from(self.cases))
        office = [verb for verb, role in ROLES.items() if role not in ("clerk", "leader", "street")]
        verbs = [verb for verb in office if case.status not in SOURCES[verb]]
        verb = data.draw(st.sampled_from(verbs))
        status, body = self._ask(verb, case, Asked(other=self.cases[0]))
        assert status == 409, (verb, case, body)
        allowed = {verb for verb in SOURCES if case.status in SOURCES[verb]}
        assert {row["verb"] for row in body["open"]} <= allowed, body

    def _move_without_permit(self, data: st.DataObject) -> None:
        """Who lacks the permit is refused, whatever the status."""
        case = data.draw(st.sampled_from(self.cases))
        verb = data.draw(st.sampled_from(("dispatch", "rule", "close", "withdraw")))
        body = body_of(verb, case, Asked(other=case))
        status, _ = self.caller.move("reviewer", case.number, verb, body)
        assert status == 403, (verb, case)

    def _has_actor(self, verb: str, case: Modelled) -> bool:
        role = ROLES[verb]
        if role in ("leader", "street", "clerk") and case.unit == case.accused:
            return False  # who is accused does not see it
        if role == "leader":
            return case.unit == "careful"
        if role == "street":
            return case.below
        return role != "clerk" or bool(case.unit)

    def _ask(self, verb: str, case: Modelled, asked: Asked) -> tuple[int, dict[str, Any]]:
        role = ROLES[verb]
        who = {"clerk": f"clerk-{case.unit}", "leader": "leader-careful"}.get(role, role)
        return self.caller.move(who, case.number, verb, body_of(verb, case, asked))

    @invariant()
    def statuses_agree(self) -> None:
        """The program says of every case what the model says."""
        told = self.caller.statuses([case.number for case in self.cases])
        assert told == {case.number: (case.status, case.moves) for case in self.cases}


@pytest.mark.parametrize("number", range(FIRST_SEED, FIRST_SEED + 3))
def test_the_program_and_the_model_agree(db: None, number: int) -> None:
    forget()
    city = make_city()
    machine = type("Machine", (LifeMachine,), {"city": city, "caller": Caller(city)})
    profile = settings(
        max_examples=RUNS,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate,),  # a run tells its story as it is; shrinking takes minutes
    )
    run_state_machine_as_test(seed(number)(machine), settings=profile)
    forget()


def test_every_move_of_the_table_is_driven_or_named() -> None:
    left_out = {"register", "try_call_back", "split"}  # what it opens the model does not know
    left_out |= {"amend", "take_message", "write_back"}  # of matters that came by a road
    assert set(EFFECTS) | left_out == set(TABLE)
    assert set(ROLES) == set(EFFECTS)
