"""A province and a city, both this program, under kill -9: the harness of bench/pair.py, shorter.

That the harness sees what it is for is shown by two builds that are broken on purpose.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bench.pair import exchanged, pair, prepared
from bench.pairing.side import VICTIMS, Side
from bench.pairing.truth import between

pytestmark = [pytest.mark.pair, pytest.mark.xdist_group("pair")]
CASES = 30
NEVER = 3600.0
STILL = 20.0


@pytest.fixture(scope="module")
def base() -> Iterator[Side]:
    """Tables and a city, which every pair begins with."""
    with prepared() as made:
        yield made


def test_nothing_is_lost_or_doubled_whatever_is_killed_or_cut(base: Side) -> None:
    with pair(base, CASES, seed=1) as running:
        running.down.cut_next = running.up.cut_next = 2
        hits = [(side, victim) for victim in (*VICTIMS, "network") for side in running.sides]
        truth = exchanged(running, CASES, strike_every=NEVER, still=60.0, first=hits)
        assert (truth.faults, truth.examples, truth.cases) == ({}, {}, CASES)
        assert running.killed.total() == len(hits)
        assert running.down.suffered["cut"] >= 2


def test_effects_after_the_commit_are_found_out(base: Side) -> None:
    with pair(base, CASES, broken="after_commit", seed=2) as running:
        hits = [(running.city, "worker"), (running.city, "web")]  # either takes messages
        truth = exchanged(running, CASES, strike_every=NEVER, still=STILL, first=hits, ripe=between)
        assert truth.faults["lost"] >= 1


def test_messages_without_identity_are_found_out(base: Side) -> None:
    with pair(base, CASES, broken="no_key", seed=3) as running:
        running.down.cut_next = 2
        truth = exchanged(running, CASES, strike_every=NEVER, still=STILL)
        assert truth.faults["doubled"] >= 1
