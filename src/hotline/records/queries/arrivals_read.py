"""Which cases a reader of arrivals has not read yet, and what the office set for an engine."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from hotline.records.models import Case, EngineSetting
from hotline.rules.known_engines import OFF_UNTIL_SET

READ_BACK, SETTLED = timedelta(days=7), timedelta(seconds=2)


def newly_registered(
    until: datetime, after: UUID | None, most: int, back: timedelta = READ_BACK
) -> list[Case]:
    """The cases that were registered since `after` (an identity), the earliest first; without one
    those of the last days.

    The very newest wait for the next time: a transaction that began earlier may still be under way,
    and its case would be passed over.
    """
    found = Case.objects.filter(registered_at__lte=until - SETTLED, confidential=False)
    if after is not None:
        found = found.filter(pk__gt=after)
    else:
        found = found.filter(registered_at__gte=until - back)
    return list(found.select_related("citizen").order_by("pk")[:most])


def registered_before(first: UUID | None, since: datetime, most: int) -> list[Case]:
    """The cases that came before `first` (an identity), the latest first; without one the newest of
    all."""
    found = Case.objects.filter(registered_at__gte=since, confidential=False)
    if first is not None:
        found = found.filter(pk__lt=first)
    return list(found.select_related("citizen").order_by("-pk")[:most])


def setting_of(engine: str) -> EngineSetting:
    """How the office set an engine; where nothing is kept it is on, unless it is one of those that
    somebody must switch on, and without options of its own."""
    kept = EngineSetting.objects.filter(pk=engine).first()
    return kept or EngineSetting(engine=engine, is_on=engine not in OFF_UNTIL_SET)
