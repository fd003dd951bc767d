"""What the search for places answers with."""

from __future__ import annotations

from dataclasses import dataclass

from hotline.rules.places import PRIVATE, WIDTH, place_key


@dataclass(frozen=True, slots=True)
class Found:
    """One place in a text: `[start:end]` of it, its level, its name as the city calls it, its code
    in the gazetteer (None where it is in none, or where several are called so), how sure 0 to 1."""

    level: str
    start: int
    end: int
    text: str
    name: str
    code: str | None
    sureness: float

    @property
    def key(self) -> str:
        """The key under which other cases of the place are found; empty for what is private."""
        return place_key(self.level, self.name, self.code or "")

    @property
    def is_private(self) -> bool:
        """Whether it belongs to somebody's home."""
        return self.level in PRIVATE


# The narrowest says most of where it is; a road is long, so an area below the street goes first.
PRECISION = {level: rank for rank, level in enumerate(WIDTH)}
PRECISION["road"], PRECISION["community"] = PRECISION["community"], PRECISION["road"]
MAIN_FROM = 0.5


def main_place(found: list[Found]) -> Found | None:
    """The most precise place that is not private; of equals the surer, then the first."""
    told = [one for one in found if not one.is_private and one.sureness >= MAIN_FROM]
    return max(told, key=lambda one: (PRECISION[one.level], one.sureness, -one.start), default=None)
