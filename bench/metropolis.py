"""A metropolis: all figures of a month of 1,700,000 cases inside a history of 20,000,000.

Usage: python -m bench.metropolis [CASES] (2,000,000 takes minutes, 20,000,000 an hour and 45 GB).
The ledger's rows are made in the database; the cases themselves, which no figure reads, are not.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from bench.report import print_machine, repeated, timed, told
from bench.scratch import scratch_site

CASES = 20_000_000
MONTHS = 12
YEAR = 2022
MONTH = "2022-03"
# These have every posting of every case; the others, to save hours, what their cases ended as.
IN_FULL = ("2022-02", "2022-03", "2022-04")
STREETS = 20
RUNS = 5

# Six of ten are answered at once. The others are dispatched within hours, signed, the citizen is
# contacted, the unit replies within days (four of five in time), the office reviews and calls back.
# The largest topics and units have most of the cases.
MATTERS = """
CREATE UNLOGGED TABLE matters AS
SELECT x.*, t5 + c * interval '20 hours' AS t6, t5 + (c + d) * interval '20 hours' AS t7
FROM (
  SELECT x.*, t1 + b * interval '6 hours' AS t2, t1 + (b + c) * interval '8 hours' AS t3,
    t1 + interval '17 hours' + a * interval '150 hours' AS t4,
    t1 + interval '18 hours' + a * interval '150 hours' + b * interval '20 hours' AS t5
  FROM (
    SELECT lpad(to_hex(%(base)s::bigint + i), 32, '0')::uuid AS case_id, t0,
      t0 + random() * interval '3 hours' AS t1,
      (t0 AT TIME ZONE 'Asia/Shanghai')::date AS day,
      (%(channels)s::int[])[1 + floor(cardinality(%(channels)s::int[]) * random() ^ 4)::int]
        AS channel,
      (%(kinds)s::int[])[1 + floor(cardinality(%(kinds)s::int[]) * random() ^ 2)::int] AS kind,
      (%(topics)s::int[])[1 + floor(cardinality(%(topics)s::int[]) * random() ^ 3)::int] AS topic,
      CASE WHEN random() < 0.08 THEN (%(campaigns)s::int[])[1] ELSE 0 END AS campaign,
      (%(units)s::int[])[1 + floor(cardinality(%(units)s::int[]) * random() ^ 2)::int] AS unit,
      i %% 10 >= 6 AS dispatched, random() AS a, random() AS b, random() AS c, random() AS d
    FROM (SELECT i, %(first)s::timestamptz + (i::float8 / %(number)s) * %(length)s::interval AS t0
      FROM generate_series(0, %(number)s - 1) i) x
  ) x
) x
"""
STAGES = """
SELECT case_id, at, CASE WHEN dispatched THEN until END AS until, stage,
  day, channel, kind, topic, campaign,
  CASE WHEN stage >= 1 THEN unit ELSE 0 END AS unit,
  CASE WHEN NOT dispatched OR stage = 7 THEN 1 ELSE 2 END AS state,
  CASE WHEN NOT dispatched THEN 1 ELSE
    CASE WHEN stage >= 2 AND b < 0.8 THEN 2 ELSE 0 END + CASE WHEN stage >= 3 THEN 4 ELSE 0 END
    + CASE WHEN stage >= 5 THEN CASE WHEN a < 0.8 THEN 8 ELSE 16 END ELSE 0 END
    + CASE WHEN stage >= 6 THEN 6144 ELSE 0 END END AS facts,
  CASE WHEN stage >= 6 THEN 1 + floor(c * 5)::int ELSE 0 END AS rating,
  CASE WHEN stage >= 6 THEN 1 + floor(d * 3)::int ELSE 0 END AS solved,
  CASE WHEN stage >= 5 THEN (a * 600000)::int ELSE 0 END AS seconds,
  CASE WHEN stage BETWEEN 1 AND 3 THEN t1 + interval '5 days 13:00' END AS due_at
