"""One case through the whole path: queries and CPU of each step, on the live book."""

from __future__ import annotations

import time
from collections import defaultdict

from bench.report import print_machine, told
from bench.scratch import scratch_site

CASES = 40
NOT_COUNTED = 5


def main() -> None:
    """Prints one line per step, and the whole."""
    with scratch_site():
        from bench.cases import Surroundings  # noqa: PLC0415 - needs Django set up

        print_machine()
        city = Surroundings.read()
        for _ in range(NOT_COUNTED):
            one_case(city)
        lines: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for _ in range(CASES):
            for verb, measured in one_case(city).items():
                lines[verb].append(measured)
        for verb, values in lines.items():
            queries = sorted({number for number, _ in values})
            told(verb, [cpu for _, cpu in values], "ms CPU", f"queries: {queries}")


def one_case(city: object) -> dict[str, tuple[int, float]]:
    """Queries and CPU milliseconds by verb, from the arrival to the end."""
    from bench.cases import MINUTE, path_of, some_time_ago, taken_in  # noqa: PLC0415
    from bench.queries import counted  # noqa: PLC0415

    measured: dict[str, tuple[int, float]] = {}
    at = some_time_ago(60)
    with counted() as queries:
        begun = time.process_time()
        case = taken_in(city, at)
        measured["receive + register"] = (queries.number, (time.process_time() - begun) * 1000)
    for verb, step in path_of(city).items():
        at += MINUTE
        with counted() as queries:
            begun = time.process_time()
            step(case, at)
            measured[verb] = (queries.number, (time.process_time() - begun) * 1000)
    whole = list(measured.values())
    measured["the whole path"] = (sum(q for q, _ in whole), sum(cpu for _, cpu in whole))
    return measured


if __name__ == "__main__":
    main()
