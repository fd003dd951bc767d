"""How much of a case a person sees who may see it: the office all, a unit what concerns its own.

A unit sees every share's unit and moments, but the internal account of another only if it leads;
more time, returns and talks are shown to whom they concern.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hotline.records.models import Assignment, Case, Staff
from hotline.records.queries.access import knows_caller
from hotline.records.queries.reference import covers, departments


@dataclass(frozen=True, slots=True)
class Sight:
    """The shares of a case by identity, and which of them are the person's own.

    Without `caller` nothing is said of whose case it is: that a number which one dialled is not
    the caller's own would let one try numbers until the right one is found.
    """

    office: bool
    shares: dict[object, Assignment]
    own: frozenset[object]
    caller: bool

    @classmethod
    def of(cls, staff: Staff, case: Case, assignments: Iterable[Assignment]) -> Sight:
        """What `staff` sees of `case` with these assignments."""
        shares = {row.pk: row for row in assignments}
        own = frozenset(pk for pk, row in shares.items() if is_own(staff, row))
        return cls(staff.may("see_all_cases"), shares, own, knows_caller(staff, case))

    def concerns(self, share: object) -> bool:
        """Whether a share, by its identity, is one's own; what is nobody's concerns all."""
        return self.office or share is None or share in self.own

    def reads(self, row: Assignment) -> bool:
        """Whether one reads a share's internal account: who leads replies for all of them."""
        leads = any(self.shares[pk].part == "lead" for pk in self.own)
        return self.concerns(row.pk) or leads


def is_own(staff: Staff, share: Assignment) -> bool:
    """Whether a share is of the person's own unit or of one below it."""
    unit = departments().get(share.department_id)
    return unit is not None and covers(staff.department, unit)
