"""Print cases (留存特征): write down what the next arrivals will find each case by.

Done once per case, by the reader, and never rebuilt: the counts of words grow with every case.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import prefetch_related_objects

from hotline.records.models import Case, CasePrint, MarkCount
from hotline.records.queries.case_prints import (
    Counts,
    buckets_for,
    caller_key,
    counts_of,
    matter_of,
)
from hotline.rules.fingerprints import BAND_DAYS, bands, bucket_of, kept_pairs, mark, told
from hotline.rules.same_matter import Matter, weights

# As many days as one count of words looks back; the office's window does not change what is kept.
COUNTED_DAYS = 60
# Longer than the widest window that the office may set.
FORGOTTEN_DAYS = 430
ADD = """
INSERT INTO records_markcount (mark, bucket, cases)
SELECT * FROM unnest(%s::int[], %s::int[], %s::int[])
ON CONFLICT (mark) DO UPDATE SET cases = records_markcount.cases + excluded.cases
"""


def print_cases(cases: Sequence[Case]) -> dict[UUID, Matter]:
    """Keep the prints of those that have none; gives what of each case is compared."""
    prefetch_related_objects(cases, "print")
    matters = {case.pk: matter_of(case) for case in cases}
    fresh = [case for case in cases if not hasattr(case, "print")]
    if not fresh:
        return matters
    add_counts(counted(fresh, matters))
    pairs = {pair for case in fresh for pair in matters[case.pk].pairs}
    newest = max(case.registered_at for case in fresh)
    counts = counts_of(pairs, buckets_for(newest, COUNTED_DAYS))
    rows = [printed(case, matters[case.pk], counts) for case in fresh]
    CasePrint.objects.bulk_create(rows, ignore_conflicts=True)
    return matters


def counted(cases: Sequence[Case], matters: Mapping[UUID, Matter]) -> Counter[tuple[int, int]]:
    """How often each mark is added, by mark and stretch of time."""
    found: Counter[tuple[int, int]] = Counter()
    for case in cases:
        bucket = bucket_of(case.registered_at)
        found[told(bucket), bucket] += 1
        found.update((mark(pair, bucket), bucket) for pair in matters[case.pk].pairs)
    return found


def add_counts(found: Mapping[tuple[int, int], int]) -> None:
    """Add to the counts; always in one order, so that two who add never wait in a ring."""
    rows = [(mark, bucket, number) for (mark, bucket), number in sorted(found.items())]
    # Two words of one mark in different stretches would be one row twice in one statement.
    unique = {row[0]: row for row in rows}
    with connection.cursor() as cursor:
        cursor.execute(ADD, [list(column) for column in zip(*unique.values(), strict=True)])


def printed(case: Case, matter: Matter, counts: Counts) -> CasePrint:
    """The print of one case."""
    bucket, lately = bucket_of(case.registered_at), bucket_of(case.registered_at, BAND_DAYS)
    weight_of = weights(matter.pairs, counts.cases, counts.read)
    marks = [
        mark(pair, bucket) for pair in kept_pairs(matter.title_pairs, matter.pairs, counts.cases)
    ]
    return CasePrint(
        case=case,
        at=case.registered_at,
        digest=matter.digest,
        caller=caller_key(matter.caller),
        place=matter.place,
        marks=[*marks, *(mark(band, lately) for band in bands(matter.pairs))],
        weight=sum(weight_of.values()),
        title_weight=sum(weight_of[pair] for pair in matter.title_pairs),
    )


def forget_counts(at: datetime) -> int:
    """Drop the counts of words that nobody looks back to any more; says how many."""
    before = bucket_of(at - timedelta(days=FORGOTTEN_DAYS))
    return MarkCount.objects.filter(bucket__lt=before).delete()[0]
