"""A name for an issue: the place or thing and the trouble, in words of its members' own titles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from hotline.engines.alike.reading import Reading, pieces
from hotline.engines.alike.usual import Usual
from hotline.rules.redaction.names import names as people_named

SHORTEST, LONGEST = 6, 30
SHOWN_PLACES, MOST_SPOKEN_OF = 3, 6
SHORTEST_PLACE = 3
# A name stands in the titles of so many members at least, one of how many; and is so rare.
RARELY_WRITTEN, RARE_FROM = 12, 0.35
SHOWN_WORDS = 5
_PAUSE = re.compile(r"[，,。；;：:！!？?\s]+")
_ASKING = re.compile(
    r"(?:请问|是否|能否|何时|什么时候|怎么|为什么|为何|吗|呢|么|太|竟然|究竟|强烈|坚决)"
)


def told_best(members: Sequence[Reading]) -> Reading:
    """The member whose title says what most of the others say too."""
    said = Counter(gram for member in members for gram in member.grams)
    return max(members, key=lambda member: (_fit(member, said, len(members)), member.id))


def name_of(members: Sequence[Reading], usual: Usual) -> str:
    """A readable phrase without the names of people."""
    best = told_best(members)
    name = _without_people(best.title).strip("，。 ")
    if len(name) > LONGEST:
        clauses = [clause for clause in _PAUSE.split(name) if len(clause) >= SHORTEST]
        name = clauses[0] if clauses else name
    place = next(iter(places_of(members, usual)), "")
    if not name:
        return "、".join([place, *words_of(members, usual)] if place else words_of(members, usual))
    if place and place not in name:
        name = f"{place}：{name}"
    return name[: LONGEST + len(place)]


def places_of(members: Sequence[Reading], usual: Usual) -> tuple[str, ...]:
    """The names that at least half of the members speak of, the most telling first."""
    written = Counter(name for member in members for name in set(member.title_names))
    return _apart(_common(members, written, usual))[:SHOWN_PLACES]


def spoken_of(members: Sequence[Reading], usual: Usual) -> list[str]:
    """The same and also, where a name was read as one with what stands before it, the end that
    several such names share: 凉亭路 of 东城凉亭路 and of 三区凉亭路."""
    names = [name for member in members for name in set(member.title_names)]
    ends = Counter(
        name[start:] for name in set(names) for start in range(len(name) - SHORTEST_PLACE + 1)
    )
    shared = {end: count for end, count in ends.items() if count > 1}
    return _common(members, Counter(names) + Counter(shared), usual)[:MOST_SPOKEN_OF]


def _common(members: Sequence[Reading], written: Counter[str], usual: Usual) -> list[str]:
    """Of these names the rare ones that at least half of the members speak of."""
    ranked: list[tuple[float, str]] = []
    for name, times in written.items():
        grams = pieces(name)
        if len(name) < SHORTEST_PLACE or not grams or times * RARELY_WRITTEN < len(members):
            continue
        naming = sum(grams <= member.grams for member in members) / len(members)
        rare = usual.mass(grams) / len(grams)
        if 2 * naming >= 1 and rare >= RARE_FROM:
            ranked.append((naming * rare * len(name) ** 0.5, name))
    return [name for _, name in sorted(ranked, reverse=True)]


def _apart(names: Sequence[str]) -> tuple[str, ...]:
    """These names without those that only say another one longer or shorter."""
    kept: list[str] = []
    for name in names:
        if not any(name in other or other in name for other in kept):
            kept.append(name)
    return tuple(kept)


def words_of(members: Sequence[Reading], usual: Usual) -> tuple[str, ...]:
    """The words that tell this issue from others."""
    held = Counter(word for member in members for word in member.words)
    common = [word for word, count in held.items() if 2 * count >= len(members)]
    ranked = sorted(common, key=lambda word: (-held[word] * usual.weight(word), word))
    return tuple(ranked[:SHOWN_WORDS])


def _fit(member: Reading, said: Counter[str], members: int) -> float:
    """How much of what its title says the others say, less for a long or an asking title."""
    grams = member.title_grams
    if not SHORTEST <= len(member.title) <= LONGEST or not grams:
        return 0.0
    shared = sum(said[gram] for gram in grams) / members
    return float(shared / len(grams) ** 0.6) - 0.15 * len(_ASKING.findall(member.title))


def _without_people(title: str) -> str:
    """The title with the names of people left out."""
    kept = title
    for found in sorted(people_named(title), key=lambda each: -each.start):
        kept = kept[: found.start] + kept[found.end :]
    return kept
