"""A name for an issue: the place or thing and the trouble, in words of its members' own titles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from hotline.engines.alike.reading import Reading
from hotline.engines.alike.usual import Usual
from hotline.rules.redaction.names import names as people_named

SHORTEST, LONGEST = 6, 30
SHOWN_PLACES = 3
SHORTEST_PLACE = 3
SHOWN_WORDS = 5
_PAUSE = re.compile(r"[，,。；;：:！!？?\s]+")
_ASKING = re.compile(
    r"(?:请问|是否|能否|何时|什么时候|怎么|为什么|为何|吗|呢|么|太|竟然|究竟|强烈|坚决)"
)


def told_best(members: Sequence[Reading]) -> Reading:
    """The member whose title says what most of the others say too."""
    said = Counter(gram for member in members for gram in member.grams)
    return max(members, key=lambda member: (_fit(member, said, len(members)), member.id))


def name_of(members: Sequence[Reading]) -> str:
    """A readable phrase without the names of people."""
    best = told_best(members)
    name = _without_people(best.title).strip("，。 ")
    if len(name) > LONGEST:
        clauses = [clause for clause in _PAUSE.split(name) if len(clause) >= SHORTEST]
        name = clauses[0] if clauses else name
    place = next(iter(places_of(members)), "")
    if place and place not in name:
        name = f"{place}：{name}"
    return name[: LONGEST + len(place)]


def places_of(members: Sequence[Reading]) -> tuple[str, ...]:
    """The names that at least half of the members share, the commonest first."""
    held = Counter(
        name
        for member in members
        for name in {*member.title_names, *member.names}
        if len(name) >= SHORTEST_PLACE
    )
    title = Counter(name for member in members for name in set(member.title_names))
    common = [name for name, count in held.items() if 2 * count >= len(members) and title[name]]
    ranked = sorted(common, key=lambda name: (-title[name], -len(name), name))
    return tuple(ranked[:SHOWN_PLACES])


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
