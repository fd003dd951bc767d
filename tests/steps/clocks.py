"""Clocks and the city's warnings, for the tests of what they give; and who supervises."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from hotline.records.identity import new_id
from hotline.records.models import Case, Clock, Notice, Office, Staff
from hotline.records.queries.reference import forget
from tests.factories import City, make_role, make_staff
from tests.steps.cases import BEGIN

HOUR = timedelta(hours=1)
DUE = BEGIN + 10 * HOUR
MADE_HERE = "见测试"
VERBS = ["urge", "supervise", "raise_supervision", "end_supervision"]
RULES = {
    "callback_tries": 2,
    "supervision_amount": 3,
    "supervision_unit": "working_days",
    "warnings": [
        {"clock": "handle", "act": "yellow", "elapsed_percent": 50},
        {"clock": "handle", "act": "red", "elapsed_percent": 90},
        {"clock": "handle", "act": "urge", "after": 0},
        {"clock": "handle", "act": "supervise", "after": 2, "unit": "days"},
        {"clock": "callback", "act": "red", "after": 0},
        {"clock": "citizen", "act": "resume", "after": 0},
        {"clock": "shelf", "act": "take_up", "after": 0},
        {"clock": "supervision", "act": "red", "after": 0},
    ],
}


def with_warnings(city: City) -> City:
    """The city, whose office now says what its clocks give."""
    Office.objects.update(rules=RULES)
    forget()
    return city


def watcher(city: City) -> Staff:
    """A person who may urge and supervise."""
    if "watcher" not in city.staff:
        city.staff["watcher"] = make_staff("watcher", roles=[make_role("watcher", "督办员", VERBS)])
    return city.staff["watcher"]


def make_clock(case: Case, name: str = "handle", **facts: Any) -> Clock:
    """A running clock from BEGIN to DUE, of which nothing was given yet; others are silent."""
    Clock.objects.exclude(reason=MADE_HERE).update(next_at=None)
    known = {
        **{"started_at": BEGIN, "due_at": DUE, "next_at": BEGIN, "reason": MADE_HERE},
        **facts,
    }
    return Clock.objects.create(id=new_id(), case=case, name=name, **known)


def acts_of(clock: Clock) -> list[str]:
    """What a clock gave, in order."""
    return list(Notice.objects.filter(clock=clock).order_by("pk").values_list("act", flat=True))


def next_of(clock: Clock) -> datetime | None:
    """When the sweep looks at the clock again."""
    return Clock.objects.get(pk=clock.pk).next_at
