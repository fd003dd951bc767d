"""Every move of a case at ten thousand and at a million cases: queries, CPU and time of each.

Run with a number of copies to make a larger or smaller table: `python -m bench.moves 9` is quick.
"""

from __future__ import annotations

import statistics
import sys
import time
from dataclasses import dataclass

from bench.report import print_machine
from bench.scratch import scratch_site

CASES = 10_000
COPIES = 99
RUNS = 40
AIM = 2.0


@dataclass(frozen=True)
class Measured:
    """One verb: queries, and milliseconds: CPU here and in the database, on the wall p50, p95."""

    queries: list[int]
    cpu: float
    database: float
    p50: float
    p95: float


def main() -> None:
    """Prints a line per verb, and which are slower than the aim allows."""
    copies = int(sys.argv[1]) if len(sys.argv) > 1 else COPIES
    with scratch_site(city=""):
        from bench.multiplying import multiply  # noqa: PLC0415 - needs Django set up
        from tests.factories import make_city  # noqa: PLC0415

        print_machine()
        city = make_city()
        fill(city)
        few = measure_all(city)
        begun = time.perf_counter()
        multiply(copies)
        print(f"{copies} copies made in {time.perf_counter() - begun:.0f} s")
        many = measure_all(city)
        tell(few, many)


def fill(city: object) -> None:
    """Ten thousand cases at every stage, played by the real steps."""
    from datetime import timedelta  # noqa: PLC0415

    from django.db import connection  # noqa: PLC0415 - needs Django set up

    from hotline.steps.storing.book import writing_in  # noqa: PLC0415
    from hotline.steps.storing.bulk import BulkBook  # noqa: PLC0415
    from tests.factories import PATH, case_at  # noqa: PLC0415
    from tests.steps.acts import SOON  # noqa: PLC0415

    book = BulkBook()
    with writing_in(book):
        for number in range(CASES):
            at = SOON - timedelta(minutes=20 * (CASES - number))
            phone = f"154{number:08d}"
            case_at(city, PATH[number % len(PATH)], at=at, phone=phone, name=f"测试人{number}")
    book.store()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def measure_all(city: object) -> dict[str, Measured]:
    """Every verb of the table."""
    from tests.steps.acts import ACTS  # noqa: PLC0415 - needs Django set up

    return {verb: measure(city, verb) for verb in ACTS}


def measure(city: object, verb: str) -> Measured:
    """One verb, on cases that were brought to it; the first runs are not counted."""
    import psutil  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415 - needs Django set up

    from bench.queries import counted  # noqa: PLC0415
    from tests.steps.acts import ACTS, LATER, STEPS, actor, ready  # noqa: PLC0415

    step = STEPS["call_back" if verb == "try_call_back" else verb]
    queries: set[int] = set()
    cpu: list[float] = []
    wall: list[float] = []
    connection.ensure_connection()
    backend = psutil.Process(connection.connection.info.backend_pid)
    database = 0.0
    for _ in range(RUNS):
        case = ready(city, verb)
        facts = {"by": actor(city, verb), "at": LATER, **ACTS[verb].facts(city, case)}
        with counted() as asked:
            before = sum(backend.cpu_times()[:2])
            begun, worked = time.perf_counter(), time.process_time()
            step(case, **facts)
            wall.append((time.perf_counter() - begun) * 1000)
            cpu.append((time.process_time() - worked) * 1000)
            database += (sum(backend.cpu_times()[:2]) - before) * 1000
        queries.add(asked.number)
    wall, cpu = sorted(wall[5:]), cpu[5:]
    return Measured(
        sorted(queries),
        statistics.median(cpu),
        database / RUNS,
        statistics.median(wall),
        wall[-len(wall) // 20],
    )


def tell(few: dict[str, Measured], many: dict[str, Measured]) -> None:
    """One line per verb: at ten thousand, with all copies, and how much slower that is."""
    head = f"{'CPU':>6}{'db':>6}{'p50':>8}{'p95':>8}"
    print(f"{'verb':<20}{'queries':<12}{head}   {head}{'p50':>8}{'p95':>8}")
    for verb, one in few.items():
        other = many[verb]
        ratios = other.p50 / one.p50, other.p95 / one.p95
        slow = "  over the aim" if max(ratios) > AIM else ""
        lines = f"{_line(one)}   {_line(other)}{ratios[0]:>8.2f}{ratios[1]:>8.2f}{slow}"
        print(f"{verb:<20}{other.queries!s:<12}{lines}")


def _line(one: Measured) -> str:
    return f"{one.cpu:>6.1f}{one.database:>6.1f}{one.p50:>8.1f}{one.p95:>8.1f}"


if __name__ == "__main__":
    main()
