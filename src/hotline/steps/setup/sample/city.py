"""The city's reference records by code, as the sample months need them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from hotline.records.models import Campaign, Channel, Department, Kind, Topic
from hotline.records.queries.reference import (
    bulletin_lines,
    campaigns,
    channels,
    departments,
    kinds,
    topics,
)
from hotline.steps.setup.sample.themes import Theme


@dataclass(frozen=True)
class City:
    """Everything that a case refers to."""

    channels: Mapping[str, Channel]
    kinds: Mapping[str, Kind]
    topics: Mapping[str, Topic]
    campaigns: Mapping[str, Campaign]
    units: Mapping[str, Department]

    def line_of(self, theme: Theme) -> str:
        """The bulletin's line that counts a theme: its campaign's, else its topic's, else the
        line that takes the rest."""
        path, rest = set(self.topics[theme.topic].path), ""
        for code, row in bulletin_lines().items():
            if row.campaign is not None and row.campaign.code == theme.campaign:
                return code
            if not theme.campaign and path & set(row.topics) and not path & set(row.excepted):
                return code
            if row.campaign is None and not row.topics:
                rest = code
        return rest


def city_on(day: date) -> City:
    """The records that hold on `day`; of the dated trees of topics, the one of that day."""
    held = {
        row.code: row
        for row in topics().values()
        if row.tree.valid_from <= day and (row.tree.valid_to is None or day <= row.tree.valid_to)
    }
    units = {row.code: row for row in departments().values()}
    return City(channels(), kinds(), held, campaigns(), units)
