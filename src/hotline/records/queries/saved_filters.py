"""A person's saved filters, those that colleagues share, and how they look at the list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from hotline.records.models import ListChoice, SavedFilter, Staff

SHARED = {"me": "只给自己", "role": "本岗位的人", "unit": "本单位的人"}
SHOWN = 100


@dataclass(frozen=True, slots=True)
class OwnLists:
    """What a person chose for their lists; without a choice, no columns and no first filter."""

    columns: Sequence[str]
    begins_with: UUID | None
    filters: Sequence[SavedFilter]

    @property
    def first_query(self) -> str:
        """The query that the list begins with; empty where none was chosen or it is gone."""
        return next((row.query for row in self.filters if row.pk == self.begins_with), "")


def filters_of(staff: Staff) -> QuerySet[SavedFilter]:
    """What `staff` may use: their own, those for one of their roles, those for their unit."""
    roles = [role.pk for role in staff.roles.all()]
    shown = (
        Q(owner=staff)
        | Q(shared="role", role__in=roles)
        | Q(shared="unit", department=staff.department_id)
    )
    found = SavedFilter.objects.filter(shown, deleted_at=None).select_related("owner", "role")
    return found.order_by("name", "pk")


def own_lists(staff: Staff) -> OwnLists:
    """How `staff` looks at lists, in two queries."""
    choice = ListChoice.objects.filter(staff=staff).first()
    rows = list(filters_of(staff)[:SHOWN])
    if choice is None:
        return OwnLists((), None, rows)
    return OwnLists(choice.columns, choice.begins_with_id, rows)
