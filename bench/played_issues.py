"""How well the product groups real messages that arrive day by day, with and without grouping anew.

`python -m bench.played_issues FOLDER [--days 400] [--every 7]` registers the messages of the last
days of messages_2017_2020.csv, lets the engine read each day's, and groups anew every so many days
(0: never). Told are share and purity over the known issues of issues_dev.csv, the groups, the
seconds of each part and the memory. Nothing is kept.
"""

from __future__ import annotations

import argparse
import csv
import resource
import time
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from pathlib import Path

from bench.report import print_machine
from bench.scratch import scratch_site
from hotline.engines.messages import Message, message_of
from hotline.rules.workdays import CHINA

AT_ONCE = 200


def main() -> None:
    """Register, read, group anew, and tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--days", type=int, default=400)
    parser.add_argument("--every", type=int, default=7)
    asked = parser.parse_args()
    messages = sorted(
        (message_of(row) for row in _rows(asked.folder / "messages_2017_2020.csv")),
        key=lambda message: (message.at or datetime.min, message.id),  # noqa: DTZ901 - to sort
    )
    last = messages[-1].at
    assert last is not None
    messages = [m for m in messages if m.at and m.at >= last - timedelta(days=asked.days)]
    with scratch_site():
        print_machine()
        ids = arrive(messages)
        play(messages, ids, asked.every)
        known: dict[str, set[str]] = defaultdict(set)
        for row in _rows(asked.folder / "issues_dev.csv"):
            known[row["issue"]].add(row["id"])
        tell(ids, known)


def arrive(messages: list[Message]) -> dict[str, str]:
    """Register the messages at their time; says which case each became."""
    from hotline.records.models import Channel, Kind  # noqa: PLC0415 - needs Django set up
    from hotline.rules.arrivals import Arrival  # noqa: PLC0415
    from hotline.steps.intake import Facts, take_in  # noqa: PLC0415

    channel = Channel.objects.get(code="leaders_board")
    known = Facts(kind=Kind.objects.get(code="help"), accept=False)
    phones: dict[str, str] = {}
    ids = {}
    for message in messages:
        at = _at(message)
        phone = phones.setdefault(message.caller, f"154{len(phones):08d}")
        arrival = Arrival(
            "leaders_board", message.id, message.text, at, title=message.title, sender_phone=phone
        )
        case = take_in(arrival, known, channel=channel, by=None, at=at).case
        ids[str(case.pk)] = message.id
    return ids


def play(messages: list[Message], ids: dict[str, str], every: int) -> None:
    """Day by day as the worker would."""
    from django.db import transaction  # noqa: PLC0415

    from hotline.records.models import Case  # noqa: PLC0415
    from hotline.steps.issues import read_issues  # noqa: PLC0415
    from hotline.steps.issues.regroup import regroup  # noqa: PLC0415

    first, last = _at(messages[0]), _at(messages[-1])
    day, number = first.replace(hour=0, minute=0), 0
    spent = {"reading": 0.0, "grouping anew": 0.0}
    slowest = 0.0
    while day <= last:
        day, number = day + timedelta(days=1), number + 1
        begun = time.process_time()
        found = Case.objects.filter(
            registered_at__gte=day - timedelta(days=1), registered_at__lt=day
        )
        cases = list(found.select_related("citizen").order_by("registered_at"))
        if cases:
            with transaction.atomic():
                read_issues.read(cases, day)
        spent["reading"] += time.process_time() - begun
        if every and number % every == 0:
            begun = time.process_time()
            regroup(at=day)
            one = time.process_time() - begun
            slowest = max(slowest, one)
            spent["grouping anew"] += one
    told = ", ".join(f"{name} {seconds:.0f} s" for name, seconds in spent.items())
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{len(ids)} messages, {number} days; CPU here: {told}, slowest run {slowest:.1f} s")
    print(f"most memory {memory} MB")


def tell(ids: dict[str, str], known: dict[str, set[str]]) -> None:
    """Share and purity of the known issues, and how many groups there are."""
    from hotline.records.models import HotIssue, HotIssueCase  # noqa: PLC0415

    here = set(ids.values())
    groups: dict[object, set[str]] = defaultdict(set)
    for case, issue in HotIssueCase.objects.filter(is_in=True).values_list("case", "issue"):
        if str(case) in ids:
            groups[issue].add(ids[str(case)])
    inside = of = size = 0
    for name, members in known.items():
        mine = members & here
        best = max(groups.values(), key=lambda group: len(group & mine))
        inside, of, size = inside + len(best & mine), of + len(mine), size + len(best)
        print(f"{name}: {len(best & mine)} of {len(mine)} in a group of {len(best)}")
    print(f"share {inside / of:.3f}, purity {inside / size:.3f}")
    sizes = Counter(min(len(group), 10) for group in groups.values())
    print("groups by size (10: or more):", dict(sorted(sizes.items())))
    for row in HotIssue.objects.filter(merged_into=None).order_by("-size")[:20]:
        print(f"  {row.size:4d} {row.name}")


def _at(message: Message) -> datetime:
    assert message.at is not None
    return message.at.replace(tzinfo=CHINA)


def _rows(path: Path) -> list[dict[str, str]]:
    csv.field_size_limit(10_000_000)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    main()