FROM matters CROSS JOIN LATERAL (VALUES (0, t0, t1), (1, t1, t2), (2, t2, t3), (3, t3, t4),
  (4, t4, t5), (5, t5, t6), (6, t6, t7), (7, t7, NULL)) s (stage, at, until)
WHERE (dispatched OR stage = 0) AND (%(in_full)s OR NOT dispatched OR stage = 7)
"""
FACTS = "day, channel, kind, topic, campaign, unit, state, facts, rating, solved, seconds, due_at"
CELL = "day, channel, kind, topic, campaign, unit, state, facts, rating, solved, due_at"
POST = f"""
INSERT INTO records_posting (case_id, at, sign, {FACTS})
SELECT case_id, CASE sign WHEN 1 THEN at ELSE until END, sign, {FACTS}
FROM ({STAGES}) x CROSS JOIN (VALUES (1), (-1)) s (sign)
WHERE sign = 1 OR until IS NOT NULL ORDER BY 2
"""  # noqa: S608
ADD_UP = f"""
INSERT INTO records_daycell (posted_from, {CELL}, n, seconds, fresh)
SELECT records_tenth(at), {CELL}, sum(sign), sum(sign * seconds), false
FROM records_posting WHERE at >= %(begin)s AND day BETWEEN %(first)s AND %(last)s
GROUP BY 1, {CELL} HAVING sum(sign) <> 0 OR sum(sign * seconds) <> 0
ORDER BY day, 1
"""  # noqa: S608
CONTACTS = """
INSERT INTO records_contact (id, channel_id, key, digest, arrived_at, received_at, external_number,
  title, text, outcome)
SELECT case_id, channel, 'bench-' || case_id, '', t0, t0, '', '', '', 'case' FROM matters
"""


def main() -> None:
    """Makes the history, then counts: cold, warm, as of two moments; a list; a difference."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else CASES
    with scratch_site() as read:
        print_machine()
        made = timed(lambda: _make(number))
        told("making the history", [made.wall / 60], "min")
        _tell_sizes()
        _measure(lambda: _restart(read.var))


