"""Finding topics, places and units while one types, by characters, pinyin or initials."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from hotline.desk.doors import StaffRequest, for_staff
from hotline.engines.pinyin import Index, Named
from hotline.records.models import Department
from hotline.records.queries.alike import AREAS
from hotline.records.queries.choosing import topic_label, topics_on, unit_label, units_on
from hotline.records.queries.places import labelled_places
from hotline.records.queries.reference import departments
from hotline.rules.places import COMMUNITY

SHOWN = 10
LONGEST = 60
OFFICES = ("人民政府", "政府", "办事处")


@for_staff("register", "classify", "manage_dispatch_rules", "keep_places")
@require_POST
def find(request: StaffRequest, what: str) -> HttpResponse:
    """POST `q`: the closest names as options of a combobox.

    Not GET: a place may be somebody's home, and addresses are logged.
    """
    if what not in NAMES:
        raise Http404
    found = found_in(what, request.POST.get("q", "").strip()[:LONGEST], timezone.localdate())
    return render(request, "desk/workstation/options.html", {"found": found})


def found_in(what: str, query: str, day: date) -> list[str]:
    """The labels that fit the query, the closest first."""
    found = _index(NAMES[what](day)).find(query, SHOWN)
    if what == "places" and len(found) < SHOWN:
        # Streets first: a city has ten times as many villages, whose initials are much alike.
        found += _index(_communities(day)).find(query, SHOWN) if query else []
    return found[:SHOWN]


@lru_cache(maxsize=6)
def _index(names: tuple[Named, ...]) -> Index:
    """The names made ready, once for as long as they stay the same."""
    return Index(names)


def _topics(day: date) -> tuple[Named, ...]:
    return tuple(
        Named(topic_label(topic), topic.name, (*topic.words, topic_label(topic)))
        for topic in topics_on(day)
    )


def _units(day: date) -> tuple[Named, ...]:
    return tuple(
        Named(unit_label(unit), unit.name, (*unit.aliases, unit_label(unit)))
        for unit in units_on(day)
    )


def _places(day: date) -> tuple[Named, ...]:
    """The areas that units answer for, and the gazetteer but for its communities and villages;
    what both know stands once."""
    names = {named.key: named for named in _areas(day)}
    for label, row in labelled_places().items():
        if row.level != COMMUNITY:
            names.setdefault(label, Named(label, row.name, (*row.aliases, label)))
    return tuple(names.values())


def _communities(day: date) -> tuple[Named, ...]:
    known = {named.key for named in _areas(day)}
    return tuple(
        Named(label, row.name, row.aliases)
        for label, row in labelled_places().items()
        if row.level == COMMUNITY and label not in known
    )


def _areas(day: date) -> tuple[Named, ...]:
    areas = [unit for unit in units_on(day) if unit.kind in AREAS]
    return tuple(Named(place_label(area), _bare(area), (place_label(area),)) for area in areas)


def place_label(area: Department) -> str:
    """Where an area lies, from the district down: 铁西区地直街道."""
    names: list[str] = []
    at: Department | None = area
    while at is not None and at.kind in AREAS:
        names.insert(0, _bare(at))
        at = departments().get(at.parent_id) if at.parent_id else None
    return "".join(names)


def _bare(area: Department) -> str:
    """An area's own name, out of that of its office."""
    name = area.name
    for office in OFFICES:
        name = name.removesuffix(office)
    return name


NAMES: dict[str, Callable[[date], tuple[Named, ...]]] = {
    "topics": _topics,
    "places": _places,
    "units": _units,
}


def place_names(day: date) -> Sequence[str]:
    """Every area by its label, for a browser without scripts."""
    return [named.key for named in _areas(day)]
