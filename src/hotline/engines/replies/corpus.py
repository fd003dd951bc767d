"""Many replies checked together: what one of them repeats of another is seen as well."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from hotline.engines.replies.checking import Reply, check
from hotline.engines.replies.cloning import fingerprints, is_clone, is_same_matter
from hotline.engines.replies.findings import Checked

MOST_TRIED = 20


@dataclass(frozen=True, slots=True)
class Given:
    """One reply of a file under its id; `unit` is whose it is, empty where unknown."""

    id: str
    reply: Reply
    day: date
    unit: str = ""


def check_all(given: Sequence[Given]) -> list[tuple[str, Checked]]:
    """Each reply's check, in the order given."""
    cloned = clones(given)
    return [
        (each.id, check(replace(each.reply, repeats=cloned.get(place, "")), each.day))
        for place, each in enumerate(given)
    ]


def clones(given: Sequence[Given]) -> dict[int, str]:
    """By place, the id of another reply of the unit that says the same to a different matter."""
    prints = [fingerprints(each.reply.reply) for each in given]
    sharing: dict[tuple[str, int], list[int]] = defaultdict(list)
    for place, numbers in enumerate(prints):
        for number in numbers:
            sharing[given[place].unit, number].append(place)
    found: dict[int, str] = {}
    for place, numbers in enumerate(prints):
        near = {
            other
            for number in numbers
            for other in sharing[given[place].unit, number][:MOST_TRIED]
            if other != place
        }
        twin = _twin(given[place], (given[other] for other in sorted(near)))
        if twin:
            found[place] = twin
    return found


def _twin(each: Given, others: Iterable[Given]) -> str:
    mine = f"{each.reply.title}\n{each.reply.text}"
    for other in others:
        theirs = f"{other.reply.title}\n{other.reply.text}"
        if is_clone(each.reply.reply, other.reply.reply) and not is_same_matter(mine, theirs):
            return other.id or "另一件"
    return ""
