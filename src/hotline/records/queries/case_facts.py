"""The facts of single cases that may become open data: nothing that anybody wrote."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from hotline.records.models import Callback, Case
from hotline.records.queries.open_cases import area_of
from hotline.records.queries.reference import channels, departments, kinds, topics
from hotline.records.scope import everything
from hotline.rules.life import CLOSED, Status
from hotline.rules.open_facts import Fact
from hotline.rules.workdays import CHINA

READ = (
    *("id", "channel_id", "kind_id", "topic_id", "lead_id", "status"),
    *("registered_at", "closed_at"),
)


@everything()
def facts_between(first: date, last: date) -> list[Fact]:
    """Every case registered in these days that is neither confidential nor withdrawn."""
    span = (_begin(first), _begin(last + timedelta(days=1)))
    rows = Case.objects.filter(registered_at__gte=span[0], registered_at__lt=span[1])
    rows = rows.filter(confidential=False, topic__isnull=False, kind__isnull=False)
    rated = _ratings(span)
    channel_names = {row.pk: row.name for row in channels().values()}
    kind_names = {row.pk: row.name for row in kinds().values()}
    paths = _paths()
    areas = {pk: area_of(unit) for pk, unit in departments().items()}
    return [
        Fact(
            day=row["registered_at"].astimezone(CHINA).date(),
            channel=channel_names[row["channel_id"]],
            kind=kind_names[row["kind_id"]],
            topic=paths.get(row["topic_id"], ()),
            area=areas.get(row["lead_id"], ""),
            is_closed=row["status"] in CLOSED,
            days=(row["closed_at"] - row["registered_at"]).days if row["closed_at"] else None,
            rating=rated.get(row["id"], ""),
        )
        for row in rows.exclude(status=Status.WITHDRAWN).values(*READ)
    ]


def _ratings(span: tuple[datetime, datetime]) -> dict[object, str]:
    """By case, what its citizen said last of how it was handled."""
    calls = Callback.objects.filter(
        case__registered_at__gte=span[0], case__registered_at__lt=span[1], reached=True
    )
    return dict(calls.order_by("tried_at").values_list("case_id", "handling_rating"))


def _paths() -> dict[int, tuple[str, ...]]:
    known = topics()
    names = {(row.tree_id, row.code): row.name for row in known.values()}
    return {
        pk: tuple(names.get((row.tree_id, code), code) for code in row.path)
        for pk, row in known.items()
    }


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), CHINA)
