"""A case that a superior handed down, by a road on which it wants an answer."""

from __future__ import annotations

from hotline.records.models import Case, Contact, Road
from hotline.records.queries.reference import forget


def hand_down(case: Case, *, adapter: str = "hand", number: str = "上-1") -> Road:
    """Have the case's arrivals have come by a road of this kind."""
    known = {"name": "省平台", "adapter": adapter, "channel": case.channel, "is_on": True}
    road, _ = Road.objects.get_or_create(code=adapter, defaults=known)
    Contact.objects.filter(case=case).update(road=road, external_number=number)
    case.owes_back, case.external_number = True, number
    case.save(update_fields=["owes_back", "external_number"])
    forget()
    return road
