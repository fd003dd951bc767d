"""A changed catalogue over 100,000 past cases; how often the catalogue names the recorded unit."""

from __future__ import annotations

import resource
from datetime import UTC, date, datetime, timedelta

from bench.report import print_machine, repeated, told
from bench.scratch import scratch_site

CASES = 100_000
RUNS = 3
AIM = "aim: 30 s, with progress"
# Cases of every topic, kind and district in turn, spread over 2025, each with 100 characters.
FILL = """
INSERT INTO records_case (id, number, receipt, version, status, channel_id, external_number, title,
  text, place, kind_id, topic_id, urgency, confidential, accused, stepped_aside, seen_by, lead_id,
  registered_at, accepted_at, answer, closed_as)
SELECT gen_random_uuid(), 'B' || n, 'B' || n, 6, 'closed', (SELECT min(id) FROM records_channel),
  '', '测量用工单 ' || n,
  repeat('小区北门外的路灯连续三晚没有亮，老人孩子出行不便，夜里曾有人绊倒。', 3) || n,
  (ARRAY['铁西区地直街道', '铁东区平东街道', '梨树县梨树镇', '双辽市茂林镇', ''])[1 + n %% 5],
  (SELECT k FROM kinds WHERE o = n %% (SELECT count(*) FROM kinds)),
  (SELECT k FROM topics WHERE o = n %% (SELECT count(*) FROM topics)),
  'ordinary', false, '{}', '{}', '{}',
  (SELECT id FROM records_department WHERE code = 'tiexi_district'),
  timestamptz '2025-01-01 08:00+08' + n * interval '5 minutes',
  timestamptz '2025-01-01 08:00+08' + n * interval '5 minutes', '', ''
FROM generate_series(1, %s) AS n
"""
NUMBERED = """
CREATE TEMP TABLE {table} AS
SELECT id AS k, row_number() OVER (ORDER BY id) - 1 AS o FROM records_{model}
"""


def main() -> None:
    """Prints the time of a simulation, and the accuracy over a sample month."""
    with scratch_site():
        print_machine()
        fill()
        change()
        runs = repeated(simulate, RUNS)
        told(f"simulation over {CASES:,} cases", [run.wall for run in runs], "s", AIM)
        told("… CPU of the process that simulates", [run.cpu for run in runs], "s")
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"most memory of this process: {most:.0f} MB")
        told_accuracy()


def fill() -> None:
    """The past cases, straight into the table: a simulation reads nothing else of them."""
    from django.db import connection  # noqa: PLC0415 - needs Django set up

    with connection.cursor() as cursor:
        cursor.execute(NUMBERED.format(table="kinds", model="kind"))
        cursor.execute(NUMBERED.format(table="topics", model="topic"))
        cursor.execute("CREATE INDEX ON topics (o)")
        cursor.execute(FILL, [CASES])
        cursor.execute("ANALYZE")


def change() -> None:
    """A rule for tomorrow that moves every case of one large branch."""
    from hotline.records.models import Department  # noqa: PLC0415 - needs Django set up
    from hotline.steps.write_dispatch_rule import (  # noqa: PLC0415
        RuleFacts,
        write_dispatch_rule,
    )

    unit = Department.objects.get(code="urban_enforcement_bureau")
    write_dispatch_rule(
        RuleFacts(order=5, unit=unit, topics=("01",)),
        reason="measured",
        valid_from=tomorrow(),
        by=None,
        at=datetime.now(UTC),
    )


def simulate() -> None:
    """One simulation as the worker does it; every chunk reports its progress."""
    from hotline.steps.simulate_dispatch import (  # noqa: PLC0415 - needs Django set up
        ask_simulation,
        run_simulation,
    )

    now = datetime.now(UTC)
    told_of: list[int] = []
    run = ask_simulation(
        starts_on=date(2025, 1, 1),
        ends_on=date(2025, 12, 31),
        changed_on=tomorrow(),
        by=None,
        at=now,
    )
    run_simulation(run, at=now, progress=lambda row: told_of.append(row.position))
    counts = run.totals
    assert told_of[-1] == counts["cases"] == CASES, counts["cases"]
    print(
        f"  {len(told_of)} times told; {counts['moved']} moved, {counts['same']} same, "
        f"{counts['without']} without advice, {run.moves.count()} moves kept"
    )


def told_accuracy() -> None:
    """How often the catalogue of the day names the unit of the record, in the sample months.

    The units of the sample months are drawn at random under the published totals, so this tells
    how the catalogue of ordinary duties stands to them, and not how well people are followed.
    """
    from hotline.records.models import Case  # noqa: PLC0415 - needs Django set up
    from hotline.records.queries.advice import matters_of  # noqa: PLC0415
    from hotline.records.queries.reference import catalogue_on  # noqa: PLC0415
    from hotline.rules.dispatching import Advice  # noqa: PLC0415
    from hotline.rules.workdays import CHINA  # noqa: PLC0415
    from hotline.steps.setup.sample.load import load_samples  # noqa: PLC0415

    load_samples(lambda done, total, month: None)
    for begins, ends in (
        (date(2020, 2, 1), date(2020, 3, 1)),
        (date(2022, 4, 1), date(2022, 5, 1)),
    ):
        cases = list(
            Case.objects.select_related("lead").filter(
                lead__isnull=False,
                accepted_at__gte=datetime(begins.year, begins.month, 1, tzinfo=CHINA),
                accepted_at__lt=datetime(ends.year, ends.month, 1, tzinfo=CHINA),
            )
        )
        first = also = silent = 0
        for case, matter in zip(cases, matters_of(cases), strict=True):
            day = case.accepted_at.astimezone(CHINA).date()
            said = catalogue_on(day).advise(matter)
            silent += not isinstance(said, Advice)
            if isinstance(said, Advice):
                first += said.unit == case.lead.code
                also += case.lead.code in (said.unit, *(one.unit for one in said.also))
        whole = len(cases)
        print(
            f"{begins:%Y-%m}: {whole} dispatched cases; named first {first / whole:.1%}, "
            f"among the first four {also / whole:.1%}, no advice {silent / whole:.1%}"
        )


def tomorrow() -> date:
    """The first day on which the changed rule holds."""
    from hotline.rules.workdays import CHINA  # noqa: PLC0415 - like its neighbours

    return datetime.now(CHINA).date() + timedelta(days=1)


if __name__ == "__main__":
    main()
