"""Cases per second through the real API: granian, two client processes, a commit for each case.

Each request is authenticated, stored with its sealed sender and original, registered with a
number, accepted, journaled, and safe to repeat. Dispatch, with its deadlines, is measured apart,
because the API leaves it to the office.
"""

from __future__ import annotations

import http.client
import json
import multiprocessing
import os
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.processes import cpu_of, postmaster
from bench.report import print_machine, told
from bench.scratch import scratch_site

CLIENTS = 2
RUNS = 6
SECONDS = 5.0
REPEATS = 50
BODY = {
    "channel": "telephone",
    "title": "路灯不亮",
    "text": "小区北门外的路灯连续三晚没有亮，夜里曾有人绊倒，请尽快派人检查修理。",
    "place": "青禾路",
    "kind": "complaint",
    "urgency": "ordinary",
    "accept": True,
}


def main() -> None:
    """Prints cases per second and how long one request takes."""
    with scratch_site() as read:
        os.environ["HOTLINE_LOG_LEVEL"] = "INFO"
        from hotline.site.children import running, wait_until_serving  # noqa: PLC0415

        print_machine()
        token, topic = prepared()
        with quiet(read.var / "web.log"), running(read) as site:
            wait_until_serving(read, site)
            programs = {"web server": site[0].child.pid, "database": postmaster(read)}
            one_run(read.port, token, topic, 0)
            before = {name: cpu_of(pid) for name, pid in programs.items()}
            results = [one_run(read.port, token, topic, run) for run in range(1, RUNS + 1)]
            used = {name: cpu_of(pid) - before[name] for name, pid in programs.items()}
        told("cases", [len(times) / SECONDS for times in results], "/s", "aim: at least 60/s")
        told("one request", [statistics.median(times) * 1000 for times in results], "ms")
        told("slowest of a hundred", [_slow(times) * 1000 for times in results], "ms")
        stored = sum(map(len, results))
        for name, seconds in used.items():
            told(f"CPU of the {name} per case", [seconds / stored * 1000], "ms")
        check(stored)


def prepared() -> tuple[str, str]:
    """A program's token, and a topic's code."""
    from django.utils import timezone  # noqa: PLC0415 - needs Django set up

    from hotline.records.models import Staff, Topic  # noqa: PLC0415
    from hotline.steps.setup.add_token import add_token  # noqa: PLC0415

    staff = Staff.objects.get(username="taker")
    made = add_token(staff, name="bench", by=None, at=timezone.now())
    return made.secret, Topic.objects.filter(topic=None).values_list("code", flat=True)[0]


@contextmanager
def quiet(log: Path) -> Iterator[None]:
    """Has the site log as in an office, but to a file."""
    kept = os.dup(2)
    with log.open("wb") as file:
        os.dup2(file.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)


def one_run(port: int, token: str, topic: str, run: int) -> list[float]:
    """How long each request of all clients took, in seconds."""
    with multiprocessing.get_context("spawn").Pool(CLIENTS) as pool:
        begin = time.time() + 1.0
        arguments = [(port, token, topic, f"{run}-{client}", begin) for client in range(CLIENTS)]
        return [taken for times in pool.starmap(client, arguments) for taken in times]


def client(port: int, token: str, topic: str, name: str, begin: float) -> list[float]:
    """One program that hands cases in, one after the other, until the time is over."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    time.sleep(max(0.0, begin - time.time()))
    times: list[float] = []
    while (begun := time.time()) < begin + SECONDS:
        key = f"bench-{name}-{len(times)}"
        sender = {"name": "艾思远", "phone": f"1{abs(hash(key)) % 10**10:010d}"}
        body = json.dumps({**BODY, "topic": topic, "sender": sender})
        connection.request("POST", "/api/v1/cases", body, {**headers, "Idempotency-Key": key})
        answer = connection.getresponse()
        said = answer.read()
        if answer.status != http.client.CREATED:
            sys.exit(f"{answer.status} {said.decode()}")
        times.append(time.time() - begun)
    return times


def _slow(times: list[float]) -> float:
    return statistics.quantiles(times, n=100)[-1]


def check(at_least: int) -> None:
    """Counts what is stored: every answered case is there, accepted and journaled."""
    from hotline.records.models import Case, JournalEntry  # noqa: PLC0415 - needs Django set up

    cases = Case.objects.filter(status="awaiting_dispatch").count()
    entries = JournalEntry.objects.count()
    assert cases >= at_least, (cases, at_least)
    assert entries == 2 * cases, (entries, cases)
    print(f"\nstored: {cases} cases, {entries} journal entries")


if __name__ == "__main__":
    main()
