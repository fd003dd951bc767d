"""Into which members a tally is broken down: each with its name and its own selection."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from hotline.rules.counting import Selection
from hotline.rules.forms.shapes import Breakdown, Form, FormBroken
from hotline.rules.measuring.register import Line, Node, Register, Unit
from hotline.rules.measuring.selecting import topics_alone
from hotline.rules.periods import Period

UNNAMED_PERIODS = {"": "本期", "previous": "上期", "year_before": "去年同期"}


@dataclass(frozen=True, slots=True)
class Member:
    """One member; `when` is its period, where the breakdown goes by periods."""

    code: str
    name: str
    chosen: Selection
    when: str = ""


@dataclass(frozen=True, slots=True)
class Whole:
    """What is broken down: the selection, and the words to break it down with."""

    chosen: Selection
    form: Form
    register: Register
    tallies: Mapping[str, Selection]
    period: Period | None


@dataclass(frozen=True, slots=True)
class Subject:
    """What terms are said of: its label, its selection, of which whole it is a share, its place."""

    label: str
    chosen: Selection
    whole: Selection | None
    place: str


def members_of(row: Breakdown, whole: Whole) -> list[Member]:
    """The members in the form's order, else the city's; raises FormBroken for an unknown one."""
    return list(FINDERS[row.by](row, whole))


def _lines(row: Breakdown, whole: Whole) -> Iterator[Member]:
    for code in row.members:
        line = whole.register.lines.get(code)
        if line is None:
            raise FormBroken(f"{row.place} 的分类行“{code}”不存在。")
        if line.campaign in whole.chosen.first or not (line.campaign or line.topics):
            raise FormBroken(f"{row.place} 的分类行“{code}”不在所统计的范围内，不能单列。")
        chosen = _of_line(line, whole)
        if chosen is not None:
            yield Member(code, line.name, chosen)


def _of_line(line: Line, whole: Whole) -> Selection | None:
    if line.campaign:
        return replace(whole.chosen, campaign=line.campaign, first=frozenset())
    apart = replace(
        whole.chosen,
        campaign="-",
        first=whole.chosen.first | frozenset(whole.form.first_campaigns),
    )
    limited = _branches(apart, line.topics, whole.register)
    if limited is None:
        return None
    return replace(limited, excepted=tuple(dict.fromkeys((*limited.excepted, *line.excepted))))


def _kinds(row: Breakdown, whole: Whole) -> Iterator[Member]:
    for code in row.members:
        if code not in whole.register.kinds:
            raise FormBroken(f"{row.place} 的诉求类型“{code}”不存在。")
        yield Member(code, whole.register.kinds[code], replace(whole.chosen, kind=code))


def _channels(row: Breakdown, whole: Whole) -> Iterator[Member]:
    """Those named; else the boards of `under`, or all channels at the top."""
    nodes = whole.register.channels
    for code in _named(row, nodes, "渠道"):
        channels = whole.register.boards[code]
        if whole.chosen.channels:
            channels &= whole.chosen.channels
        if channels:
            yield Member(code, nodes[code].name, replace(whole.chosen, channels=channels))


def _topics(row: Breakdown, whole: Whole) -> Iterator[Member]:
    """Those named; else all of the level, below `under`."""
    nodes, chosen = whole.register.topics, topics_alone(whole.chosen, whole.form)
    inside = frozenset(chosen.topics)
    above = {each for code in inside for each in _path(code, whole.register)}
    for code in _named(row, nodes, "问题分类"):
        if inside and code not in above and inside.isdisjoint(nodes[code].path):
            continue  # the usual case of a member's own topics, told without more ado
        limited = _branches(chosen, (code,), whole.register)
        if limited is not None:
            yield Member(code, nodes[code].name, limited)


def _named(row: Breakdown, nodes: Mapping[str, Node], what: str) -> list[str]:
    for code in (*row.members, *((row.under,) if row.under else ())):
        if code not in nodes:
            raise FormBroken(f"{row.place} 的{what}“{code}”不存在。")
    if row.members:
        return list(row.members)
    level = row.level
    if row.under and level == 1:
        level = len(nodes[row.under].path) + 1
    return [
        code
        for code, node in nodes.items()
        if len(node.path) == level and (not row.under or row.under in node.path)
    ]


def _branches(chosen: Selection, codes: tuple[str, ...], register: Register) -> Selection | None:
    """The selection limited to branches of the tree; None where it takes none of them."""
    if not chosen.topics:
        return replace(chosen, topics=codes)
    inside = [code for code in codes if _takes(chosen, _path(code, register))]
    if not inside:
        above = set(codes)
        inside = [code for code in chosen.topics if above & set(_path(code, register))]
    return replace(chosen, topics=tuple(inside)) if inside else None


def _path(code: str, register: Register) -> tuple[str, ...]:
    node = register.topics.get(code)
    return node.path if node is not None else (code,)


def _takes(chosen: Selection, path: tuple[str, ...]) -> bool:
    return bool(set(path) & set(chosen.topics)) and not set(path) & set(chosen.excepted)


def _campaigns(row: Breakdown, whole: Whole) -> Iterator[Member]:
    names = whole.register.campaigns
    for code in row.members or names:
        if code not in names:
            raise FormBroken(f"{row.place} 的专题“{code}”不存在。")
        if code not in whole.chosen.first:
            chosen = replace(whole.chosen, campaign=code, first=frozenset())
            yield Member(code, names[code], chosen)


def _units(row: Breakdown, whole: Whole) -> Iterator[Member]:
    """Those named; else districts first, within one unit those right below it."""
    register, within = whole.register, whole.chosen.unit
    known = {unit.code: unit for unit in (*register.units, *register.lower)}
    for code in (*row.members, *((row.under,) if row.under else ())):
        if code not in known:
            raise FormBroken(f"{row.place} 的单位“{code}”不存在。")
    if row.members:
        units = [known[code] for code in row.members]
    elif row.by == "street":
        above = row.under or within
        units = [unit for unit in register.lower if not above or above in _above(unit, known)]
    elif within:
        units = [unit for unit in register.lower if unit.parent == within]
    else:
        units = sorted(_at_top(row, register), key=lambda unit: not unit.is_district)
    for unit in units:
        if not within or within in (unit.code, *_above(unit, known)):
            yield Member(unit.code, unit.name, replace(whole.chosen, unit=unit.code))


def _at_top(row: Breakdown, register: Register) -> list[Unit]:
    wanted = {"district": (True,), "department": (False,)}.get(row.by, (True, False))
    units = sorted(register.units, key=lambda unit: unit.order)
    return [unit for unit in units if unit.is_district in wanted]


def _above(unit: Unit, known: Mapping[str, Unit]) -> list[str]:
    above: list[str] = []
    while unit.parent in known and unit.parent not in above:
        above.append(unit.parent)
        unit = known[unit.parent]
    return above


def _tallies(row: Breakdown, whole: Whole) -> Iterator[Member]:
    for code in row.members:
        yield Member(code, whole.form.tallies[code].label, whole.tallies[code])


def _periods(row: Breakdown, whole: Whole) -> Iterator[Member]:
    for when in row.members:
        name = UNNAMED_PERIODS.get(when, f"前{when.removeprefix('-')}期")
        if whole.period is not None:
            name = whole.period.at(when).name
        yield Member(when.removeprefix("-") or "now", name, whole.chosen, when)


FINDERS: dict[str, Callable[[Breakdown, Whole], Iterator[Member]]] = {
    "line": _lines,
    "kind": _kinds,
    "channel": _channels,
    "topic": _topics,
    "campaign": _campaigns,
    "unit": _units,
    "district": _units,
    "department": _units,
    "street": _units,
    "tally": _tallies,
    "period": _periods,
}
