"""One place of the city's gazetteer, as its file and the text engines see it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A row of `gazetteer.csv`; `parent` is the code of the area that the place lies in."""

    code: str
    name: str
    level: str
    parent: str = ""
    aliases: tuple[str, ...] = ()
    source: str = ""
