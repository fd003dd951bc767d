"""Arrivals at a given rate through the exchange and through the API: are they all answered in time?

`python -m bench.arrivals [--seconds 30] [--rate 60] [--processes 1]`. Requests come when they come
(an open loop): two client processes have so many arrivals a second each, whatever the server does,
and an arrival's time runs from when it was due to when its case was answered for. Over the exchange
whatever is due goes in one request, as the worker of another installation sends it; over the API
each has its own.
"""

from __future__ import annotations

import argparse
import http.client
import json
import multiprocessing
import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from bench.intake import prepared, quiet
from bench.processes import cpu_of, postmaster
from bench.report import print_machine
from bench.scratch import scratch_site

CLIENTS = 2
MOST = 50
WARM = 3.0
PERCENT = 99


@dataclass(frozen=True)
class Load:
    """What one client has to hand in: from when on, for how long, how many a second."""

    name: str
    begin: float
    seconds: float
    rate: float


Client = Callable[[tuple[Any, ...], Load], list[float]]


def main() -> None:
    """Prints rate, times and cost of both ways."""
    wanted = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    wanted.add_argument("--seconds", type=float, default=30.0)
    wanted.add_argument("--rate", type=float, default=60.0, help="arrivals a second, in all")
    wanted.add_argument("--processes", type=int, default=1, help="web processes")
    given = wanted.parse_args()
    with scratch_site() as plain:
        read = replace(plain, web_workers=given.processes)
        os.environ["HOTLINE_LOG_LEVEL"] = "INFO"
        from hotline.site.children import running, wait_until_serving  # noqa: PLC0415

        print_machine()
        token, topic = prepared()
        private = road_of_the_bench()
        with quiet(read.var / "web.log"), running(read) as site:
            wait_until_serving(read, site)
            programs = {"web server": site[0].child.pid, "database": postmaster(read)}
            ways: dict[str, tuple[Client, tuple[Any, ...]]] = {
                "exchange": (by_exchange, (read.port, private)),
                "API": (by_api, (read.port, token, topic)),
            }
            for name, (client, facts) in ways.items():
                drive(client, facts, f"warm-{name}", WARM, given.rate / 2)
                before = {each: cpu_of(pid) for each, pid in programs.items()}
                begun = time.monotonic()
                times = drive(client, facts, name, given.seconds, given.rate)
                wall = time.monotonic() - begun
                used = {each: cpu_of(pid) - before[each] for each, pid in programs.items()}
                tell(name, times, wall, used)


def road_of_the_bench() -> str:
    """A road from above on which everything comes in; gives the other side's private key."""
    from hotline.channels.exchange.signing import new_key_pair  # noqa: PLC0415
    from hotline.records.models import Channel, Road  # noqa: PLC0415

    private, public = new_key_pair()
    Road.objects.create(
        code="bench",
        name="测速",
        adapter="exchange",
        is_on=True,
        channel=Channel.objects.filter(valid_to=None).order_by("pk").last(),
        settings={"address": "http://127.0.0.1:9/exchange/bench", "peer_key": public},
    )
    return private


def drive(
    client: Client, facts: tuple[Any, ...], name: str, seconds: float, rate: float
) -> list[float]:
    """How long each arrival waited for its answer, in seconds."""
    with multiprocessing.get_context("spawn").Pool(CLIENTS) as pool:
        begin = time.time() + 2.0
        loads = [
            Load(f"{name}-{number}", begin, seconds, rate / CLIENTS) for number in range(CLIENTS)
        ]
        given = [(facts, load) for load in loads]
        return [taken for times in pool.starmap(client, given) for taken in times]


def due_now(made: int, load: Load) -> int:
    """How many more arrivals are due by now; sleeps until there is one, -1 when all are made."""
    in_all = int(load.seconds * load.rate)
    if made >= in_all:
        return -1
    time.sleep(max(0.0, load.begin + made / load.rate - time.time()))
    return min(in_all, int((time.time() - load.begin) * load.rate) + 1) - made


def by_exchange(facts: tuple[Any, ...], load: Load) -> list[float]:
    """Another installation: what is due goes in one signed request."""
    port, private = facts
    from hotline.channels.exchange.signing import headers_for, private_key  # noqa: PLC0415

    key, target = private_key(private), "/exchange/bench/messages"
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    times: list[float] = []
    while (due := due_now(len(times), load)) >= 0:
        numbers = range(len(times), len(times) + min(due, MOST))
        body = b"".join(_line(f"{load.name}-{number}") for number in numbers)
        headers = headers_for(key, "POST", target, body, datetime.now(UTC))
        connection.request("POST", target, body, headers)
        answer = connection.getresponse()
        said = answer.read()
        assert answer.status == HTTPStatus.OK, said[:300]
        now = time.time()
        times += [now - (load.begin + number / load.rate) for number in numbers]
    return times


def _line(key: str) -> bytes:
    moment = datetime.now(UTC).isoformat()
    message = {
        "version": 1,
        "key": key,
        "kind": "new",
        "matter": key,
        "round": 1,
        "sent_at": moment,
        "body": {
            "title": "路灯不亮",
            "text": "小区北门外的路灯连续三晚没有亮，夜里曾有人绊倒，请尽快派人检查修理。",
            "place": "青禾路",
            "arrived_at": moment,
            "due_at": "2030-01-01T17:00:00+08:00",
            "sender": {"name": "艾思远", "phone": f"154{abs(hash(key)) % 10**8:08d}"},
        },
    }
    return json.dumps(message, ensure_ascii=False).encode() + b"\n"


def by_api(facts: tuple[Any, ...], load: Load) -> list[float]:
    """A program that hands cases in, each by its own request."""
    port, token, topic = facts
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    times: list[float] = []
    while due_now(len(times), load) >= 0:
        key = f"{load.name}-{len(times)}"
        body = {
            "channel": "telephone",
            "text": "小区北门外的路灯连续三晚没有亮，夜里曾有人绊倒，请尽快派人检查修理。",
            "place": "青禾路",
            "kind": "complaint",
            "topic": topic,
            "accept": True,
            "sender": {"name": "艾思远", "phone": f"154{abs(hash(key)) % 10**8:08d}"},
        }
        sent = json.dumps(body).encode()
        connection.request("POST", "/api/v1/cases", sent, {**headers, "Idempotency-Key": key})
        answer = connection.getresponse()
        said = answer.read()
        assert answer.status == HTTPStatus.CREATED, said[:300]
        times.append(time.time() - (load.begin + len(times) / load.rate))
    return times


def tell(name: str, times: list[float], wall: float, used: dict[str, float]) -> None:
    """The rate that was answered, how long it took, and what it cost."""
    slow = statistics.quantiles(times, n=100)[PERCENT - 1]
    print(f"{name}: {len(times)} arrivals, {len(times) / (wall - 2.0):.1f} /s   aim: at least 60/s")
    print(
        f"  answered after p50 {statistics.median(times) * 1000:.0f} ms,"
        f" p99 {slow * 1000:.0f} ms, at most {max(times) * 1000:.0f} ms   aim: p99 at most 500 ms"
    )
    for program, seconds in used.items():
        print(f"  CPU of the {program}: {seconds / len(times) * 1000:.1f} ms per arrival")


if __name__ == "__main__":
    main()
