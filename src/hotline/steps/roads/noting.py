"""Note how a road goes: when it was heard last, how far it was fetched, since when it is down."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from hotline.records.models import Road


def note_heard(road: Road, mark: Mapping[str, object], *, at: datetime) -> None:
    """The other side answered; fetching goes on from `mark`."""
    road.mark = {**road.mark, **mark}
    facts = {"mark": road.mark, "heard_at": at, "failing_since": None, "problem": ""}
    Road.objects.filter(pk=road.pk).update(**facts)


def note_down(road: Road, problem: str, *, at: datetime) -> None:
    """The other side did not answer."""
    Road.objects.filter(pk=road.pk, failing_since=None).update(failing_since=at)
    Road.objects.filter(pk=road.pk).update(problem=problem[:300])
