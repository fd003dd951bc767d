"""Find places: the places that new cases name, each under its key (识别地点).

What is narrower than an estate is never kept. Names that the gazetteer does not know are counted
apart, for a person to look at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from hotline.engines.places.finding import Finder, finder_for
from hotline.engines.places.found import Found, main_place
from hotline.records.models import Case, CasePlace, UnknownPlace
from hotline.records.queries.reference import office, places
from hotline.rules.places import COMMUNITY, DISTRICT, ESTATE, STREET

# A road or school by its form is no news; an estate, village or street that nobody knows is.
REVIEWED = frozenset({ESTATE, COMMUNITY, STREET})
AREAS = frozenset({DISTRICT, STREET, COMMUNITY})
MOST_PLACES, MOST_EXAMPLES, MOST_AROUND = 12, 5, 8


@dataclass
class Sighting:
    """An unknown name in this batch: how it stands, in which cases, beside which areas."""

    place: Found
    cases: list[UUID] = field(default_factory=list)
    around: Counter[str] = field(default_factory=Counter)


def city_finder() -> Finder:
    """The finder over the city's gazetteer as it stands."""
    return finder_for(places(), office().name)


def read(cases: Sequence[Case], at: datetime) -> int:
    """Keep what these cases name; says how many of them name a place."""
    finder = city_finder()
    rows: list[CasePlace] = []
    seen: dict[str, Sighting] = {}
    for case in cases:
        found = places_of(finder, case)
        rows += _rows(case, found)
        _note(seen, case, found)
    CasePlace.objects.bulk_create(rows, ignore_conflicts=True)
    _keep_unknown(seen, at)
    return len({row.case_id for row in rows})


def places_of(finder: Finder, case: Case) -> list[Found]:
    """The places of a case that may be kept, each key once: where it is first, then its words."""
    text = "\n".join(filter(None, (case.place, case.title, case.text)))
    by_key: dict[str, Found] = {}
    for one in finder.find(text):
        if one.key and (one.key not in by_key or by_key[one.key].sureness < one.sureness):
            by_key[one.key] = one
    return list(by_key.values())[:MOST_PLACES]


def _rows(case: Case, found: list[Found]) -> Iterable[CasePlace]:
    main = main_place(found)
    for one in found:
        yield CasePlace(
            case=case,
            key=one.key,
            level=one.level,
            code=one.code or "",
            name=one.name[:100],
            sureness=one.sureness,
            is_main=one is main,
            at=case.registered_at,
        )


def _note(seen: dict[str, Sighting], case: Case, found: list[Found]) -> None:
    known = [one.code for one in found if one.code and one.level in AREAS]
    for one in found:
        if one.code is None and one.level in REVIEWED and one.sureness > 0.5:  # noqa: PLR2004
            sighting = seen.setdefault(one.key, Sighting(one))
            sighting.cases.append(case.pk)
            sighting.around.update(known)


def _keep_unknown(seen: dict[str, Sighting], at: datetime) -> None:
    """Add this batch's sightings to what is known of each name."""
    held = {row.key: row for row in UnknownPlace.objects.filter(key__in=seen)}
    new, changed = [], []
    for key, sighting in seen.items():
        row = held.get(key)
        if row is None:
            place = sighting.place
            row = UnknownPlace(key=key, level=place.level, name=place.name[:100], first_at=at)
            new.append(row)
        else:
            changed.append(row)
        row.count += len(sighting.cases)
        row.last_at = at
        row.examples = (sighting.cases[::-1] + row.examples)[:MOST_EXAMPLES]
        around = (Counter(row.around) + sighting.around).most_common(MOST_AROUND)
        row.around = dict(around)
    UnknownPlace.objects.bulk_create(new)
    UnknownPlace.objects.bulk_update(changed, ["count", "last_at", "examples", "around"])
