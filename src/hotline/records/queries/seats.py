"""Seats and queues: who sits at an extension, which queue is meant, the office's limits."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from hotline.records.models import AgentTurn, CallQueue, Road, Seat, Staff
from hotline.records.queries.people import active_staff
from hotline.records.queries.reference import office
from hotline.rules.city_calls import TelephoneRow


def agent_named(name: str) -> Staff | None:
    """The person of a user name or an extension, if the account is not ended."""
    seat = Seat.objects.select_related("staff").filter(extension=name).first()
    if seat is not None and seat.staff.is_active:
        return seat.staff
    return active_staff(name)


def seat_of(staff: Staff) -> Seat | None:
    """Where this person sits; None for somebody without an extension."""
    return Seat.objects.filter(staff=staff).first()


def queue_named(name: str) -> str:
    """The code of the queue that an exchange calls so; the name itself where nobody set it up."""
    if not name:
        return ""
    found = CallQueue.objects.filter(Q(code=name) | Q(names__contains=[name])).first()
    return found.code if found is not None else name[:40]


def queue_names() -> dict[str, str]:
    """By code, what the queues are called, shut ones too, in the office's order."""
    return dict(CallQueue.objects.values_list("code", "name"))


def road_named(code: str) -> Road | None:
    """The exchange of that code; None where no road tells, as over the REST interface."""
    return Road.objects.filter(code=code).first() if code else None


def telephone_rules() -> TelephoneRow:
    """The office's limits of the telephone, those of GB/T 33358-2016 where it says nothing."""
    said: dict[str, Any] = office().rules.get("telephone", {})
    return TelephoneRow(**said)


def turn_of(staff: Staff) -> AgentTurn | None:
    """What this person does now and since when; None before they ever signed on."""
    return AgentTurn.objects.filter(staff=staff, ended_at=None).first()
