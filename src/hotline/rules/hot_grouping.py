"""Whether a case is of a concern that others have: by shared words, place and topic.

Leader grouping (Hartigan 1975; "single-pass clustering" of topic detection and tracking): a case
joins the issue that it is most like, if it is like enough, else it begins one. A word tells more
the fewer cases have it (Spärck Jones 1972, inverse document frequency).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from math import log

from hotline.rules.redaction.names import names as people_named

JOINED_FROM = 55
POINTS = {"words": 60, "place": 30, "topic": 15, "branch": 8}
# Elsewhere the same words may still be one concern (water is off in two estates), but rather less.
ELSEWHERE = -12
MOST_WORDS, KEPT_WORDS, KEPT_PLACES, KEY_WORDS = 12, 40, 12, 6
# A word belongs to what an issue is about when so many of its cases have it.
COMMON = 0.3
# So many cases are taken as read before anything was: no word is rare among the first few.
TO_BEGIN_WITH = 500
NAMES = {"words": "用词相同", "place": "同一地点", "topic": "同一分类", "branch": "同一大类"}


@dataclass(frozen=True, slots=True)
class Told:
    """What is compared of a case: its words in the order of what they tell, each with its weight,
    its places (the most precise first) and the topics from the widest to its own."""

    words: Mapping[str, float]
    places: Sequence[str] = ()
    topics: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Profile:
    """What is kept of an issue: how many cases, and in how many of them each word and place."""

    size: int
    words: Mapping[str, int]
    places: Mapping[str, int]
    topics: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a case fits an issue, 0 to 100; what each fact adds, and the words they share."""

    score: int
    facts: Mapping[str, int] = field(default_factory=dict)
    shared: Sequence[str] = ()

    def joins(self, from_score: int) -> bool:
        """Whether it is enough; without a single shared word it never is."""
        return self.score >= from_score and bool(self.shared)


def rarity(seen: int, read: int) -> float:
    """How much a word tells that stood in `seen` of `read` cases; 1 for one never seen."""
    total = read + TO_BEGIN_WITH
    return log(total / (seen + 1)) / log(total)


def told(words: Mapping[str, float], weights: Mapping[str, float]) -> dict[str, float]:
    """The words of a case that tell most, each with its weight: how it was said × how rare."""
    weighed = {word: said * weights.get(word, 1.0) for word, said in words.items()}
    foremost = sorted(weighed.items(), key=lambda pair: (-pair[1], pair[0]))
    return dict(foremost[:MOST_WORDS])


def fit(case: Told, issue: Profile) -> Fit:
    """How well a case fits an issue."""
    core = core_words(issue)
    shared = [word for word in case.words if word in core]
    facts: dict[str, int] = {}
    # The shorter side decides: many tell the same at very different length.
    whole = min(sum(case.words.values()), _weight(core, case.words))
    if shared and whole > 0:
        held = sum(case.words[word] for word in shared) / whole
        facts["words"] = round(POINTS["words"] * min(held, 1.0))
    if case.places and issue.places:
        is_here = not issue.places.keys().isdisjoint(case.places)
        facts["place"] = POINTS["place"] if is_here else ELSEWHERE
    if case.topics and issue.topics:
        if case.topics[-1] == issue.topics[-1]:
            facts["topic"] = POINTS["topic"]
        elif case.topics[0] == issue.topics[0]:
            facts["branch"] = POINTS["branch"]
    return Fit(max(0, min(100, sum(facts.values()))), facts, shared)


def _weight(core: Collection[str], known: Mapping[str, float]) -> float:
    """What the core's words weigh; one that the case has not weighs as the middle of its own."""
    middle = sum(known.values()) / len(known) if known else 0.0
    return sum(known.get(word, middle) for word in core)


def core_words(issue: Profile) -> list[str]:
    """The words that an issue is about, the most common first."""
    held = sorted(issue.words.items(), key=lambda pair: (-pair[1], pair[0]))
    least = max(1.0, issue.size * COMMON)
    return [word for word, number in held if number >= least][:MOST_WORDS]


def with_case(issue: Profile, case: Told) -> Profile:
    """The issue with one case more."""
    words, places = dict(issue.words), dict(issue.places)
    for word in case.words:
        words[word] = words.get(word, 0) + 1
    for place in case.places:
        places[place] = places.get(place, 0) + 1
    return Profile(
        issue.size + 1, _foremost(words, KEPT_WORDS), _foremost(places, KEPT_PLACES),
        issue.topics or case.topics,
    )  # fmt: skip


def begun(case: Told) -> Profile:
    """The issue of one case."""
    return with_case(Profile(0, {}, {}), case)


def _foremost(counts: Mapping[str, int], most: int) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:most])


def keys_of(words: Sequence[str], places: Collection[str], topics: Sequence[str]) -> list[str]:
    """By what a case and an issue find each other: the place with the topic, the place, and the
    words that tell most. `words` have to come in that order."""
    found = [f"p|{place}|{topics[0] if topics else ''}" for place in places]
    return [*found, *(f"w|{word}" for word in words[:KEY_WORDS])]


def main_place(issue: Profile) -> str:
    """Where most of it is; empty where no place has half of the cases."""
    place, number = max(issue.places.items(), key=lambda pair: pair[1], default=("", 0))
    return place if number * 2 >= issue.size else ""


def named_after(titles: Sequence[str], issue: Profile) -> str:
    """The title that says most of what the issue is about in fewest words, with its place."""
    core = core_words(issue)

    def worth(title: str) -> tuple[float, int, str]:
        held = sum(issue.words[word] for word in core if word in title)
        return (-held, len(title), title)

    told_by = (without_people(title) for title in titles)
    best = min((title for title in told_by if title), key=worth, default="、".join(core[:3]))
    place = main_place(issue)
    return f"{place}：{best}" if place and place not in best else best


def without_people(title: str) -> str:
    """A title without the names of people, who are nobody's issue."""
    for found in sorted(people_named(title), key=lambda each: -each.start):
        title = title[: found.start] + title[found.end :]
    return title.strip("，。：:、 ")
