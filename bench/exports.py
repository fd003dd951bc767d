"""A list of a million cases as a file: how long it takes, and how much memory at every length."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from bench.processes import cpu_of, postmaster
from bench.report import print_machine, timed
from bench.scratch import scratch_site
from hotline.site.environment import Environment

PLAYED = 10_000
COPIES = 99
FEWER = 100_000
STAGES = 8
USUAL = ("number", "title", "kind", "topic", "status", "lead", "registered", "clock")
PERSONAL = (*USUAL, "place", "text", "answer", "caller", "phone")
# What is written: name, format, columns, and how many rows about; 0 are all.
WRITTEN: tuple[tuple[str, str, Sequence[str], int], ...] = (
    ("CSV, 8 columns", "csv", USUAL, FEWER),
    ("CSV, 8 columns", "csv", USUAL, 0),
    ("Excel, 8 columns", "xlsx", USUAL, FEWER),
    ("Excel, 8 columns", "xlsx", USUAL, 0),
    ("Excel, 13 columns, text and caller too", "xlsx", PERSONAL, 0),
)


def main() -> None:
    """Prints one line per file."""
    copies = int(sys.argv[1]) if len(sys.argv) > 1 else COPIES
    with scratch_site() as read:
        print_machine()
        filling = timed(lambda: fill(copies))
        print(f"filled in {filling.wall:.0f} s\n")
        for name, kind, columns, newest in WRITTEN:
            measure(read, name, kind, columns, newest)


def fill(copies: int) -> None:
    """Ten thousand cases at every stage of the path, then each copied with its citizen.

    Their rows are laid in the order of registering, as they come to lie in a living office.
    """
    from django.db import connection  # noqa: PLC0415 - needs Django set up

    from bench.cases import play  # noqa: PLC0415
    from bench.multiplying import multiply  # noqa: PLC0415
    from hotline.site.migrations import as_owner  # noqa: PLC0415

    play(PLAYED, lambda number: number % STAGES)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("DROP INDEX case_text_words, case_title_words, case_place_words")
    multiply(copies, ("Citizen", "Case"))
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("CLUSTER records_case USING case_newest")
        cursor.execute("VACUUM ANALYZE records_case")


def measure(read: Environment, name: str, kind: str, columns: Sequence[str], newest: int) -> None:
    """Writes one file as the worker does, then deletes it."""
    from django.utils import timezone  # noqa: PLC0415 - needs Django set up

    from hotline.records.models import Export, Staff  # noqa: PLC0415
    from hotline.steps.exporting.lists import LISTS  # noqa: PLC0415
    from hotline.steps.exporting.order_export import Order, order_export  # noqa: PLC0415
    from hotline.steps.exporting.sealed_parts import drop_parts  # noqa: PLC0415
    from hotline.steps.exporting.write_export import write_export  # noqa: PLC0415

    asked = {"since": since(newest)} if newest else {}
    order = Order(asked, "", columns, kind, "量一量导出要多久")
    by = Staff.objects.get(username="dispatcher")
    row = order_export(LISTS["cases"], order, by=by, at=timezone.now())
    row = Export.objects.select_related("by").get(pk=row.pk)
    before = _memory("VmRSS")
    Path("/proc/self/clear_refs").write_text("5", "ascii")  # the highest mark begins anew
    database = cpu_of(postmaster(read))
    run = timed(lambda: write_export(row, at=timezone.now()))
    database = cpu_of(postmaster(read)) - database
    assert row.status == "finished", row.problem
    print(
        f"{name:<40}{row.done:>10} rows {run.wall:>6.0f} s; CPU {run.cpu:>4.0f} s, "
        f"database {database:>4.0f} s; {row.size / 2**20:>5.0f} MB file; "
        f"memory {before:.0f} → {_memory('VmHWM'):.0f} MB"
    )
    drop_parts(row)


def since(newest: int) -> str:
    """A day from which on there are about so many cases."""
    from hotline.records.models import Case  # noqa: PLC0415 - needs Django set up

    moments = Case.objects.order_by("-registered_at").values_list("registered_at", flat=True)
    return moments[min(newest, moments.count() - 1)].date().isoformat()


def _memory(what: str) -> float:
    """Megabytes of this process."""
    for line in Path("/proc/self/status").read_text("utf-8").splitlines():
        if line.startswith(what):
            return int(line.split()[1]) / 1024
    raise LookupError(what)


if __name__ == "__main__":
    main()
