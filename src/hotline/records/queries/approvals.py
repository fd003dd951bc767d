"""How far a submitted bulletin is on its way through the approval steps, and who took them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from hotline.records.models import Bulletin, BulletinEntry, Staff
from hotline.records.queries.reference import approval_rows
from hotline.rules.approving import ApprovalStep, steps_of, why_not


@dataclass(frozen=True)
class Approval:
    """The steps of a bulletin and those of them that are taken."""

    bulletin: Bulletin
    steps: tuple[ApprovalStep, ...]

    @property
    def next(self) -> ApprovalStep | None:
        """The step that waits; None where nothing waits for approval."""
        waits = self.bulletin.status == "submitted" and self.bulletin.stage < len(self.steps)
        return self.steps[self.bulletin.stage] if waits else None

    @property
    def is_last(self) -> bool:
        """Whether the next step publishes."""
        return self.bulletin.stage >= len(self.steps) - 1

    @cached_property
    def entries(self) -> Sequence[BulletinEntry]:
        """What was done since the last submission, that too; the oldest first."""
        rows = self.bulletin.journal.select_related("by").order_by("-seq")
        taken: list[BulletinEntry] = []
        for row in rows.filter(verb__in=("submit", "approve"))[: len(self.steps)]:
            taken.append(row)
            if row.verb == "submit":
                break
        return taken[::-1]

    def why_not(self, staff: Staff | None) -> str:
        """Why this person may not take the next step, "" where they may."""
        if staff is None or len(self.steps) == 1:
            return ""
        people = [row.by_id for row in self.entries]
        submitted_by = people[0] if people else None
        approved = [pk for pk in people[1:] if pk is not None]
        return why_not(self.steps, staff.pk, submitted_by, approved)

    def may(self, staff: Staff) -> bool:
        """Whether the next step is this person's to take or to send back."""
        return self.next is not None and staff.may(self.next.permit)


def approval_of(bulletin: Bulletin) -> Approval:
    """The steps of the bulletin's family, and where it stands."""
    return Approval(bulletin, steps_of(bulletin.family, approval_rows()))
