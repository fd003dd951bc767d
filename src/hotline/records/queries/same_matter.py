"""Cases that may be the same matter as another: found by index, compared by rule."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet

from hotline.records.models import Case, SameMatter, Staff
from hotline.records.queries.access import cases_for
from hotline.records.queries.alike import places_in
from hotline.records.queries.reference import with_words
from hotline.rules.life import Status
from hotline.rules.same_matter import Likeness, Matter, likeness, numbers_in

LATELY = timedelta(days=60)
BY_CALLER, BY_PLACE, BY_NUMBER = 10, 20, 5
SHOWN = 5
# What may still be joined: neither joined already nor taken back.
APART = (Status.JOINED, Status.WITHDRAWN)


def matter_of(case: Case) -> Matter:
    """What of a case is compared with others."""
    citizen = case.citizen
    numbers = numbers_in(f"{case.title}\n{case.text}")
    if case.external_number:
        numbers |= {case.external_number}
    index = citizen.phone_index if citizen is not None else None
    return Matter(
        title=case.title,
        text=case.text,
        numbers=numbers,
        caller=bytes(index) if index is not None else None,
        places=tuple(places_in(case.place or case.title)),
    )


def candidates(case: Case, matter: Matter) -> list[Case]:
    """Earlier cases that share the caller, the place or a number; one statement, every part of
    which an index serves. None of a confidential one: whose it is stays untold."""
    open_to = Case.objects.filter(confidential=False, pk__lt=case.pk)
    lately = open_to.filter(registered_at__gte=case.registered_at - LATELY).exclude(
        status__in=APART
    )
    newest = lately.order_by("-registered_at").values("pk")
    parts: list[Any] = []
    if matter.caller is not None:
        parts.append(newest.filter(citizen__phone_index=matter.caller)[:BY_CALLER])
    if matter.numbers:
        numbered = open_to.filter(external_number__in=matter.numbers)
        parts.append(numbered.order_by("pk").values("pk")[:BY_NUMBER])
    for place in matter.places[:1]:
        named = Q(title__contains=place) | Q(text__contains=place) | Q(place__contains=place)
        parts.append(newest.filter(named)[:BY_PLACE])
    if not parts:
        return []
    first, *rest = parts
    found = Case.objects.filter(pk__in=first.union(*rest) if rest else first)
    return list(found.select_related("citizen").defer("answer"))


def likenesses(case: Case) -> list[tuple[Case, Likeness]]:
    """The cases that are offered as the same matter, the likest first."""
    matter = matter_of(case)
    compared = [(other, likeness(matter, matter_of(other))) for other in candidates(case, matter)]
    offered = [pair for pair in compared if pair[1].is_offered]
    return sorted(offered, key=lambda pair: (-pair[1].score, pair[0].number))[:SHOWN]


def offers(staff: Staff) -> QuerySet[SameMatter]:
    """The pairs that wait for a person, both of which `staff` may see, the newest first."""
    seen = cases_for(staff)
    waits = SameMatter.objects.filter(
        state="offered", case__in=seen, other__in=seen, case__joined_to=None, other__joined_to=None
    )
    waits = waits.filter(case__closed_at=None).exclude(case__status=Status.WITHDRAWN)
    return waits.select_related("case__citizen", "other__citizen").order_by("-found_at", "-score")


def offers_of(staff: Staff, case: Case) -> list[SameMatter]:
    """What waits about one case, from either side, the likest first."""
    seen = cases_for(staff)
    rows = SameMatter.objects.filter(Q(case=case) | Q(other=case), state="offered")
    rows = rows.filter(case__in=seen, other__in=seen).select_related("case", "other")
    return _with_words(rows.order_by("-score")[:SHOWN])


def _with_words(rows: Iterable[SameMatter]) -> list[SameMatter]:
    found = list(rows)
    for row in found:
        with_words(row.case)
        with_words(row.other)
    return found


def page_of_offers(staff: Staff, first: int, count: int) -> list[SameMatter]:
    """Some of the pairs that wait, with the city's words."""
    return _with_words(offers(staff)[first : first + count])
