"""What is due back to other systems, for the people who see to it (回传)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value

from hotline.records.models import Delivery, Road, Staff
from hotline.records.queries.access import cases_for
from hotline.records.queries.notices import MOST_COUNTED
from hotline.records.queries.queues import added_up, tally

# By tab of the page, the states that it shows.
TABS: dict[str, tuple[str, ...]] = {
    "by_hand": ("by_hand",),
    "failed": ("failed",),
    "waiting": ("waiting",),
    "sent": ("sent", "done"),
}
OPEN_TABS = ("by_hand", "failed", "waiting")


def returns_for(staff: Staff, tab: str, road: Road | None = None) -> QuerySet[Delivery]:
    """The things of a tab on cases that `staff` may see: by the superior's deadline, what has none
    last; those that are settled the newest first.

    Of what a person brings by hand only the newest of each case and road: the earlier ones are
    told with it.
    """
    found = Delivery.objects.filter(state__in=TABS[tab], case__in=cases_for(staff))
    if tab == "by_hand":
        found = found.filter(~Exists(_later()))
    if road is not None:
        found = found.filter(road=road)
    if tab == "sent":
        return found.filter(sent_at__isnull=False).order_by("-sent_at")
    return found.order_by(F("due_at").asc(nulls_last=True), "pk")


def with_facts(found: QuerySet[Delivery]) -> QuerySet[Delivery]:
    """With what a line of the list tells, and without what was sent."""
    along = ("road", "case", "contact", "settled_by")
    return found.select_related(*along).defer("body_sealed", "road__secrets_sealed")


def due_back(staff: Staff) -> QuerySet[Any, Any]:
    """Rows of a name for the bar: what a person has to bring or look at, counted so far only."""
    hand = Q(state="by_hand") & ~Q(Exists(_later()))
    found = Delivery.objects.filter(hand | Q(state="failed"), state__in=("by_hand", "failed"))
    mine = found.filter(case__in=cases_for(staff))
    return tally(mine, "write_back").annotate(one=Value(1))[: MOST_COUNTED + 1]


def tab_counts(staff: Staff, road: Road | None = None) -> Mapping[str, int]:
    """How many there are in each open tab, counted so far only."""
    return added_up(
        [
            tally(returns_for(staff, tab, road), tab).annotate(one=Value(1))[: MOST_COUNTED + 1]
            for tab in OPEN_TABS
        ]
    )


def told_together(row: Delivery) -> list[Delivery]:
    """What is brought by hand in one go: this one and what was owed before it, oldest first."""
    if row.state != "by_hand":
        return [row]
    same = Delivery.objects.filter(
        case=row.case_id, road=row.road_id, contact=row.contact_id, state="by_hand", pk__lte=row.pk
    )
    return list(same.select_related("contact", "road", "case").order_by("pk"))


def _later() -> QuerySet[Delivery]:
    return Delivery.objects.filter(
        case=OuterRef("case"),
        road=OuterRef("road"),
        contact=OuterRef("contact"),
        state="by_hand",
        pk__gt=OuterRef("pk"),
    )
