"""Twenty thousand damaged letters: each read or refused in words, kept as it came; memory, time."""

from __future__ import annotations

import resource
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from functools import partial

from bench.report import print_machine, told
from bench.scratch import scratch_site

LETTERS = 20_000
KEPT_EVERY = 20
SEED = 20220406
MOST_MEGABYTES = 512


def main() -> None:
    """Prints how they ended, the slowest, and the most memory; a number asks for fewer letters."""
    letters = int(sys.argv[1]) if sys.argv[1:] else LETTERS
    with scratch_site():
        from hotline.channels.mail.adapter import Mail  # noqa: PLC0415 - needs Django set up
        from hotline.records.models import Channel, Road  # noqa: PLC0415
        from hotline.rules.arrivals import Unreadable  # noqa: PLC0415
        from hotline.steps.roads.hear import hear, raw_of  # noqa: PLC0415
        from tests.channels.mail.damaged import damaged_letters  # noqa: PLC0415

        print_machine()
        channel = Channel.objects.filter(medium="mail").first() or Channel.objects.first()
        settings = {"address": "szxx@example.cn", "most_an_hour": "1000000"}
        road = Road.objects.create(
            code="damaged", name="信箱", adapter="mail", channel=channel, settings=settings
        )
        mail, ended, spent, altered = Mail(), Counter[str](), [], 0
        for number, raw in enumerate(damaged_letters(letters, SEED)):
            began = time.perf_counter()
            try:
                ended[mail.read(road, raw).kind] += 1
            except Unreadable as refused:
                ended[refused.code] += 1
            spent.append((time.perf_counter() - began) * 1000)
            if number % KEPT_EVERY == 0:
                heard = hear(road, raw, partial(mail.read, road), at=datetime.now(UTC))
                altered += raw_of(heard.inbound) != raw
        told("reading one damaged letter", spent, "ms")
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        kinds = ", ".join(f"{kind} {count}" for kind, count in ended.most_common())
        print(f"{letters:,} letters: {kinds}")
        print(f"{letters // KEPT_EVERY:,} kept, {altered} altered; {most} MB, children {child} MB")
        sys.exit(altered > 0 or max(most, child) > MOST_MEGABYTES)


if __name__ == "__main__":
    main()
