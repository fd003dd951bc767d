"""A province and a city, both this very program, exchange cases while everything is killed.

`python -m bench.pair [COUNT] [--broken after_commit|no_key] [--seed N]`: by default 2,000 cases go
down and results up; web, worker and database of either side are killed with -9 at random, and the
network between them delays, drops, and cuts after the request was delivered. Then both databases
are compared, case by case. Ends with 1 where anything was lost or doubled.
"""

from __future__ import annotations

import argparse
import base64
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bench.pairing.side import VICTIMS, Child, Side
from bench.pairing.truth import Truth, compared, has_begun, progress
from bench.pairing.wire import Wire

COUNT = 2000
# How long nothing at all happens before the two are compared.
STILL = 60.0
LONGEST = 3600.0


@dataclass
class Pair:
    """Two sides, the network between them, and what they suffered."""

    province: Side
    city: Side
    down: Wire
    up: Wire
    chance: random.Random
    killed: Counter[str] = field(default_factory=Counter)

    @property
    def sides(self) -> tuple[Side, Side]:
        """Both."""
        return self.province, self.city

    def strike(self) -> None:
        """Hit something at random."""
        side = self.chance.choice(self.sides)
        self.hit(side, self.chance.choice((*VICTIMS, "network")))

    def hit(self, side: Side, victim: str) -> None:
        """Kill something and bring it back, or cut the network for a while."""
        if victim == "network":
            self.down.is_down = self.up.is_down = True
            time.sleep(self.chance.uniform(0.5, 3))
            self.down.is_down = self.up.is_down = False
            self.killed["network"] += 1
            return
        side.kill(victim)
        self.killed[f"{side.name}'s {victim}"] += 1
        time.sleep(self.chance.uniform(0.1, 1))
        side.start_again(victim)
        if victim == "web":
            side.wait_until_serving()


@contextmanager
def prepared() -> Iterator[Side]:
    """What both sides begin with: the tables and a city, the server stopped."""
    base = Side("base")
    try:
        _need_done([base.prepare("base")])
        base.let_database_go()
        yield base
    finally:
        base.close()


@contextmanager
def pair(base: Side, count: int, *, broken: str = "", seed: int = 1) -> Iterator[Pair]:
    """Both sides running, people at work; all of it gone afterwards."""
    with ExitStack() as stack:
        province, city = Side("province", broken), Side("city", broken)
        for side in (province, city):
            stack.callback(side.close)
            side.begin_as(base)
        down, up = Wire(city.port, seed), Wire(province.port, seed + 1)
        for wire in (down, up):
            stack.callback(wire.close)
        keys = {side.name: _key_pair() for side in (province, city)}
        there = _road(f"http://127.0.0.1:{down.port}/exchange/up", keys, "province")
        back = _road(f"http://127.0.0.1:{up.port}/exchange/down", keys, "city")
        _need_done([province.prepare("province", there), city.prepare("city", back)])
        for side in (province, city):
            side.start("web")
            side.start("worker")
        for side in (province, city):
            side.wait_until_serving()
            side.start("people", side.name, str(count))
        yield Pair(province, city, down, up, random.Random(seed))


def _need_done(programs: list[Child]) -> None:
    for program in programs:
        if program.wait():
            raise RuntimeError("a side could not be prepared")


def _key_pair() -> tuple[str, str]:
    key = Ed25519PrivateKey.generate()
    raw = (key.private_bytes_raw(), key.public_key().public_bytes_raw())
    return base64.b64encode(raw[0]).decode(), base64.b64encode(raw[1]).decode()


def _road(address: str, keys: dict[str, tuple[str, str]], own: str) -> str:
    other = "city" if own == "province" else "province"
    facts = {"address": address, "private_key": keys[own][0], "peer_key": keys[other][1]}
    return json.dumps(facts)


def exchanged(
    running: Pair,
    count: int,
    *,
    strike_every: float,
    still: float = STILL,
    first: Sequence[tuple[Side, str]] = (),
    ripe: Callable[[Side], bool] = has_begun,
) -> Truth:
    """Let them work and strike, `first` these, each when its side is ripe for it; then whatever
    comes, until nothing moves any more; then compare."""
    planned = list(first)
    begun = changed = time.monotonic()
    struck = begun
    running.down.is_bad = running.up.is_bad = True
    before = None
    while True:
        now = progress(*running.sides)
        for side in running.sides:
            side.need_people()
            side.look_after()
        if now != before:
            before, changed = now, time.monotonic()
        (_, open_above, _), (waiting, _, _) = now
        made = running.province.ask("SELECT count(*) FROM records_case")[0][0]
        mostly_done = made >= count and open_above <= count // 50
        if planned:
            if ripe(planned[0][0]):
                running.hit(*planned.pop(0))
        elif mostly_done:
            running.down.is_bad = running.up.is_bad = False
        elif time.monotonic() > struck + running.chance.uniform(0.5, 1.5) * strike_every:
            running.strike()
            struck = time.monotonic()
        finished = made >= count and not (open_above or waiting or now[0][0] or now[1][1])
        if finished or time.monotonic() > min(changed + still, begun + LONGEST):
            return compared(*running.sides, count)
        time.sleep(0.05 if planned else 0.5)


def main() -> int:
    """Prints what happened and what is true now."""
    wanted = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    wanted.add_argument("count", nargs="?", type=int, default=COUNT)
    wanted.add_argument("--broken", default="", choices=["", "after_commit", "no_key"])
    wanted.add_argument("--seed", type=int, default=int(time.time()))
    wanted.add_argument("--every", type=float, default=5.0, help="seconds between two strikes")
    given = wanted.parse_args()
    print(f"seed {given.seed}, {given.count} cases", flush=True)
    begun = time.monotonic()
    with (
        prepared() as base,
        pair(base, given.count, broken=given.broken, seed=given.seed) as running,
    ):
        truth = exchanged(running, given.count, strike_every=given.every)
        taken = time.monotonic() - begun
        _told(running, truth, taken)
    return 1 if truth.faults else 0


def _told(running: Pair, truth: Truth, taken: float) -> None:
    print(f"took {taken:.0f} s; cases given down: {truth.cases}")
    print(f"messages down {truth.said_down}, up {truth.said_up}, results {truth.results}")
    print("killed with -9, cut off:", dict(sorted(running.killed.items())))
    for name, wire in (("down", running.down), ("up", running.up)):
        print(f"network {name}:", dict(sorted(wire.suffered.items())))
    for fault in ("lost", "doubled", "result lost", "result doubled"):
        print(f"{fault}: {truth.faults[fault]}")
    for fault, many in sorted(truth.faults.items()):
        print(f"FAULT {fault}: {many}, such as {truth.examples[fault]}")


if __name__ == "__main__":
    sys.exit(main())
