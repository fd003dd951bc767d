"""The sample's calls of today: played once, by the sample's call-taker."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import pytest

from hotline.records.models import Call, Contact
from hotline.steps.setup.sample.calls import load_calls
from tests.factories import City

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def test_the_days_calls_are_played_once(city: City) -> None:
    taker = city.person("call_taker")
    taker.is_sample = True
    taker.save()
    assert (load_calls(at=NOW), load_calls(at=NOW)) == (8, 0)
    counted = Counter(Call.objects.values_list("state", "outcome"))
    assert counted == {
        ("done", "question_answered"): 4,
        ("done", "silent"): 1,
        ("done", "invalid"): 1,
        ("done", "transferred"): 1,
        ("abandoned", ""): 1,
    }
    assert Contact.objects.filter(call__isnull=False, case=None).count() == 7


@pytest.mark.usefixtures("city")
def test_without_sample_people_nobody_plays_them(city: City) -> None:
    city.person("call_taker")
    assert (load_calls(at=NOW), Call.objects.count()) == (0, 0)
