"""The gazetteer as people read it, what a case names, and names that wait to be looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from hotline.records.models import Case, CasePlace, Staff, UnknownPlace
from hotline.records.queries.access import cases_for
from hotline.records.queries.reference import places
from hotline.rules.city import paths
from hotline.rules.city_places import PlaceRow
from hotline.rules.places import WIDTH

OPEN, SETTLED = "open", "settled"


@dataclass(frozen=True, slots=True)
class Unknown:
    """A name that waits: with the known areas it was told beside, the likeliest first, and the
    cases of it that the reader may see."""

    row: UnknownPlace
    around: Sequence[str]
    cases: Sequence[Case]


def labelled_places() -> Mapping[str, PlaceRow]:
    """Every place by its label, the areas that it lies in before its name: 铁西区地直街道."""
    known = {row.code: row for row in places()}
    routes = paths(known.values())
    return {"".join(known[code].name for code in routes[row.code]): row for row in known.values()}


def places_of_case(case: Case) -> list[CasePlace]:
    """What a case names, from wide to narrow."""
    found = CasePlace.objects.filter(case=case).order_by("pk")
    return sorted(found, key=lambda place: WIDTH.index(place.level))


def page_of_unknown(staff: Staff, state: str, first: int, most: int) -> list[Unknown]:
    """Names that wait, the most frequent first; or those that were settled, the latest first."""
    if state == OPEN:
        rows = UnknownPlace.objects.filter(state=OPEN).order_by("-count", "-last_at")
    else:
        rows = UnknownPlace.objects.exclude(state=OPEN).order_by("-settled_at")
    found = list(rows.select_related("place", "settled_by")[first : first + most])
    seen = _visible(staff, [pk for row in found for pk in row.examples])
    labels = {row.code: label for label, row in labelled_places().items()}
    return [
        Unknown(
            row,
            [labels[code] for code in _likeliest(row) if code in labels],
            [seen[pk] for pk in row.examples if pk in seen],
        )
        for row in found
    ]


def _likeliest(row: UnknownPlace) -> list[str]:
    """Codes of the areas told beside a name: the narrowest of those told as often first."""
    return sorted(row.around, key=lambda code: (-row.around[code], -len(code)))


def _visible(staff: Staff, examples: Sequence[UUID]) -> dict[UUID, Case]:
    found = cases_for(staff).filter(pk__in=examples).only("number", "title", "text", "place")
    return {case.pk: case for case in found}
