"""A letter found on a server, before anything of it is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """Its bytes, the mark with which fetching goes on, and whether it is whole: of one that is too
    large only the head is fetched."""

    raw: bytes
    mark: Mapping[str, object]
    is_whole: bool = True
