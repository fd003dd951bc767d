"""What cases are found by, and which earlier ones share it: a few questions that indexes serve.

However many cases there are, at most `MOST` are handed on to be compared: the newest with the same
words, caller or place, some near copies, and those that share most of the rarest pairs of
characters. How many rows the rarest pairs may lead to is known beforehand and bounded.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from hotline.records.models import Case
from hotline.records.queries.alike import places_in
from hotline.records.queries.open_alike import DOOR
from hotline.rules.fingerprints import (
    BAND_DAYS,
    bands,
    bucket_of,
    buckets_within,
    mark,
    rarest,
    told,
)
from hotline.rules.same_matter import Matter, numbers_in

BY_DIGEST, BY_CALLER, BY_PLACE, BY_BANDS, BY_WORDS, BY_NUMBER = 8, 10, 8, 8, 24, 5
MOST = 60
# The rarest pairs are looked up until so many rows are to be expected.
ROWS_LOOKED_AT = 600
MOST_LOOKED_UP = 24
LONGEST_PLACE = 120
# A clock that runs ahead must not hide a case.
AHEAD = timedelta(days=1)

COUNTED = "SELECT mark, cases FROM records_markcount WHERE mark = ANY(%s)"
NEWEST = (
    "(SELECT case_id FROM records_caseprint WHERE {column} = %s AND at BETWEEN %s AND %s"
    " AND case_id <> %s ORDER BY at DESC LIMIT {most})"
)
# The last days first, then longer and longer: what thousands share costs the rows of some days.
COPIES = (
    "(SELECT c.case_id FROM unnest(%s::text[]) AS b (marks) CROSS JOIN LATERAL"  # noqa: S608
    " (SELECT case_id FROM records_caseprint WHERE marks && b.marks::int[]"
    f" AND at BETWEEN %s AND %s AND case_id <> %s ORDER BY at DESC LIMIT {BY_BANDS}) c"
    f" LIMIT {BY_BANDS})"
)
# A look into the index for each mark: how often a case is found is how many it shares. Counting
# in the marks of each case instead takes five times as long.
WORDS = (
    "(SELECT p.case_id FROM unnest(%s::int[]) AS w (mark)"  # noqa: S608
    " JOIN records_caseprint p ON p.marks @> ARRAY[w.mark]"
    " WHERE p.at BETWEEN %s AND %s AND p.case_id <> %s"
    f" GROUP BY p.case_id ORDER BY count(*) DESC, p.at DESC LIMIT {BY_WORDS})"
)
NUMBERS = (
    "(SELECT id FROM records_case WHERE external_number = ANY(%s) AND external_number <> ''"  # noqa: S608
    f" AND id <> %s LIMIT {BY_NUMBER})"
    " UNION ALL "
    f"(SELECT id FROM records_case WHERE number = ANY(%s) AND id <> %s LIMIT {BY_NUMBER})"
)
NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many cases of a window hold each pair of characters, and how many there are."""

    cases: Mapping[str, int]
    read: int


def place_key(place: str) -> str:
    """The place by which cases are brought together: its name without areas and doors."""
    named = places_in(DOOR.sub(" ", place))
    return named[0][:LONGEST_PLACE] if named else ""


def caller_key(index: bytes | memoryview | None) -> int | None:
    """The beginning of a blind index as a number, which is shorter to keep."""
    return None if index is None else int.from_bytes(bytes(index)[:8], "big", signed=True)


def matter_of(case: Case) -> Matter:
    """What of a case is compared with others."""
    citizen, kept = case.citizen, getattr(case, "print", None)
    numbers = numbers_in(f"{case.title}\n{case.text}") | {case.number}
    if case.external_number:
        numbers |= {case.external_number}
    index = citizen.phone_index if citizen is not None else None
    return Matter(
        title=case.title,
        text=case.text,
        numbers=numbers,
        caller=bytes(index) if index is not None else None,
        place=kept.place if kept is not None else place_key(case.place),
        weight=kept.weight if kept is not None else 0.0,
        title_weight=kept.title_weight if kept is not None else 0.0,
    )


def counts_of(pairs: Collection[str], buckets: Sequence[int]) -> Counts:
    """How often each of these was said within some stretches of time; one statement."""
    wanted = {mark(pair, bucket): pair for pair in pairs for bucket in buckets}
    whole = {told(bucket) for bucket in buckets}
    cases: dict[str, int] = {}
    read = 0
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, [[*wanted, *whole]])
        for found, number in cursor.fetchall():
            if found in whole:
                read += number
            else:
                pair = wanted[found]
                cases[pair] = cases.get(pair, 0) + number
    return Counts(cases, read)


def looked_up(matter: Matter, counts: Counts) -> list[str]:
    """The rarest pairs that others hold too, as many as lead to no more rows than wanted."""
    chosen: list[str] = []
    rows = 0
    held = [pair for pair in matter.pairs if counts.cases.get(pair, 0) > 0]
    for pair in rarest(held, counts.cases, MOST_LOOKED_UP):
        rows += counts.cases[pair]
        if rows > ROWS_LOOKED_AT:
            break
        chosen.append(pair)
    return chosen


def sharing(
    matter: Matter, counts: Counts, at: datetime, days: int, but: UUID | None = None
) -> list[UUID]:
    """The cases that share something with a matter, at most `MOST`; one statement."""
    own, since, until = but or NOBODY, at - timedelta(days=days), at + AHEAD
    lately = [since, until, own]
    parts: list[str] = []
    given: list[object] = []
    for column, most, value in (
        ("digest", BY_DIGEST, matter.digest),
        ("caller", BY_CALLER, caller_key(matter.caller)),
        ("place", BY_PLACE, matter.place or None),
    ):
        if value is not None:
            parts.append(NEWEST.format(column=column, most=most))
            given += [value, *lately]
    if near := bands(matter.pairs):
        parts.append(COPIES)
        given += [_growing(near, buckets_within(until, (until - since).days, BAND_DAYS)), *lately]
    buckets = buckets_within(at, days)
    if words := [mark(w, bucket) for w in looked_up(matter, counts) for bucket in buckets]:
        parts.append(WORDS)
        given += [[*dict.fromkeys(words)], *lately]
    if matter.numbers:
        parts.append(NUMBERS)
        given += [list(matter.numbers), own, list(matter.numbers), own]
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), given)
        return list(dict.fromkeys(row[0] for row in cursor.fetchall()))[:MOST]


def _growing(said: Sequence[str], buckets: range) -> list[str]:
    """What is looked for, marked, as arrays: in the newest stretch, in the two before it …"""
    newest, size, found = list(reversed(buckets)), 1, []
    while newest:
        marks = [mark(each, bucket) for bucket in newest[:size] for each in said]
        found.append(f"{{{','.join(map(str, marks))}}}")
        newest, size = newest[size:], 2 * size
    return found


def buckets_for(at: datetime, days: int) -> list[int]:
    """The stretches of time in which words are counted for a case of this moment."""
    return list(buckets_within(at, days)) or [bucket_of(at)]
