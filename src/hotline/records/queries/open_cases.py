"""What everybody may know of a case: what it is about, where about, who has it, how far it is.

Never a word that a citizen or an official wrote: of the place only the districts, streets and
communities that the office knows by name, of the matter its kind and topic. A confidential case, a
withdrawn one and one without a topic are not there at all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from hotline.records.models import Case, Department, Topic
from hotline.records.public_number import identity_of, public_number
from hotline.records.queries.reference import departments, kinds, on_the_way_up, topics
from hotline.records.scope import everything
from hotline.rules.life import CLOSED, Status

AREAS = ("district", "county", "zone", "street", "town", "community")
SHOWN = (
    *("id", "status", "kind_id", "topic_id", "lead_id", "place", "channel_id"),
    *("registered_at", "moved_at", "due_at", "closed_at"),
)


@dataclass(frozen=True, slots=True)
class OpenCase:
    """The public side of a case."""

    number: str
    status: Status
    kind: str
    topic: Topic
    unit: str
    place: str
    registered_at: datetime
    moved_at: datetime
    due_at: datetime | None
    closed_at: datetime | None

    @property
    def is_closed(self) -> bool:
        """Whether it has ended."""
        return self.status in CLOSED


def open_cases(wanted: Collection[int] | None = None) -> QuerySet[Case]:
    """The cases of which something is public; `wanted` are identities of topics."""
    rows = Case.objects.filter(confidential=False, topic__isnull=False)
    rows = rows.exclude(status=Status.WITHDRAWN)
    return rows if wanted is None else rows.filter(topic_id__in=wanted)


@everything()
def read_open(rows: QuerySet[Case]) -> list[OpenCase]:
    """The public side of some of `open_cases`, in one query."""
    return list(_shown(rows.values(*SHOWN)))


def open_case(number: str, wanted: Collection[int] | None = None) -> OpenCase | None:
    """The public side of the case with this public number."""
    identity = identity_of(number)
    found = read_open(open_cases(wanted).filter(pk=identity)) if identity is not None else []
    return found[0] if found else None


def _shown(rows: QuerySet[Case, dict[str, Any]]) -> Iterator[OpenCase]:
    units, known = departments(), topics()
    kind_names = {row.pk: row.name for row in kinds().values()}
    areas = [row for row in units.values() if row.kind in AREAS]
    for row in rows:
        lead = units.get(row["lead_id"])
        topic = known.get(row["topic_id"])
        if topic is None:
            continue
        yield OpenCase(
            number=public_number(UUID(str(row["id"]))),
            status=Status(row["status"]),
            kind=kind_names.get(row["kind_id"], ""),
            topic=topic,
            unit=lead.name if lead is not None else "",
            place=_place(row["place"], lead, areas),
            **{name: row[name] for name in ("registered_at", "moved_at", "due_at", "closed_at")},
        )


def _place(written: str, lead: Department | None, areas: list[Department]) -> str:
    """The names of places that the office knows and that are in what was written, the larger ones
    first; else where the unit is that handles it."""
    named = [name for row in areas if (name := _short(row)) in written]
    if not named and lead is not None:
        named = [name] if (name := area_of(lead)) else []
    return "".join(dict.fromkeys(named))


def area_of(unit: Department) -> str:
    """The district or county to which a unit belongs; empty for one of the whole city."""
    units = departments()
    above = (units[pk] for pk in on_the_way_up(unit.pk) if pk in units)
    return next((_short(row) for row in above if row.kind in AREAS[:3]), "")


def _short(unit: Department) -> str:
    """The place that a unit is named after: 铁西区 of 铁西区政府."""
    return unit.name.removesuffix("政府").removesuffix("人民")
