"""What every measurement prints: the machine, the versions, and medians with their spread."""

from __future__ import annotations

import os
import platform
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

RUNS = 7
LIBRARIES = ("django", "psycopg", "granian", "django-ninja")


@dataclass(frozen=True)
class Timed:
    """One run: seconds on the wall and seconds of this process's CPU."""

    wall: float
    cpu: float


def timed(work: Callable[[], object]) -> Timed:
    """Runs something once."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return Timed(time.perf_counter() - wall, time.process_time() - cpu)


def repeated(work: Callable[[], object], runs: int = RUNS) -> list[Timed]:
    """Runs something several times, after one run that does not count."""
    work()
    return [timed(work) for _ in range(runs)]


def print_machine(*, database: bool = True) -> None:
    """The machine, how busy it is with other things, and the versions, the database's if used."""
    day, load = datetime.now(UTC).date(), os.getloadavg()[0]
    print(f"{day}  {_processor()}, {os.cpu_count()} cores, {_memory()} GB, load {load:.1f}")
    versions = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    served = f"{_postgresql()}, " if database else ""
    print(f"Python {platform.python_version()}, {served}{versions}\n")


def told(name: str, values: Sequence[float], unit: str, aim: str = "") -> None:
    """One line: the median, the lowest and highest, how many runs, and the aim."""
    low, high = min(values), max(values)
    spread = f"({low:.1f}-{high:.1f}, n={len(values)})"
    print(f"{name:<44}{statistics.median(values):>9.1f} {unit:<8}{spread:<26}{aim}")


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()


def _memory() -> int:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)


def _postgresql() -> str:
    from django.db import connection  # noqa: PLC0415 - needs Django set up

    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return f"PostgreSQL {cursor.fetchone()[0]}"
