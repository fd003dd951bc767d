"""What a city says of its connections to other systems in `roads.toml`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RoadRow:
    """线路: a connection to another system that the city begins with; its settings and secrets are
    the office's to fill in. A `hand` one is on from the beginning."""

    code: str
    name: str
    adapter: str
    channel: str = ""
    answers: bool = True
