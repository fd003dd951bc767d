"""Find the places of a text: areas by the gazetteer, names by their form, homes behind them."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from hotline.engines.places.areas import areas_in
from hotline.engines.places.found import Found, main_place
from hotline.engines.places.gazetteer import Gazetteer
from hotline.engines.places.homes import homes_in
from hotline.engines.places.named import named_in
from hotline.engines.places.sounds import Sounds
from hotline.rules.city_places import PlaceRow
from hotline.rules.places import ESTATE

# So much of a text is looked at: an arrival may be a book.
LONGEST = 20_000


class Finder:
    """Finds places in texts against one gazetteer; made once, asked for every text."""

    name = "places"
    version = "1"
    leaves_the_building = False

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self._sounds = Sounds(gazetteer)
        self._home = gazetteer.home.removesuffix("市")

    def find(self, text: str) -> list[Found]:
        """Every place of a text in its order; none overlaps another."""
        text = text[:LONGEST]
        areas = areas_in(text, self.gazetteer)
        areas += [*self._sounds.typos_in(text, areas), *self._sounds.letters_in(text)]
        places = [
            one if one.code else self._known(one) for one in named_in(text, areas, self._home)
        ]
        found = sorted([*places, *homes_in(text, places)], key=lambda one: (one.start, -one.end))
        kept: list[Found] = []
        for one in found:
            if not kept or one.start >= kept[-1].end:
                kept.append(one)
        return kept

    def key(self, text: str) -> str:
        """The key of the most precise place that a text names; empty where it names none."""
        found = main_place(self.find(text))
        return found.key if found is not None else ""

    def _known(self, one: Found) -> Found:
        """A place found by its form, as the gazetteer knows it: 融创听泉佳苑 is 听泉佳苑."""
        named = self.gazetteer.names.get(one.name)
        if named is None and one.level == ESTATE:
            known = next((name for name in self.gazetteer.estates if one.name.endswith(name)), "")
            named = self.gazetteer.names.get(known)
        if named is None or named.is_bare or len(named.places) > 1:
            return one
        place = named.places[0]
        return replace(one, level=place.level, name=place.name, code=place.code, sureness=0.9)


@lru_cache(maxsize=2)
def finder_for(places: tuple[PlaceRow, ...], home: str) -> Finder:
    """The finder of a city, made again when its gazetteer has changed."""
    return Finder(Gazetteer(places, home))
