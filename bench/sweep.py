"""The sweep at a hundred thousand open cases: with nothing due, and with a thousand due at once."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

from bench.report import print_machine, repeated, timed, told
from bench.scratch import scratch_site

CASES = 100_000
DUE = 1_000
RUNS = 5
# Open cases in handling, each with a running clock to sign, to contact and to handle, none of
# which has anything to give for a month. Made by SQL: the sweep does not ask how they came about.
FILL = """
INSERT INTO records_case (id, number, receipt, version, status, channel_id, title, text, place,
    external_number, urgency, confidential, accused, stepped_aside, seen_by, kind_id, topic_id,
    lead_id, registered_at, accepted_at, due_at, answer, closed_as)
SELECT uuidv7(), 'B' || n, 'R' || n, 4, 'in_handling', (SELECT min(id) FROM records_channel),
    '路灯不亮', '小区北门外的路灯连续三晚没有亮。', '', '', 'ordinary', false, '{}', '{}', '{}',
    (SELECT min(id) FROM records_kind), (SELECT min(id) FROM records_topic),
    (SELECT min(id) FROM records_department WHERE kind = 'district'),
    now() - interval '1 day', now() - interval '1 day', now() + interval '60 days', '', ''
FROM generate_series(1, %(cases)s) AS n;
INSERT INTO records_clock (id, case_id, name, started_at, parts, pauses, due_at, reason, next_at)
SELECT uuidv7(), records_case.id, name, now() - interval '1 day', '[]', '[]',
    now() + interval '60 days', '', now() + interval '30 days'
FROM records_case, unnest(ARRAY['sign', 'contact', 'handle']) AS name;
ANALYZE
"""
# Half of the clocks of these cases are past seven tenths of their time, half past all of it.
FALL_DUE = """
UPDATE records_clock SET next_at = started_at, due_at = CASE WHEN right(number, 1) < '5'
    THEN now() + interval '8 hours' ELSE now() - interval '1 minute' END
FROM records_case
WHERE records_case.id = case_id AND name = 'handle' AND number IN
    (SELECT 'B' || %(first)s + n FROM generate_series(1, %(due)s) AS n)
"""


def main() -> None:
    """Prints the sweep without anything due, how its clocks are found, and the sweep of many."""
    with scratch_site():
        from bench.queries import counted  # noqa: PLC0415 - needs Django set up
        from hotline.steps.sweep import sweep  # noqa: PLC0415

        print_machine()
        execute(FILL, cases=CASES)
        runs = repeated(lambda: sweep(at=datetime.now(UTC)), 21)
        with counted() as queries:
            sweep(at=datetime.now(UTC))
        what = f"nothing due, {CASES:,} cases, {3 * CASES:,} clocks"
        told(what, [run.wall * 1000 for run in runs], "ms", f"queries: {queries.number}; aim: 1 s")
        explain()
        measure_due()


def measure_due() -> None:
    """A thousand due at once: half a warning each, half two warnings and an urging."""
    from bench.queries import counted  # noqa: PLC0415 - needs Django set up
    from hotline.steps.sweep import sweep  # noqa: PLC0415

    runs, given = [], Counter[str]()
    for number in range(RUNS):
        execute(FALL_DUE, first=number * DUE, due=DUE)
        runs.append(timed(lambda: given.update(sweep(at=datetime.now(UTC)))))
    told(f"{DUE:,} clocks due at once", [run.wall for run in runs], "s")
    told("… CPU of the sweep itself", [run.cpu for run in runs], "s CPU")
    execute(FALL_DUE, first=RUNS * DUE, due=DUE)
    with counted() as queries:
        given.update(sweep(at=datetime.now(UTC)))
    print(f"queries: {queries.number}; given in all: {dict(given)}")


def explain() -> None:
    """How the database finds the clocks that are due."""
    from django.utils import timezone  # noqa: PLC0415 - needs Django set up

    from hotline.records.models import Clock  # noqa: PLC0415

    due = Clock.objects.filter(next_at__lte=timezone.now(), stopped_at=None).order_by("next_at")
    print(due.values_list("case", "pk")[:20].explain(analyze=True))


def execute(statements: str, **values: int) -> None:
    """Runs statements that prepare a measurement."""
    from django.db import connection  # noqa: PLC0415 - needs Django set up

    with connection.cursor() as cursor:
        for statement in statements.split(";"):
            cursor.execute(statement, values)


if __name__ == "__main__":
    main()
