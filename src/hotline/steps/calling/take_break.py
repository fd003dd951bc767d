"""Take a break: no calls for a while (小休)."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from hotline.records.models import Break, Staff
from hotline.records.queries.calls import open_break
from hotline.steps.calling.call_moving import TAKES_CALLS
from hotline.steps.moving import permit
from hotline.steps.storing.book import Writing, book


def take_break(*, by: Staff, at: datetime) -> None:
    """Begin a break; beginning it again changes nothing."""
    permit(by, TAKES_CALLS)
    if open_break(by) is not None:
        return
    try:
        with transaction.atomic():
            book().write(Writing(rows=[Break(staff=by, started_at=at)]))
    except IntegrityError:
        return  # begun in another window at this very moment
