"""Bring the gazetteer to what a city's file says; what the office wrote itself stays."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Q

from hotline.records.models import Place
from hotline.rules.city import CityProfile
from hotline.steps.setup.merging import LoadReport, end, listed, merge_tree

ONE_DAY = timedelta(days=1)


def load_places(profile: CityProfile, today: date, report: LoadReport) -> None:
    """The places of the file, from wide to narrow; those that it no longer names are ended."""
    facts = {row.code: {**listed(row), "valid_to": None} for row in profile.places}
    merge_tree(Place, profile.places, facts, report)
    # What a person wrote has a first day.
    gone = ~Q(code__in=facts) & Q(valid_from=None)
    end(Place, gone, "valid_to", today - ONE_DAY, report)
