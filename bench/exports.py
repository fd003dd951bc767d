"""A list of a million cases as a file: how long it takes, and how much memory at every length."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from bench.report import print_machine, timed
from bench.scratch import scratch_site

PLAYED = 10_000
COPIES = 99
STAGES = 8
USUAL = ("number", "title", "kind", "topic", "status", "lead", "registered", "clock")
PERSONAL = (*USUAL, "place", "text", "answer", "caller", "phone")
# What is written: name, format, columns, and how many of the copies, the newest first.
WRITTEN: tuple[tuple[str, str, Sequence[str], int], ...] = (
    ("CSV, 8 columns", "csv", USUAL, 9),
    ("CSV, 8 columns", "csv", USUAL, COPIES),
    ("Excel, 8 columns", "xlsx", USUAL, 9),
    ("Excel, 8 columns", "xlsx", USUAL, COPIES),
    ("Excel, 13 columns, text and caller too", "xlsx", PERSONAL, COPIES),
)


def main() -> None:
    """Prints one line per file."""
    copies = int(sys.argv[1]) if len(sys.argv) > 1 else COPIES
    with scratch_site():
        print_machine()
        filling = timed(lambda: fill(copies))
        print(f"filled in {filling.wall:.0f} s\n")
        for name, kind, columns, newest in WRITTEN:
            measure(name, kind, columns, 0 if newest >= copies else newest)


def fill(copies: int) -> None:
    """Ten thousand cases at every stage of the path, then each copied with its citizen."""
    from bench.cases import play  # noqa: PLC0415 - needs Django set up
    from bench.multiplying import multiply  # noqa: PLC0415

    play(PLAYED, lambda number: number % STAGES)
    multiply(copies, ("Citizen", "Case"))


def measure(name: str, kind: str, columns: Sequence[str], newest: int) -> None:
    """Writes one file as the worker does, of so many copies or (0) of all; then deletes it."""
    from django.utils import timezone  # noqa: PLC0415 - needs Django set up

    from bench.multiplying import DAYS_APART  # noqa: PLC0415
    from hotline.records.models import Export, Staff  # noqa: PLC0415
    from hotline.steps.exporting.lists import LISTS  # noqa: PLC0415
    from hotline.steps.exporting.order_export import Order, order_export  # noqa: PLC0415
    from hotline.steps.exporting.sealed_parts import drop_parts  # noqa: PLC0415
    from hotline.steps.exporting.write_export import write_export  # noqa: PLC0415

    since = timezone.localdate() - timedelta(days=DAYS_APART * newest)
    asked = {"since": since.isoformat()} if newest else {}
    order = Order(asked, "", columns, kind, "量一量导出要多久")
    by = Staff.objects.get(username="dispatcher")
    row = order_export(LISTS["cases"], order, by=by, at=timezone.now())
    row = Export.objects.select_related("by").get(pk=row.pk)
    before = _memory("VmRSS")
    Path("/proc/self/clear_refs").write_text("5", "ascii")  # the highest mark begins anew
    run = timed(lambda: write_export(row, at=timezone.now()))
    assert row.status == "finished", row.problem
    print(
        f"{name:<40}{row.done:>10} rows {run.wall:>7.1f} s {run.cpu:>7.1f} s CPU "
        f"{row.size / 2**20:>7.0f} MB file   memory {before:.0f} → {_memory('VmHWM'):.0f} MB"
    )
    drop_parts(row)


def _memory(what: str) -> float:
    """Megabytes of this process."""
    for line in Path("/proc/self/status").read_text("utf-8").splitlines():
        if line.startswith(what):
            return int(line.split()[1]) / 1024
    raise LookupError(what)


if __name__ == "__main__":
    main()
