"""Gather events: several callers about one matter within a short time are shown as one event
(同一事件多人反映).

A new case joins the event of the cases that it is like; where enough callers are like each other
and in none, they become one. What a person took out stays out, what they dismissed stays dismissed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from hotline.records.models import Case, SameEvent, SameEventCase
from hotline.records.queries.case_prints import caller_key
from hotline.records.queries.same_matter import Like
from hotline.rules.life import Status
from hotline.rules.same_matter import SameKind, SameSettings


def gather(case: Case, likes: Sequence[Like], settings: SameSettings) -> None:
    """Bring one new case to the others of its event."""
    since = case.registered_at - timedelta(hours=settings.event_hours)
    near = [like for like in likes if like[0].registered_at >= since and settings.offers(like[1])]
    if not near:
        return
    rows = SameEventCase.objects.filter(case__in=[like[0].pk for like in near])
    members = list(rows.select_related("event"))
    inside = [row.event for row in members if row.state == "in" and row.event.state == "open"]
    if inside:
        _add(max(inside, key=inside.count), [case])
        return
    settled = {row.case_id for row in members}
    loose = [like for like in near if like[0].pk not in settled]
    if _callers([case, *(other for other, _ in loose)]) >= settings.event_callers:
        _begin(case, loose)


def _begin(case: Case, near: Sequence[Like]) -> None:
    """A new event of this case and those near it."""
    copies = sum(like.kind is SameKind.COPIES for _, like in near)
    cases = sorted((*(other for other, _ in near), case), key=lambda each: each.registered_at)
    event = SameEvent.objects.create(
        kind="copies" if copies * 2 > len(near) else "event",
        began_at=cases[0].registered_at,
        latest_at=cases[-1].registered_at,
    )
    _add(event, cases)


def _add(event: SameEvent, cases: Sequence[Case]) -> None:
    """Put cases into an event, and count its cases and callers anew from what was counted."""
    there = set(
        SameEventCase.objects.filter(event=event, case__in=cases).values_list("case", flat=True)
    )
    fresh = [case for case in cases if case.pk not in there]
    if not fresh:
        return
    keys = {case.pk: _key(case) for case in fresh}
    known = set(
        SameEventCase.objects.filter(event=event, caller__in=set(keys.values())).values_list(
            "caller", flat=True
        )
    )
    rows = [SameEventCase(event=event, case=case, caller=keys[case.pk]) for case in fresh]
    SameEventCase.objects.bulk_create(rows)
    event.cases += len(fresh)
    event.callers += len(set(keys.values()) - known)
    event.latest_at = max(event.latest_at, *(case.registered_at for case in fresh))
    event.save()


def _callers(cases: Sequence[Case]) -> int:
    return len({_key(case) for case in cases if case.status != Status.WITHDRAWN})


def _key(case: Case) -> int:
    """Whose it is; one that nobody signed counts as somebody else's."""
    index = case.citizen.phone_index if case.citizen is not None else None
    key = caller_key(index)
    return key if key is not None else _own(case.pk)


def _own(pk: UUID) -> int:
    return int.from_bytes(pk.bytes[8:], "big", signed=True)
