"""`hotline calls`: drive calls by chance against the running site, and compare what it counted."""

from __future__ import annotations

import http.client
import json
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import click

from hotline.site.call_script import IN_TIME, Day, Line
from hotline.site.opening import site_open
from hotline.site.refusals import FAILED, OK

AT_ONCE = 100
A_BATCH = 40
TWICE, OUT_OF_TURN = 0.03, 0.2
NAMES = {
    "offered": "来电 / offered",
    "answered": "已接通 / answered",
    "in_time": "15 秒内接通 / within 15 s",
    "abandoned": "未接通 / abandoned",
    "missed": "坐席未接 / missed by an agent",
    "held": "保持 / held",
    "third_joined": "三方 / three-way",
    "transferred": "转接 / transferred",
    "outcome_silent": "无声 / silent",
    "outcome_harassing": "骚扰 / harassing",
}


@click.command(help="模拟来电,向正在运行的网站报送 / simulate calls against the running site")
@click.option("--rate", default=3.0, show_default=True, help="每分钟来电 / callers a minute")
@click.option("--agents", default=12, show_default=True, help="坐席数 / agents")
@click.option("--minutes", default=10.0, show_default=True, help="多少分钟 / how long")
@click.option("--seed", default=None, type=int, help="随机种子,用于重现 / to repeat a run")
@click.option("--fast", is_flag=True, help="不等待,按过去的时间报送 / at once, in the past")
def command(*, rate: float, agents: int, minutes: float, seed: int | None, fast: bool) -> None:
    """Plays the day, tells it through the real door, and says where the site counts otherwise."""
    seed = seed if seed is not None else int(time.time()) % 1_000_000
    with site_open() as read:
        from hotline.records.scope import everything  # noqa: PLC0415 - needs Django set up
        from hotline.steps.moving import Refused  # noqa: PLC0415
        from hotline.steps.setup.simulated_line import simulated_line  # noqa: PLC0415

        try:
            with everything():
                secret, extensions = simulated_line(agents, at=datetime.now(UTC))
        except Refused as problem:
            raise click.ClickException(str(problem)) from problem
        prefix = f"sim-{seed}-{int(time.time())}-"
        day = Line(extensions, prefix, seed).played(rate, minutes)
        click.echo(f"随机种子 / seed {seed}: {len(day.events)} 个事件 / events")
        door = Door("127.0.0.1", read.port, secret)
        began = time.perf_counter()
        answered = told(day, door, seed, fast=fast)
        took = time.perf_counter() - began
        click.echo(f"{took:.1f} s，{len(day.events) / took:.0f} 个/秒 / a second：{dict(answered)}")
        with everything():
            differs = compared(day.counted, counted(prefix))
    raise SystemExit(FAILED if differs else OK)


class Door:
    """The site's door for exchanges, on one connection that is kept."""

    def __init__(self, host: str, port: int, secret: str) -> None:
        self.secret = secret
        self.connection = http.client.HTTPConnection(host, port, timeout=60)

    def tell(self, events: list[dict[str, Any]]) -> list[str]:
        """What became of each; raises where the site does not take the batch."""
        from hotline.channels.telephone.cti import signature  # noqa: PLC0415 - needs Django
        from hotline.steps.setup.simulated_line import CODE  # noqa: PLC0415

        body, moment = json.dumps({"events": events}).encode(), str(int(time.time()))
        headers = {
            "Content-Type": "application/json",
            "X-Hotline-Road": CODE,
            "X-Hotline-Key": "1",
            "X-Hotline-Timestamp": moment,
            "X-Hotline-Signature": signature(self.secret, moment, body),
        }
        self.connection.request("POST", "/cti/events", body, headers)
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status != http.HTTPStatus.OK:
            raise click.ClickException(f"网站答复 / the site answered {answer.status}: {text!r}")
        return [row["status"] for row in json.loads(text)["results"]]


def told(day: Day, door: Door, seed: int, *, fast: bool) -> Counter[str]:
    """Tell every event, a few of them twice and a few out of turn, as real exchanges do."""
    random = Random(seed)  # noqa: S311
    answered: Counter[str] = Counter()
    lasts = max((second for second, _ in day.events), default=0)
    start = datetime.now(UTC) - timedelta(seconds=lasts + 1 if fast else 0)
    waiting = list(day.events)
    while waiting:
        if not fast:
            passed = (datetime.now(UTC) - start).total_seconds()
            ready = sum(second <= passed for second, _ in waiting[:AT_ONCE])
            if not ready:
                time.sleep(min(waiting[0][0] - passed, 1))
                continue
        batch = waiting[: A_BATCH if fast else ready]
        del waiting[: len(batch)]
        events = [
            {**event, "at": (start + timedelta(seconds=second)).isoformat()}
            for second, event in batch
        ]
        events += [event for event in events if random.random() < TWICE]
        if random.random() < OUT_OF_TURN:
            random.shuffle(events)
        answered.update(door.tell(events))
    return answered


def counted(prefix: str) -> Counter[str]:
    """What the site has of this simulation."""
    from hotline.steps.setup.simulated_line import calls_of_simulation  # noqa: PLC0415

    found: Counter[str] = Counter()
    for call in calls_of_simulation(prefix):
        kinds = set(call.events.values_list("kind", flat=True))
        found["offered"] += 1
        found["answered"] += call.answered_at is not None
        if call.answered_at is not None:
            found["in_time"] += (call.answered_at - call.offered_at).total_seconds() <= IN_TIME
        found["abandoned"] += call.state == "abandoned"
        found["missed"] += call.misses
        found["held"] += call.holds
        found["third_joined"] += "third_joined" in kinds
        found["transferred"] += "transferred" in kinds
        if call.outcome:
            found[f"outcome_{call.outcome}"] += 1
    return found


def compared(wanted: Counter[str], found: Counter[str]) -> bool:
    """Print both columns; says whether they differ."""
    click.echo(f"{'':32}{'模拟 / told':>12}{'网站 / site':>12}")
    for name, label in NAMES.items():
        mark = "" if wanted[name] == found[name] else "  ← 不一致 / differs"
        click.echo(f"{label:32}{wanted[name]:>12}{found[name]:>12}{mark}")
    return any(wanted[name] != found[name] for name in NAMES)