def _make(number: int) -> None:
    """All months, one after the other, without indexes until the end; then the sums by day."""
    from django.db import connection  # noqa: PLC0415 - needs Django set up

    from hotline.rules.periods import read_period  # noqa: PLC0415
    from hotline.site.migrations import as_owner  # noqa: PLC0415

    periods = [read_period(f"{YEAR}-{month:02}") for month in range(1, MONTHS + 1)]
    reference = _reference()
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off; SET work_mem = '256MB'")
        cursor.execute("SET maintenance_work_mem = '1GB'; SELECT setseed(0.5)")
        cursor.execute("DROP INDEX posting_of_day")
        cursor.execute("ALTER TABLE records_posting DROP CONSTRAINT records_posting_pkey")
        for place, period in enumerate(periods):
            _make_month(cursor, place, period, number // MONTHS, reference)
        cursor.execute("ALTER TABLE records_posting ADD PRIMARY KEY (id)")
        cursor.execute("CREATE INDEX posting_of_day ON records_posting (day, case_id)")
        cursor.execute("VACUUM ANALYZE")


def _make_month(
    cursor: Any, place: int, period: Any, number: int, reference: dict[str, Any]
) -> None:
    first, last = _midnight(period.starts_on), _midnight(period.ends_on + timedelta(days=1))
    given = {
        **reference,
        "base": place << 32,
        "first": first,
        "length": last - first,
        "number": number,
    }
    cursor.execute("DROP TABLE IF EXISTS matters")
    cursor.execute(MATTERS, given)
    cursor.execute("ANALYZE matters")
    cursor.execute(POST, {"in_full": period.code in IN_FULL})
    if period.code in IN_FULL:
        cursor.execute(CONTACTS)
    cursor.execute("DROP TABLE matters")
    cursor.execute("SELECT brin_summarize_new_values('posting_at')")
    days = {"first": period.starts_on, "last": period.ends_on, "begin": first}
    cursor.execute(ADD_UP, days)
    print(f"  {period.code}: {number:,} cases", flush=True)


def _reference() -> dict[str, list[int]]:
    """The city's words, its units with twenty invented streets each."""
    from hotline.records.models import Campaign, Channel, Department, Kind, Topic  # noqa: PLC0415
    from hotline.records.queries.reference import forget  # noqa: PLC0415

    tops = list(Department.objects.filter(parent=None))
    Department.objects.bulk_create(
        Department(code=f"{top.code}-{street}", name=f"街道{street}", kind="street", parent=top)
        for top in tops
        for street in range(STREETS)
    )
    forget()
    models = {"channels": Channel, "kinds": Kind, "topics": Topic, "campaigns": Campaign}
    found = {
        name: list(model.objects.order_by("pk").values_list("pk", flat=True))
        for name, model in models.items()
    }
    units = list(Department.objects.order_by("order", "pk").values_list("pk", flat=True))
    return {**found, "units": units}


def _measure(restart: Callable[[], None]) -> None:
    from django.utils import timezone  # noqa: PLC0415

    from hotline.records.queries.behind import identities_behind  # noqa: PLC0415
    from hotline.records.queries.figures import month_figures  # noqa: PLC0415

    def figures(as_of: datetime | None = None) -> Any:
        return month_figures(MONTH, timezone.now(), as_of=as_of)

    moments = {
        "figures, now": None,
        "figures, the evening of the last day": _midnight(date(YEAR, 4, 1)) - timedelta(seconds=1),
        "figures, the 15th at 18:00": _midnight(date(YEAR, 3, 15)) + timedelta(hours=18),
        "figures, the 5th of the next month at 12:00": _midnight(date(YEAR, 4, 5))
        + timedelta(hours=12),
    }
    for name, moment in moments.items():
        restart()
        cold = timed(lambda: figures(moment))  # noqa: B023
        told(f"{name}: cold", [cold.wall], "s", "aim: 5 s")
        runs = repeated(lambda: figures(moment), RUNS)  # noqa: B023
        told(f"{name}: warm", [run.wall for run in runs], "s", "aim: 1 s")
        told("  of it CPU of this process", [run.cpu * 1000 for run in runs], "ms")
    counted = figures()
    print(
        {
            name: row.printed()
            for name, row in counted.measured.figures.items()
            if name.startswith("total")
        }
    )
    for name in ("total.count", "total.open"):
        figure = counted.measured.figures[name]
        page = partial(
            identities_behind, figure, counted.window, counted.as_of, live=True, limit=50
        )
        runs = repeated(page, 3)
        told(f"first page behind {name}", [run.wall for run in runs], "s")


def _tell_sizes() -> None:
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        for table in ("records_posting", "records_daycell", "records_contact"):
            cursor.execute(
                "SELECT reltuples::bigint, pg_size_pretty(pg_table_size(oid)),"
                " pg_size_pretty(pg_indexes_size(oid)) FROM pg_class WHERE relname = %s",
                [table],
            )
            print(table, *cursor.fetchone())


def _restart(var: Path) -> None:
    """Stop the server, take its files out of the system's memory, and start it again."""
    from django.db import connections  # noqa: PLC0415

    from hotline.records.queries.reference import forget  # noqa: PLC0415
    from hotline.site import embedded  # noqa: PLC0415
    from hotline.site.place import embedded_place  # noqa: PLC0415

    connections.close_all()
    place = embedded_place(var)
    embedded._stop(place)
    for file in place.data.rglob("*"):
        if file.is_file():
            handle = os.open(file, os.O_RDONLY)
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(handle)
    embedded._ensure_running(place, lambda _: None)
    forget()


def _midnight(day: date) -> datetime:
    from hotline.records.queries.counting import midnight  # noqa: PLC0415

    return midnight(day)


if __name__ == "__main__":
    main()
