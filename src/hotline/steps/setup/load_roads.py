"""Bring the roads that a city begins with; what the office has set up of one stays as it is."""

from __future__ import annotations

from hotline.records.models import Channel, Road
from hotline.records.queries.roads import BY_HAND
from hotline.rules.city import CityProfile
from hotline.steps.setup.merging import LoadReport, count


def load_roads(profile: CityProfile, report: LoadReport) -> None:
    """Create the roads that are not there yet."""
    known = set(Road.objects.values_list("code", flat=True))
    channels = dict(Channel.objects.values_list("code", "pk"))
    new = [
        Road(
            code=row.code,
            name=row.name,
            adapter=row.adapter,
            channel_id=channels[row.channel] if row.channel else None,
            answers=row.answers,
            is_on=row.adapter == BY_HAND,
        )
        for row in profile.roads
        if row.code not in known
    ]
    Road.objects.bulk_create(new)
    count(report.created, Road, len(new))
