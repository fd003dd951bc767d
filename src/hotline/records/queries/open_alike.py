"""Matters like the one that a citizen is about to send, told without a word that anybody wrote.

What is compared and what is shown are only the topic and the name of a place of at least three
characters without numbers; so nobody can ask whether a certain person or door is in the records.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from hotline.records.models import Case, Topic
from hotline.records.queries.alike import area_names
from hotline.records.queries.areas import areas_on
from hotline.records.queries.choosing import topics_on
from hotline.records.queries.reference import with_words
from hotline.records.scope import everything
from hotline.rules.life import ACCEPTED, Status
from hotline.rules.workdays import CHINA

LATELY = timedelta(days=60)
CLOSED_LATELY = timedelta(days=14)
SHOWN = 5
READ = 40
# A name stands at the beginning; what follows differs: 槐花苑北门, 槐花苑 3 号楼.
NAME = 3
# Of these nobody is told that they exist; what is praised is no matter to join.
UNTOLD = ("report", "praise")
ANSWERED = frozenset({Status.AWAITING_CALLBACK, Status.CALLED_BACK})
JOINABLE = ACCEPTED - ANSWERED
CLOSED = frozenset({Status.CLOSED, Status.ARCHIVED})
CHINESE = re.compile(r"[\u4e00-\u9fff]+")
# What ends the public part of an address: a house, an entrance, a door follows.
DOOR = re.compile(r"[0-9０-９一二三四五六七八九十百]+\s*(?:号|栋|幢|座|单元|室|层|楼|户|门).*")


@dataclass(frozen=True, slots=True)
class Alike:
    """One such matter: its topic, the place as far as all may know it, how it stands, since when.

    It can be joined (`may_join`) while its answer is still to come.
    """

    id: UUID
    topic: str
    area: str
    status: Status
    since: datetime
    may_join: bool


def places_named(place: str) -> list[str]:
    """The names of places in what a citizen wrote, without areas and without doors."""
    place = DOOR.sub(" ", place)
    for name in sorted(area_names(), key=len, reverse=True):
        place = place.replace(name, " ")
    found = [piece[:NAME] for piece in CHINESE.findall(place)]
    return [piece for piece in found if len(piece) == NAME][:2]


def topics_named(text: str, at: datetime) -> list[Topic]:
    """The topics whose words stand in the text."""
    day = at.astimezone(CHINA).date()
    return [topic for topic in topics_on(day) if any(word in text for word in topic.words)]


def open_alike(text: str, place: str, at: datetime) -> list[Alike]:
    """The newest open or lately closed matters on the same topic at the same place."""
    named, topics = places_named(place), topics_named(text, at)
    if not named or not topics:
        return []
    fits = Q()
    for piece in named:
        fits |= Q(place__contains=piece)
    going = Q(status__in=ACCEPTED) | Q(status__in=CLOSED, closed_at__gte=at - CLOSED_LATELY)
    known = {topic.pk for topic in topics}
    with everything():
        lately = Case.objects.filter(fits, going, registered_at__gte=at - LATELY)
        lately = lately.filter(confidential=False, accused=[], joined_to=None)
        facts = ("id", "topic_id", "kind_id", "place", "status", "registered_at", "closed_at")
        rows = [with_words(row) for row in lately.only(*facts).order_by("-registered_at")[:READ]]
    fitting = [row for row in rows if row.topic_id in known and _may_be_told(row)]
    return [_told(row, at) for row in fitting[:SHOWN]]


def _may_be_told(case: Case) -> bool:
    return case.kind is None or case.kind.code not in UNTOLD


def _told(case: Case, at: datetime) -> Alike:
    status = Status(case.status)
    return Alike(
        id=case.pk,
        topic=case.topic.name if case.topic is not None else "",
        area=_area_of(case.place, at),
        status=status,
        since=case.registered_at,
        may_join=status in JOINABLE,
    )


def _area_of(place: str, at: datetime) -> str:
    """The street or district that a place names, the narrowest; nothing finer."""
    names = [name for _, choices in areas_on(at.astimezone(CHINA).date()) for _, name in choices]
    held = [name for name in names if name in place]
    return max(held, key=len, default="")
