"""Which months there are to count, and the names that their figures speak of."""

from __future__ import annotations

from datetime import date, datetime

from hotline.records.models import Case
from hotline.records.queries.reference import campaigns, channels, departments, kinds, topics
from hotline.records.scope import everything
from hotline.rules.describing import Names
from hotline.rules.workdays import CHINA


@everything()
def months(today: date) -> list[str]:
    """Every month that has accepted cases, newest first; this month at least.

    A loose index scan: it asks for the latest case before each month found, so it costs one index
    look-up a month however many cases there are.
    """
    found = [f"{today:%Y-%m}"]
    latest = _latest_before(None)
    while latest is not None:
        first = latest.astimezone(CHINA).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        found.append(f"{first:%Y-%m}")
        latest = _latest_before(first)
    return sorted(set(found), reverse=True)


def _latest_before(moment: datetime | None) -> datetime | None:
    accepted = Case.objects.filter(accepted_at__isnull=False)
    if moment is not None:
        accepted = accepted.filter(accepted_at__lt=moment)
    return accepted.order_by("-accepted_at").values_list("accepted_at", flat=True).first()


def names() -> Names:
    """The Chinese names of everything a selection can name."""
    return Names(
        channels={code: row.name for code, row in channels().items()},
        kinds={code: row.name for code, row in kinds().items()},
        campaigns={code: row.name for code, row in campaigns().items()},
        topics={row.code: row.name for row in topics().values()},
        units={row.code: row.name for row in departments().values()},
    )
