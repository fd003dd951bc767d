"""Who works on bulletins, what they said of one, and what waits for whom."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from hotline.records.models import BulletinComment, Staff

WORK = (
    *("draft_bulletin", "submit_bulletin", "approve_bulletin"),
    *("publish_bulletin", "withdraw_bulletin"),
)


def people_by_name() -> dict[str, Staff]:
    """Everybody who works on bulletins, by the name that a comment calls them."""
    may = Q()
    for permit in WORK:
        may |= Q(roles__permits__contains=[permit])
    rows = Staff.objects.filter(may, is_active=True).distinct().order_by("pk")
    return {row.name: row for row in rows}


def calls_of(staff: Staff) -> QuerySet[BulletinComment]:
    """What others said to this person and nobody has settled, the newest first."""
    found = BulletinComment.objects.filter(people__contains=[staff.pk], settled_at=None)
    along = ("by", "bulletin__form", "bulletin__unit")
    return found.select_related(*along).order_by("-at")
