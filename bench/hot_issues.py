"""What an arrival costs the hot issues when very many cases were grouped before it.

`python -m bench.hot_issues [--cases 100000] [--arrivals 200]`: issues are filled in by SQL as two
years of arrivals would leave them (of the last twelve weeks single cases and groups, of older ones
the groups alone). Then invented arrivals are registered and read as the worker does, twenty at
once, and the time is told for each case.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from datetime import datetime, timedelta

from bench.report import print_machine
from bench.scratch import scratch_site

DAYS, KEPT_DAYS, BATCH = 730, 84, 20
WORDS = 6000
THINGS = (
    "停水",
    "油烟",
    "路灯",
    "噪声",
    "垃圾",
    "供暖",
    "积水",
    "停车",
    "公交",
    "井盖",
    "漏水",
    "施工",
)
DOINGS = ("没人管", "三天没修好", "天天这样", "反映多次", "影响出行", "晚上更严重", "越来越多")

# A group for every three cases of a day, as many single ones; a thing is in one of twelve issues.
FILL = """
INSERT INTO records_hotissue (id, name, state, first_at, last_at, place, words, places, keys, size,
  cases, callers, heat, parts, warned, a_day, usual_how, burst, unknown, topic_id)
SELECT gen_random_uuid(), 'w' || n, 'calm', at, at, '', jsonb_build_object(thing, 2, word, 2),
  jsonb_build_object(place, 2), ARRAY['p|' || place || '|', 'w|' || thing, 'w|' || word],
  CASE WHEN n %% 3 = 0 THEN 3 ELSE 1 END, 1, 1, 1, '[]', 0, 0, '', '', 0, NULL
FROM (SELECT n, %(now)s::timestamptz - (n::float / %(cases)s * %(days)s) * interval '1 day' AS at,
    (%(things)s::text[])[1 + n %% 12] AS thing, 'w' || (n * 7919::bigint %% %(words)s) AS word,
    '小区' || (n * 104729::bigint %% 5000) AS place
  FROM generate_series(1, %(cases)s) n) made
WHERE at > %(now)s::timestamptz - %(kept)s * interval '1 day' OR n %% 3 = 0
"""


def main() -> None:
    """Fill, take in, read, and tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--arrivals", type=int, default=200)
    asked = parser.parse_args()
    with scratch_site():
        from django.utils import timezone  # noqa: PLC0415 - needs Django set up

        print_machine()
        now = timezone.now()
        fill(asked.cases, now)
        arrive(asked.arrivals, now)
        times = read_in_batches(now + timedelta(minutes=5))
    middle, worst = statistics.median(times) * 1000, max(times) * 1000
    print(f"{asked.cases} cases before: {middle:.1f} ms a case, in the slowest batch {worst:.1f}")


def fill(cases: int, now: datetime) -> None:
    """Leave the issues that so many cases would."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute(
            FILL,
            {"cases": cases, "now": now, "days": DAYS, "kept": KEPT_DAYS, "words": WORDS,
             "things": list(THINGS)},
        )  # fmt: skip
        cursor.execute("INSERT INTO records_wordseen VALUES ('', %s)", [cases])
        cursor.execute(
            "INSERT INTO records_wordseen SELECT unnest(%s::text[]), %s",
            [list(THINGS), cases // 12],
        )
        cursor.execute("ANALYZE records_hotissue")
        cursor.execute("SELECT count(*) FROM records_hotissue")
        print(f"{cursor.fetchone()[0]} issues")


def arrive(number: int, now: datetime) -> None:
    """Register so many cases in words of their own."""
    from hotline.records.models import Channel, Kind, Topic  # noqa: PLC0415
    from hotline.rules.arrivals import Arrival  # noqa: PLC0415
    from hotline.steps.intake import Facts, take_in  # noqa: PLC0415

    chance = random.Random(7)
    channel = Channel.objects.get(code="telephone")
    known = Facts(kind=Kind.objects.get(code="help"), topic=Topic.objects.get(code="010216"))
    for n in range(number):
        thing, doing = chance.choice(THINGS), chance.choice(DOINGS)
        place = f"小区{chance.randrange(5000)}"
        text = (
            f"居民反映，{place}{thing}问题{doing}，附近的{chance.choice(THINGS)}也有影响，请处理。"
        )
        arrival = Arrival(
            "telephone", f"bench-{n}", text, now, title=f"{thing}{doing}", place=place,
            sender_phone=f"154{chance.randrange(10**8):08d}",
        )  # fmt: skip
        take_in(arrival, known, channel=channel, by=None, at=now)


def read_in_batches(at: datetime) -> list[float]:
    """Read all of them, and say how long a case took in each batch."""
    from hotline.records.models import HotIssueCase  # noqa: PLC0415
    from hotline.steps.reading.read_arrivals import read_on  # noqa: PLC0415

    times: list[float] = []
    while True:
        before, begun = HotIssueCase.objects.count(), time.perf_counter()
        read_on("issues", at=at, most=BATCH)
        spent, done = time.perf_counter() - begun, HotIssueCase.objects.count() - before
        if not done:
            return times[1:] or times  # the first one loads the dictionary
        times.append(spent / done)


if __name__ == "__main__":
    main()
