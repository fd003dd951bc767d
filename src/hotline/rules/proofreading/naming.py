"""Names: one thing under two names, a name that is no longer or not yet its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from hotline.rules.proofreading.findings import Finding, Place
from hotline.rules.proofreading.reading import Read
from hotline.rules.proofreading.register import Known, NameRegister

# Known everywhere: the State Council's platform was renamed, and both names are still printed.
NATIONAL = (("互联网+督查", "互联网+督办"),)
_QUOTED = re.compile(r"(?=《(?P<book>[^《》\n]{2,40})》|“(?P<words>[^“”\n]{2,40})”)")
_MARKS = re.compile(r"[《》“”\"'\s]")
_UNIT_END = r"(?:政府|局|委员会|委|公司|中心|管委会|支队|大队|街道办事处|街道办|集团|银行|办公室)"
_ADDRESSED = re.compile(
    rf"(?:交办|转办|转交|责成|交由|移交|联系|协调|经)(?P<name>[一-鿿]{{2,18}}?{_UNIT_END})"
    r"(?=调查|处理|办理|核实|工作人员|答复|了解|，|。|、|进行|协调|执法|现场|负责|牵头|回复|；|$)"
)
_HEAD = re.compile(
    r"^[(（]?[一二三四五六七八九十\d]{1,3}[)）]?[、.．]?[ ]?"
    rf"(?P<name>[一-鿿]{{2,18}}?{_UNIT_END})(?=解决|查处|处理|协调|为|及时)"
)
ALIKE = 0.6
SURE = 0.74


@dataclass(frozen=True, slots=True)
class Use:
    """One use of a name of a known thing."""

    thing: int
    name: str
    read: Read
    start: int
    is_official: bool
    official: str


def check_two_names(
    texts: Sequence[tuple[Sequence[Read], date | None]], register: NameRegister
) -> Iterator[Finding]:
    """Quoted names of channels: two names in one text or across texts, or one that is not the
    register's."""
    things = _things(register)
    uses = [use for reads, day in texts for use in _uses(reads, day, things)]
    for thing in sorted({use.thing for use in uses}):
        own = [use for use in uses if use.thing == thing]
        odd = [use for use in own if not use.is_official]
        seen: set[str] = set()
        for use in odd:
            if use.name in seen:
                continue
            seen.add(use.name)
            yield _finding(use, own)


def _finding(use: Use, uses: Sequence[Use]) -> Finding:
    others = [each for each in uses if each.name != use.name]
    place = use.read.at(use.start, use.start + len(use.name))
    if others:
        other = others[0]
        where = other.read.at(other.start, other.start + len(other.name)).said()
        why = f"同一事物另有名称“{other.name}”（{where}），请统一写法。"
        return Finding("two_names", place, use.name, other.name, "", why, "notice")
    why = f"登记的名称是“{use.official}”，请核对。"
    return Finding("two_names", place, use.name, use.official, "", why, "notice")


def _things(register: NameRegister) -> list[Known | tuple[str, ...]]:
    """The channels of the register, and the national pairs that none of them holds."""
    channels: list[Known | tuple[str, ...]] = list(register.of_kind("channel"))
    held = {_bare(name) for known in register.of_kind("channel") for name in known.all_names()}
    return channels + [pair for pair in NATIONAL if not held & set(pair)]


def _uses(
    reads: Sequence[Read], day: date | None, things: Sequence[Known | tuple[str, ...]]
) -> Iterator[Use]:
    names: dict[str, tuple[int, bool, str]] = {}
    for number, thing in enumerate(things):
        official, known = _named(thing, day)
        for name in known:
            names.setdefault(_bare(name), (number, _same(name, official), official))
    for read in reads:
        taken = 0
        for match in _QUOTED.finditer(read.text):
            inner = match.group("book") or match.group("words")
            bare = _bare(inner)
            if bare in names and match.start() >= taken:
                taken = match.start() + len(inner)
                thing_number, is_official, official = names[bare]
                start = match.start() + 1
                yield Use(thing_number, inner, read, start, is_official, official)


def _named(thing: Known | tuple[str, ...], day: date | None) -> tuple[str, tuple[str, ...]]:
    if isinstance(thing, Known):
        return thing.name_on(day), thing.all_names()
    return thing[0], thing


def _same(name: str, official: str) -> bool:
    """A short name that stands within the official one is no other name."""
    return _bare(name) in _bare(official)


def _bare(name: str) -> str:
    return _MARKS.sub("", name)


def check_units(
    reads: Sequence[Read], register: NameRegister, day: date | None
) -> Iterator[Finding]:
    """Units that a text says it asked: an outdated name, or one that is not in the register."""
    units = list(register.of_kind("unit"))
    if not units:
        return
    now = {name: known for known in units for name in _good_names(known, day)}
    old = {row.name: known for known in units for row in known.names if row.name not in now}
    for read in reads:
        for match in (*_HEAD.finditer(read.text), *_ADDRESSED.finditer(read.text)):
            name = match.group("name")
            if name not in now:
                yield from _unit(read.at(*match.span("name")), name, now, old, day)


def _good_names(known: Known, day: date | None) -> tuple[str, ...]:
    holding = [row.name for row in known.names if row.holds_on(day)]
    return (*holding, *known.aliases)


def _unit(
    place: Place, name: str, now: Mapping[str, Known], old: Mapping[str, Known], day: date | None
) -> Iterator[Finding]:
    if name in old:
        right = old[name].name_on(day)
        why = f"“{name}”是以前的名称，本期应为“{right}”。"
        yield Finding("name_register", place, name, right, "", why)
        return
    nearest, likeness = _nearest(name, now)
    if likeness >= SURE:
        right = now[nearest].name_on(day)
        why = f"单位登记中没有“{name}”，最接近的是“{right}”。"
        yield Finding("name_register", place, name, right, "", why)
    elif name.startswith("市"):
        right = now[nearest].name_on(day) if likeness >= ALIKE else ""
        near = f"，最接近的是“{right}”" if right else ""
        why = f"单位登记中没有“{name}”{near}。"
        yield Finding("name_unknown", place, name, right, "", why, "notice")


def _nearest(name: str, now: Mapping[str, Known]) -> tuple[str, float]:
    scored = [(SequenceMatcher(None, name, each).ratio(), each) for each in now]
    likeness, nearest = max(scored)
    return nearest, likeness
