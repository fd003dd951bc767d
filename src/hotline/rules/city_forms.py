"""Whether a city's measures and bulletin forms can be used with its other rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import combinations

from hotline.rules.city import (
    CityFault,
    CityProfile,
    DepartmentRow,
    paths,
)
from hotline.rules.dated import first_day, last_day, overlap
from hotline.rules.form_trial import try_form
from hotline.rules.forms import Form, FormBroken, read_form
from hotline.rules.measures import in_force, slips
from hotline.rules.measuring import Line, Node, Register, Unit

DISTRICTS = ("district", "county")


def check_measures(profile: CityProfile) -> Iterator[CityFault]:
    """Each definition can be counted, has a first day, and one of a code holds on a day."""
    for row in profile.measures:
        label = f"[[measure]]（{row.code}）"
        for field, sentence in slips(row):
            yield CityFault("measures.toml", label, field, sentence)
        if row.valid_from is None:
            yield CityFault("measures.toml", label, "valid_from", "缺少这个字段")
        if first_day(row) > last_day(row):
            yield CityFault("measures.toml", label, "valid_to", "早于 valid_from")
    for one, other in combinations(profile.measures, 2):
        if one.code == other.code and overlap(one, other):
            label = f"[[measure]]（{one.code}）"
            yield CityFault("measures.toml", label, "valid_from", "同一指标的两版有效期重叠")


def check_forms(profile: CityProfile) -> Iterator[CityFault]:
    """Forms speak of what this city has, can be written, and one of a family holds on a day."""
    known = {
        "kind": {row.code for row in profile.kinds},
        "campaign": {row.code for row in profile.campaigns},
    }
    for row in profile.forms:
        file, form = f"forms/{row.code}.toml", read_form(row.body)
        for place, field, code in _named_by(form):
            if code and code not in known[field]:
                words = "、".join(sorted(known[field]))
                yield CityFault(file, place, field, f"不认识“{code}”；可用的有：{words}")
        try:
            try_form(form, register_of(profile, row.valid_from))
        except FormBroken as problem:
            yield CityFault(file, "", "", str(problem))
    same = ((a, b) for a, b in combinations(profile.forms, 2) if a.family == b.family)
    if any(overlap(one, other) for one, other in same):
        yield CityFault("forms", "", "valid_from", "同一种通报的各格式有效期重叠")


def _named_by(form: Form) -> Iterator[tuple[str, str, str]]:
    """The kinds and campaigns that a form names, which counting itself would take as none."""
    for code in form.first_campaigns:
        yield "first_campaigns", "campaign", code
    for name, tally in form.tallies.items():
        place = f"[tally.{name}]"
        for code in (tally.campaign, *tally.without_campaigns):
            yield place, "campaign", code
        yield place, "kind", tally.kind


def register_of(profile: CityProfile, day: date) -> Register:
    """The words of a city's files as forms refer to them, as of a day."""
    boards = {
        row.code: frozenset(
            {row.code, *(other.code for other in profile.channels if other.parent == row.code)}
        )
        for row in profile.channels
    }
    channel_paths, topic_paths = paths(profile.channels), paths(profile.topics)
    units = [_unit(row, day) for row in profile.departments]
    return Register(
        boards=boards,
        lines={
            row.code: Line(row.name, row.topics, row.excepted, row.campaign)
            for row in profile.lines
        },
        kinds={row.code: row.name for row in profile.kinds},
        units=tuple(unit for unit in units if not unit.parent),
        lower=tuple(unit for unit in units if unit.parent),
        channels={row.code: Node(row.name, channel_paths[row.code]) for row in profile.channels},
        topics={row.code: Node(row.name, topic_paths[row.code]) for row in profile.topics},
        campaigns={row.code: row.name for row in profile.campaigns},
        measures=in_force(profile.measures, day),
    )


def _unit(row: DepartmentRow, day: date) -> Unit:
    return Unit(row.code, row.name_on(day), row.order, row.kind in DISTRICTS, row.parent)
