"""Load a city's telephone line: its queues, and who sits at which extension."""

from __future__ import annotations

from dataclasses import asdict

from hotline.records.models import CallQueue, Seat, Staff
from hotline.rules.city import CityProfile
from hotline.steps.setup.merging import LoadReport, count, merge


def load_telephone(profile: CityProfile, report: LoadReport) -> None:
    """Queues that the file no longer names are shut; seats of others than its people are left."""
    facts = [{**asdict(row), "names": list(row.names), "is_open": True} for row in profile.queues]
    merge(CallQueue, ("code",), facts, report)
    gone = CallQueue.objects.filter(is_open=True).exclude(
        code__in=[row.code for row in profile.queues]
    )
    count(report.ended, CallQueue, gone.update(is_open=False))
    people = dict(Staff.objects.values_list("username", "pk"))
    seats = [
        {
            "staff_id": people[row.username],
            "extension": row.extension,
            "queues": list(row.queues),
        }
        for row in profile.seats
        if row.username in people
    ]
    merge(Seat, ("staff_id",), seats, report)
