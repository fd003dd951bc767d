"""Cases that may be the same matter as another: found by index, compared by rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from hotline.records.models import Case, SameMatter, Staff
from hotline.records.queries.access import cases_for
from hotline.records.queries.arrivals_read import setting_of
from hotline.records.queries.case_prints import (
    buckets_for,
    counts_of,
    matter_of,
    place_key,
    sharing,
)
from hotline.records.queries.reference import with_words
from hotline.records.scope import everything
from hotline.records.sealing import blind_index
from hotline.rules.life import Status
from hotline.rules.same_matter import (
    KINDS,
    Likeness,
    Matter,
    SameKind,
    SameSettings,
    likeness,
    numbers_in,
    weights,
)

SHOWN = 5
# What may still be joined: neither joined already nor taken back.
APART = (Status.JOINED, Status.WITHDRAWN)
# What of a case the comparing reads; a reader of thousands needs no more.
COMPARED = (
    *("number", "title", "text", "place", "external_number", "status", "registered_at"),
    *("joined_to", "citizen__phone_index"),
    *("print__place", "print__weight", "print__title_weight"),
)
Like = tuple[Case, Likeness]


@dataclass(frozen=True, slots=True)
class Draft:
    """A matter as far as it has been typed."""

    title: str
    text: str
    place: str = ""
    phone: str = ""


def settings_of() -> SameSettings:
    """What the office set for this engine."""
    return SameSettings.read(setting_of("same").options)


def same_is_on() -> bool:
    """Whether the office lets it look."""
    return setting_of("same").is_on


def compared(
    matter: Matter, at: datetime, days: int, but: UUID | None = None, staff: Staff | None = None
) -> list[Like]:
    """The cases that share something with a matter, each with its likeness, the likest first.

    None of a confidential one: whose it is stays untold. With `staff` only what they may see.
    """
    with everything():
        counts = counts_of(matter.pairs, buckets_for(at, days))
        found = sharing(matter, counts, at, days, but)
    if not found:
        return []
    weight_of = weights(matter.pairs, counts.cases, counts.read)
    if staff is None:
        with everything():
            cases = _cases(Case.objects.only(*COMPARED), found)
    else:
        cases = _cases(cases_for(staff), found)
    likes = [(case, likeness(matter, matter_of(case), weight_of)) for case in cases]
    return sorted(likes, key=lambda pair: (-pair[1].score, pair[0].number))


def _cases(open_to: QuerySet[Case], found: Iterable[UUID]) -> list[Case]:
    """These cases, and the ones that they are handled with."""
    rows = open_to.filter(confidential=False).exclude(status=Status.WITHDRAWN)
    rows = rows.select_related("citizen", "print")
    cases = {case.pk: case for case in rows.filter(pk__in=list(found))}
    mains = {case.joined_to_id for case in cases.values() if case.joined_to_id} - cases.keys()
    if mains:
        cases |= {case.pk: case for case in rows.filter(pk__in=mains)}
    return list(cases.values())


def offered(likes: Iterable[Like], settings: SameSettings) -> list[Like]:
    """Those that a person should look at, of which none is joined to another already."""
    return [like for like in likes if like[0].status not in APART and settings.offers(like[1])]


def like_draft(staff: Staff, draft: Draft, now: datetime) -> list[Like]:
    """The cases that what is being typed may be about, as far as `staff` may see them."""
    setting = setting_of("same")
    if not setting.is_on:
        return []
    settings = SameSettings.read(setting.options)
    matter = Matter(
        title=draft.title,
        text=draft.text,
        numbers=numbers_in(f"{draft.title}\n{draft.text}"),
        caller=blind_index(draft.phone),
        place=place_key(draft.place),
    )
    likes = compared(matter, now, settings.window_days, staff=staff)
    return [(with_words(case), like) for case, like in offered(likes, settings)[:SHOWN]]


def offers(staff: Staff) -> QuerySet[SameMatter]:
    """The pairs that wait for a person, both of which `staff` may see, the newest first; none of a
    case that became confidential since."""
    seen = cases_for(staff).filter(confidential=False)
    waits = SameMatter.objects.filter(
        state="offered", case__in=seen, other__in=seen, case__joined_to=None, other__joined_to=None
    )
    waits = waits.filter(case__closed_at=None).exclude(case__status=Status.WITHDRAWN)
    return waits.select_related("case__citizen", "other__citizen").order_by("-found_at", "-score")


def offers_of(staff: Staff, case: Case) -> list[SameMatter]:
    """What waits about one case, from either side, the likest first."""
    seen = cases_for(staff).filter(confidential=False)
    rows = SameMatter.objects.filter(Q(case=case) | Q(other=case), state="offered")
    rows = rows.filter(case__in=seen, other__in=seen).select_related("case", "other")
    return _with_words(rows.order_by("-score")[:SHOWN])


def _with_words(rows: Iterable[SameMatter]) -> list[SameMatter]:
    found = list(rows)
    for row in found:
        with_words(row.case)
        with_words(row.other)
    return found


def page_of_offers(staff: Staff, kind: str, first: int, count: int) -> list[SameMatter]:
    """Some of the pairs that wait, of one kind or all, with the city's words."""
    rows = offers(staff)
    if kind in KINDS:
        rows = rows.filter(kind=SameKind(kind))
    return _with_words(rows[first : first + count])
