"""Which units may see a case: those that work on it and those above them, but never the accused.

Source: 济南 12345 条例 art. 32: a report and who made it must not reach the one reported. A
confidential case stays with the units to which it was given; those above are not told of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

# A unit whose share was taken from it again has nothing more to do with the case.
LOST = frozenset({"returned", "ruled_away", "recalled", "joined"})

Parents = Mapping[int, int | None]


def who_sees(
    assignments: Iterable[tuple[int, str]],
    parents: Parents,
    *,
    confidential: bool,
    accused: Sequence[int],
) -> list[int]:
    """The units that may see the case; `assignments` are pairs of unit and `ended_as`."""
    working = {unit for unit, ended_as in assignments if ended_as not in LOST}
    seeing = working if confidential else with_all_above(working, parents)
    return sorted(seeing - kin_of(accused, parents))


def with_all_above(units: Iterable[int], parents: Parents) -> set[int]:
    """The units themselves and every unit above one of them."""
    found: set[int] = set()
    for unit in units:
        at: int | None = unit
        while at is not None and at not in found:
            found.add(at)
            at = parents.get(at)
    return found


def kin_of(units: Iterable[int], parents: Parents) -> set[int]:
    """The units, all above them and all below them: whom a report about them must not reach."""
    own = set(units)
    below = {unit for unit in parents if own & with_all_above((unit,), parents)}
    return with_all_above(own, parents) | below if own else set()
