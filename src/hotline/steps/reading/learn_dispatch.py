"""Learn from closed cases who handles such matters (学习派单去向).

Each case is first asked as if it were new and then learned, so how often the advice came true is
counted on cases that it did not know. A case that is closed again is learned anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from hotline.engines.advising.hints import hints_in, names_of
from hotline.engines.advising.learned import HINT, Matter, bin_of, keys_of, likely
from hotline.records.models import (
    AdviceTally,
    Case,
    Department,
    DispatchCount,
    DispatchLesson,
    ReaderMark,
)
from hotline.records.queries.arrivals_read import setting_of
from hotline.records.queries.dispatch_history import (
    asked_for_as,
    counts_of,
    handled_by,
    newly_closed,
)
from hotline.records.queries.reference import departments, topics
from hotline.records.scope import everything
from hotline.rules.places import DISTRICT, STREET
from hotline.steps.reading.find_places import city_finder, places_of

ENGINE = "advice"
MOST_AT_ONCE = 500
FIRST, AMONG = "top:1", "top:3"


@everything()
def learn_dispatch(*, at: datetime, most: int = MOST_AT_ONCE) -> int:
    """Learn the cases that were closed since the last time; says how many."""
    if not setting_of(ENGINE).is_on:
        return 0
    with transaction.atomic():
        mark = ReaderMark.objects.select_for_update().filter(pk=ENGINE).first()
        mark = mark or ReaderMark(reader=ENGINE)
        entries = newly_closed(at, mark.read_until.int if mark.read_until else 0, most)
        if not entries:
            return 0
        cases = {entry.case_id: entry.case for entry in entries if not entry.case.confidential}
        learned = _learn(list(cases.values()))
        # Entries of the journal are numbered; the mark holds any identity.
        mark.read_until = UUID(int=entries[-1].pk)
        mark.save()
    return learned


def matter_of(case: Case, names: dict[str, str]) -> Matter:
    """A case as history looks at it, its places read out of its words."""
    found = places_of(city_finder(), case)
    areas = {one.level: one.code for one in found if one.code}
    return Matter(
        topic=tuple(topics()[case.topic_id].path) if case.topic_id in topics() else (),
        district=areas.get(DISTRICT) or "",
        street=areas.get(STREET) or "",
        hints=hints_in(f"{case.title}\n{case.text}", names),
    )


def unit_names() -> dict[str, str]:
    """The names by which citizens ask for units."""
    return names_of(asked_for_as(list(departments().values())))


class _Lessons:
    """The counts and tallies of one batch, changed in memory and stored once."""

    def __init__(self, keys: set[str]) -> None:
        self.counts = counts_of(keys)
        self.tallies = {row.name: (row.seen, row.right) for row in AdviceTally.objects.all()}
        self.more: Counter[tuple[str, str]] = Counter()
        self.seen: Counter[str] = Counter()
        self.right: Counter[str] = Counter()

    def ask(self, matter: Matter, unit: str) -> None:
        """Ask for advice as if the case were new, and note whether it is right."""
        if matter.hints:
            self._note(HINT, right=unit in matter.hints)
        said = likely(matter, self.counts, {HINT: self.tallies.get(HINT, (0, 0))})
        if said:
            self._note(FIRST, right=said[0].unit == unit)
            self._note(AMONG, right=unit in [one.unit for one in said])
            self._note(bin_of(said[0].sureness), right=said[0].unit == unit)

    def add(self, keys: Sequence[str], unit: str, number: int) -> None:
        """Count a case in, or out again."""
        for key in keys:
            here = self.counts.setdefault(key, {})
            here[unit] = max(0, here.get(unit, 0) + number)
            self.more[key, unit] += number

    def _note(self, name: str, *, right: bool) -> None:
        seen, came = self.tallies.get(name, (0, 0))
        self.tallies[name] = (seen + 1, came + right)
        self.seen[name] += 1
        self.right[name] += right


def _learn(cases: list[Case]) -> int:
    units = handled_by(cases)
    names = unit_names()
    codes = {pk: unit.code for pk, unit in departments().items()}
    former = {row.case_id: row for row in DispatchLesson.objects.filter(case__in=cases)}
    matters = {case.pk: matter_of(case, names) for case in cases if case.pk in units}
    keys = {key for matter in matters.values() for key in keys_of(matter)}
    lessons = _Lessons(keys | {key for row in former.values() for key in row.keys})
    rows = []
    for pk, matter in matters.items():
        unit, told = codes[units[pk]], keys_of(matter)
        if pk in former:
            lessons.add(former[pk].keys, codes[former[pk].unit_id], -1)
        else:
            lessons.ask(matter, unit)
        lessons.add(told, unit, 1)
        rows.append(DispatchLesson(case_id=pk, unit_id=units[pk], keys=told))
    _store(lessons, rows)
    return len(rows)


def _store(lessons: _Lessons, rows: list[DispatchLesson]) -> None:
    DispatchLesson.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["case"],
        update_fields=["unit", "keys"],
    )
    ids = {unit.code: unit for unit in departments().values()}
    _store_counts({(key, ids[code]): more for (key, code), more in lessons.more.items() if more})
    held = {row.name: row for row in AdviceTally.objects.filter(name__in=lessons.seen)}
    for name, seen in lessons.seen.items():
        row = held.get(name) or AdviceTally(name=name)
        row.seen += seen
        row.right += lessons.right[name]
        row.save()


def _store_counts(changed: dict[tuple[str, Department], int]) -> None:
    keys = {key for key, _ in changed}
    held = {(row.key, row.unit_id): row for row in DispatchCount.objects.filter(key__in=keys)}
    new, old = [], []
    for (key, unit), more in changed.items():
        row = held.get((key, unit.pk))
        if row is None:
            new.append(DispatchCount(key=key, unit=unit, number=max(0, more)))
        else:
            row.number = max(0, row.number + more)
            old.append(row)
    DispatchCount.objects.bulk_create(new)
    DispatchCount.objects.bulk_update(old, ["number"])
