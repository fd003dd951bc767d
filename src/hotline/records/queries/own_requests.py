"""What a citizen who is signed in may see: the requests that were filed from their account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hotline.records.models import Case, CitizenAccount, Contact
from hotline.records.scope import everything
from hotline.rules.life import Status

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Own:
    """One request of one's own."""

    receipt: str
    text: str
    place: str
    status: Status
    arrived_at: datetime
    closed_at: datetime | None


def account_called(identity: str, epoch: int) -> CitizenAccount | None:
    """The account that a cookie names, unless it was signed out everywhere since."""
    return CitizenAccount.objects.filter(pk=identity, epoch=epoch).first()


def own_requests(account: CitizenAccount, most: int | None = SHOWN) -> Sequence[Own]:
    """The newest requests of an account."""
    with everything():
        rows = Contact.objects.filter(account=account, case__isnull=False)
        rows = rows.select_related("case").order_by("-arrived_at")
        return [_own(row, row.case) for row in rows[:most] if row.case is not None]


def _own(row: Contact, case: Case) -> Own:
    status = Status(case.status)
    return Own(case.receipt, row.text, case.place, status, row.arrived_at, case.closed_at)
