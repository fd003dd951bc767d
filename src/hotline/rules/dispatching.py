"""The dispatch catalogue (派单目录): which unit answers for a matter, and why.

Rules of a ruling (职责裁定) are asked first, the latest decided before older ones; then those of
the catalogue by their order. The first that fits names the unit, further ones are kept beside it.
A unit that rightly returned the case, or that is accused in it or kin to such a one, is passed
over. A rule that fits but cannot be applied is a `Trouble`: a person looks, and no case is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby

RULING, CATALOGUE = "ruling", "catalogue"
SOURCES = {RULING: "职责裁定", CATALOGUE: "派单目录"}
MOST = 3
RETURNED, ACCUSED = "已退回此件", "被反映或与被反映单位有隶属关系"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as the catalogue sees it; `path` lists the codes from its root down to itself."""

    code: str
    name: str
    path: tuple[str, ...]
    valid_from: date | None = None
    valid_to: date | None = None

    def exists_on(self, day: date) -> bool:
        """Whether the unit exists on `day`; both ends included."""
        return (self.valid_from or date.min) <= day <= (self.valid_to or date.max)


@dataclass(frozen=True, slots=True)
class World:
    """What rules may name: units by code, and the names of topics and kinds by code."""

    units: Mapping[str, Unit]
    topics: Mapping[str, str]
    kinds: Mapping[str, str]

    def unit_name(self, code: str) -> str:
        """A unit's name; its code where there is no such unit."""
        return self.units[code].name if code in self.units else code


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the catalogue; an empty selector means any, each that is set must fit.

    `topics` are codes, a branch includes what is below it; of `places` and `words` one must occur,
    letter by letter. `unit` leads, `assisting` help; both are codes. `valid_to` is the last day.
    """

    key: str
    order: int
    unit: str
    valid_from: date
    valid_to: date | None = None
    source: str = CATALOGUE
    topics: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    assisting: tuple[str, ...] = ()
    basis: str = ""
    reason: str = ""

    @property
    def label(self) -> str:
        """How a person finds the rule in its list."""
        if self.source == RULING:
            return f"职责裁定（{self.valid_from}）"
        return f"派单目录第 {self.order} 条"

    @property
    def rank(self) -> tuple[int, int, int]:
        """Its place in the order of asking; rules of one rank stand side by side."""
        if self.source == RULING:
            return 0, -self.valid_from.toordinal(), self.order
        return 1, self.order, 0

    def holds_on(self, day: date) -> bool:
        """Whether the rule is asked on `day`. One whose dates are impossible is asked always,
        because nobody can say when it was meant."""
        if self.valid_to is not None and self.valid_to < self.valid_from:
            return True
        return self.valid_from <= day <= (self.valid_to or date.max)


@dataclass(frozen=True, slots=True)
class Matter:
    """What the catalogue looks at: the facts and words of a case, and whom it must not name.

    `topic` lists the codes from the root down; `refused` are units that rightly returned the case
    or were ruled out of it, `accused` those that the citizen reports.
    """

    topic: tuple[str, ...] = ()
    kind: str = ""
    place: str = ""
    text: str = ""
    refused: frozenset[str] = frozenset()
    accused: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Advice:
    """A unit that the catalogue names, why, and what further rules would name instead."""

    rule: Rule
    unit: str
    assisting: tuple[str, ...]
    explanation: str
    also: tuple[Advice, ...] = ()


@dataclass(frozen=True, slots=True)
class Trouble:
    """A rule that fits but cannot be applied: a person must look. `also` is what would follow."""

    rule: Rule
    problem: str
    also: tuple[Advice, ...] = ()


def faults_of(rule: Rule, world: World) -> Iterator[tuple[str, str]]:
    """What is wrong with a rule whatever the case: the field and a sentence."""
    if rule.unit not in world.units:
        yield "unit", f"没有代码为“{rule.unit}”的承办单位"
    for code in rule.assisting:
        if code not in world.units:
            yield "assisting", f"没有代码为“{code}”的协办单位"
        elif code == rule.unit:
            yield "assisting", "主办单位不能同时协办"
    for code in rule.topics:
        if code not in world.topics:
            yield "topics", f"没有代码为“{code}”的问题分类"
    for code in rule.kinds:
        if code not in world.kinds:
            yield "kinds", f"没有代码为“{code}”的诉求类型"
    if rule.valid_to is not None and rule.valid_to < rule.valid_from:
        yield "valid_to", f"失效日 {rule.valid_to} 早于生效日 {rule.valid_from}"


@dataclass(frozen=True)
class Catalogue:
    """The rules that are asked on a day, over the units that exist on it.

    `problems` says by key which of them cannot be applied, and why.
    """

    rules: Sequence[Rule]
    world: World
    day: date
    _asked: tuple[Rule, ...] = field(init=False, compare=False, repr=False)
    problems: dict[str, str] = field(init=False, compare=False, repr=False)
    _near: dict[tuple[tuple[str, ...], str], tuple[Rule, ...]] = field(
        init=False, compare=False, repr=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        asked = sorted((rule for rule in self.rules if rule.holds_on(self.day)), key=_place)
        problems = {rule.key: problem for rule in asked if (problem := self._problem_of(rule))}
        object.__setattr__(self, "_asked", tuple(asked))
        object.__setattr__(self, "problems", problems)

    def advise(self, matter: Matter, most: int = MOST) -> Advice | Trouble | None:
        """What the catalogue says to a matter, with at most `most` other units beside it.

        None where no rule fits that may be followed.
        """
        found: list[Advice | Trouble] = []
        units: set[str] = set()
        for _, side_by_side in groupby(self._fitting(matter), key=lambda rule: rule.rank):
            said = self._agree(list(side_by_side), matter)
            if isinstance(said, Trouble):
                if not found:
                    found.append(said)
            elif said.unit not in units:
                units.add(said.unit)
                found.append(said)
            if len(found) > most:
                break
        if not found:
            return None
        also = tuple(one for one in found[1:] if isinstance(one, Advice))
        return replace(found[0], also=also)

    def passed_over(self, matter: Matter) -> tuple[str, ...]:
        """Why rules that fit were not followed: each with its label and the reason."""
        return tuple(
            f"{rule.label}指向{self.world.unit_name(rule.unit)}，{reason}"
            for rule in self._near_to(matter)
            if self._fits(rule, matter) and (reason := self._barred(rule.unit, matter))
        )

    def bars(self, unit: str, matter: Matter) -> bool:
        """Whether a unit must not have this case, whoever names it."""
        return bool(self._barred(unit, matter))

    def _fitting(self, matter: Matter) -> Iterator[Rule]:
        """The rules that fit and name nobody who must not have the case, in order."""
        for rule in self._near_to(matter):
            if self._fits(rule, matter) and not self._barred(rule.unit, matter):
                yield rule

    def _near_to(self, matter: Matter) -> tuple[Rule, ...]:
        """The rules that a topic and kind let through; sorted out once for each pair."""
        key = matter.topic, matter.kind
        near = self._near.get(key)
        if near is None:
            near = tuple(
                rule
                for rule in self._asked
                if _may_be(rule.topics, matter.topic, self.world.topics)
                and _may_be(rule.kinds, (matter.kind,), self.world.kinds)
            )
            self._near[key] = near
        return near

    def _fits(self, rule: Rule, matter: Matter) -> bool:
        """Whether places and words, plain text both, occur where they are wanted."""
        return (
            not rule.places
            or any(place in matter.place or place in matter.text for place in rule.places)
        ) and (not rule.words or any(word in matter.text for word in rule.words))

    def _barred(self, unit: str, matter: Matter) -> str:
        """Why a unit must not have this case; empty when it may."""
        if unit in matter.refused:
            return RETURNED
        if matter.accused and any(self._are_kin(unit, other) for other in matter.accused):
            return ACCUSED
        return ""

    def _are_kin(self, one: str, other: str) -> bool:
        """Whether two units are the same or one stands above the other."""
        units = self.world.units
        return (
            one == other
            or (one in units and other in units[one].path)
            or (other in units and one in units[other].path)
        )

    def _agree(self, rules: Sequence[Rule], matter: Matter) -> Advice | Trouble:
        """What rules of one rank say together; naming different units they contradict."""
        first = rules[0]
        for rule in rules:
            if rule.key in self.problems:
                return Trouble(rule, f"{rule.label}：{self.problems[rule.key]}")
        if any(rule.unit != first.unit for rule in rules):
            names = "、".join(dict.fromkeys(self.world.unit_name(rule.unit) for rule in rules))
            return Trouble(first, f"{first.label}：同一序号的条目互相矛盾，分别指向{names}")
        assisting = tuple(
            unit
            for unit in first.assisting
            if self.world.units[unit].exists_on(self.day) and not self._barred(unit, matter)
        )
        return Advice(first, first.unit, assisting, self._explain(first, matter))

    def _problem_of(self, rule: Rule) -> str:
        """Why a rule cannot be applied on this day; empty when it can."""
        faults = [sentence for _, sentence in faults_of(rule, self.world)]
        unit = self.world.units.get(rule.unit)
        if unit is not None and not unit.exists_on(self.day):
            faults.append(f"承办单位“{unit.name}”在 {self.day} 已停用或尚未启用")
        return "；".join(faults)

    def _explain(self, rule: Rule, matter: Matter) -> str:
        """Why a rule fits, in Chinese: which selectors matched, with which words."""
        found = [
            *_told("问题分类属于", self._names(rule.topics, matter.topic, self.world.topics)),
            *_told("诉求类型为", self._names(rule.kinds, (matter.kind,), self.world.kinds)),
            *_told("地点提到", [p for p in rule.places if p in matter.place or p in matter.text]),
            *_told("内容提到", [word for word in rule.words if word in matter.text]),
        ]
        basis = f"依据：{rule.basis}。" if rule.basis else ""
        return f"{rule.label}：{'，'.join(found) or '不限条件'}。{basis}"

    @staticmethod
    def _names(wanted: Iterable[str], found: Sequence[str], names: Mapping[str, str]) -> list[str]:
        return [names.get(code, code) for code in wanted if code in found]


def _told(lead: str, words: Sequence[str]) -> list[str]:
    """A part of an explanation; none for a selector that is not set."""
    return [lead + "".join(f"“{word}”" for word in words)] if words else []


def _may_be(wanted: Sequence[str], found: Sequence[str], known: Mapping[str, str]) -> bool:
    """Whether a selector lets a matter through. A code that nobody knows may have meant anything,
    so it lets through: the rule then ends in Trouble and not in silence."""
    return not wanted or any(code in found or code not in known for code in wanted)


def _place(rule: Rule) -> tuple[tuple[int, int, int], str]:
    """Rank first; the key makes the order of equals the same everywhere."""
    return rule.rank, rule.key
