"""Whether the rows of a city fit together: codes, references, periods, lines, limits, permits.

Every check yields faults in Chinese that name the file, the row and the field.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from itertools import combinations, pairwise, product
from typing import TypeVar

from hotline.rules.city import (
    DEPARTMENT_KINDS,
    MEDIA,
    CityFault,
    CityProfile,
    Coded,
    InTree,
    LineRow,
    RulesRow,
    covers,
    paths,
)
from hotline.rules.city_forms import check_forms, check_measures
from hotline.rules.dated import Dated, first_day, last_day, overlap
from hotline.rules.deadlines import CLOCKS, UNITS, URGENCIES, Limit
from hotline.rules.dispatch_checking import check_dispatch_rules
from hotline.rules.district_map_checking import check_map
from hotline.rules.following import REOPENS_ONLINE, RIGHTS
from hotline.rules.permits import PERMITS
from hotline.rules.phrases import PHRASE_KINDS
from hotline.rules.texting import wrong_in
from hotline.rules.thresholds import Thresholds
from hotline.rules.warnings import slips

WORDS = re.compile(r"[a-z]+(_[a-z]+)*")
TOPIC_CODE = re.compile(r"[0-9A-Za-z]+([.-][0-9A-Za-z]+)*")
FORM_CODE = re.compile(r"[a-z]+(-[a-z0-9]+)*")
EXTENSION = re.compile(r"[0-9A-Za-z]{2,20}")
USERNAME = re.compile(r"[a-z][a-z0-9-]*")
ANYTHING = re.compile(".*")
PREFIX = re.compile(r"[A-Z]{1,8}")
TreeT = TypeVar("TreeT", bound=InTree)


def check_city(profile: CityProfile) -> Iterator[CityFault]:
    """Everything that is wrong with a profile whose values are of the right types."""
    faults = [*_check_codes(profile), *_check_trees(profile)]
    yield from faults
    if faults:
        return  # the checks below follow codes and parents
    yield from _check_office(profile)
    yield from _check_choices(profile)
    yield from _check_periods(profile)
    yield from _check_names(profile)
    yield from _check_lines(profile)
    yield from _check_rules(profile.rules)
    yield from _check_thresholds(profile.oversight)
    yield from _check_score_sheet(profile)
    yield from _check_limits(profile)
    yield from _check_warnings(profile)
    yield from _check_roads(profile)
    yield from _check_people(profile)
    yield from _check_phrases(profile)
    yield from check_measures(profile)
    yield from check_forms(profile)
    yield from check_map(profile)
    yield from check_dispatch_rules(profile)


def _check_codes(profile: CityProfile) -> Iterator[CityFault]:
    """Codes are words of the right shape, once in a file."""
    coded: tuple[tuple[str, str, Iterable[Coded], re.Pattern[str]], ...] = (
        ("channels.toml", "channel", profile.channels, WORDS),
        ("kinds.toml", "kind", profile.kinds, WORDS),
        ("topics.toml", "topic", profile.topics, TOPIC_CODE),
        ("bulletin_lines.toml", "line", profile.lines, WORDS),
        ("departments.toml", "department", profile.departments, WORDS),
        ("campaigns.toml", "campaign", profile.campaigns, WORDS),
        ("dispatch_rules.toml", "rule", profile.dispatch_rules, WORDS),
        ("roads.toml", "road", profile.roads, WORDS),
        ("roles.toml", "role", profile.roles, WORDS),
        ("phrases.toml", "phrase", profile.phrases, WORDS),
        ("forms", "form", profile.forms, FORM_CODE),
        ("queues.toml", "queue", profile.queues, WORDS),
    )
    for file, table, rows, shape in coded:
        yield from _check_keys(file, table, "code", [row.code for row in rows], shape)
    usernames = [row.username for row in profile.staff]
    yield from _check_keys("staff.toml", "staff", "username", usernames, USERNAME)
    for field, shape in (("username", USERNAME), ("extension", EXTENSION)):
        seats = [getattr(row, field) for row in profile.seats]
        yield from _check_keys("queues.toml", "seat", field, seats, shape)
    days = [row.date.isoformat() for row in profile.days]
    yield from _check_keys("city.toml", "day", "date", days, ANYTHING)


def _check_keys(
    file: str, table: str, field: str, keys: Iterable[str], shape: re.Pattern[str]
) -> Iterator[CityFault]:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            yield CityFault(file, _row(table, key), field, "重复")
        if not shape.fullmatch(key):
            yield CityFault(file, _row(table, key), field, f"写法不对，应符合 {shape.pattern}")
        seen.add(key)


def _check_trees(profile: CityProfile) -> Iterator[CityFault]:
    yield from _check_parents("channels.toml", "channel", profile.channels)
    yield from _check_parents("topics.toml", "topic", profile.topics)
    yield from _check_parents("departments.toml", "department", profile.departments)


def _check_parents(file: str, table: str, rows: Iterable[TreeT]) -> Iterator[CityFault]:
    """A parent is a row of the same table, and nobody is above themselves."""
    parents = {row.code: row.parent for row in rows}
    for code, parent in parents.items():
        if parent and parent not in parents:
            yield CityFault(file, _row(table, code), "parent", f"没有代码为“{parent}”的上级")
        elif _in_circle(code, parents):
            yield CityFault(file, _row(table, code), "parent", "上级绕成了圈")


def _in_circle(code: str, parents: Mapping[str, str]) -> bool:
    passed = {code}
    at = parents[code]
    while at and at not in passed:
        passed.add(at)
        at = parents.get(at, "")
    return at == code


def _check_office(profile: CityProfile) -> Iterator[CityFault]:
    office = profile.office
    if not PREFIX.fullmatch(office.number_prefix):
        yield CityFault("city.toml", "[office]", "number_prefix", "应为 1 至 8 个大写字母")
    yield from _check_once("city.toml", "[office]", "issuers", office.issuers)
    if not office.hours:
        yield CityFault("city.toml", "[office]", "hours", "至少要有一段办公时间")
    clock = [moment for row in office.hours for moment in (row.opens, row.closes)]
    if any(earlier >= later for earlier, later in pairwise(clock)):
        yield CityFault("city.toml", "[office]", "hours", "各段办公时间要由早到晚，不能重叠")


def _check_choices(profile: CityProfile) -> Iterator[CityFault]:
    """Words that the program tells apart are words that it knows."""
    for channel in profile.channels:
        yield from _check_known(
            "channels.toml", _row("channel", channel.code), "medium", channel.medium, MEDIA
        )
    for unit in profile.departments:
        yield from _check_known(
            "departments.toml", _row("department", unit.code), "kind", unit.kind, DEPARTMENT_KINDS
        )


def _check_known(
    file: str, row: str, field: str, given: str, known: Iterable[str]
) -> Iterator[CityFault]:
    words = tuple(known)
    if given and given not in words:
        yield CityFault(file, row, field, f"不认识“{given}”；可用的有：{'、'.join(words)}")


def _check_periods(profile: CityProfile) -> Iterator[CityFault]:
    """A period does not end before it begins."""
    dated: list[tuple[str, str, Dated]] = [("topics.toml", "[tree]", profile.tree)]
    dated += [("channels.toml", _row("channel", row.code), row) for row in profile.channels]
    dated += [("departments.toml", _row("department", r.code), r) for r in profile.departments]
    dated += [("departments.toml", _row("department", unit.code), name)
              for unit in profile.departments for name in unit.names]  # fmt: skip
    dated += [("limits.toml", _limit(row), row) for row in profile.limits]
    dated += [("city.toml", "[office]", row) for row in profile.office.issuers]
    dated += [("phrases.toml", _row("phrase", row.code), row) for row in profile.phrases]
    for file, label, row in dated:
        if first_day(row) > last_day(row):
            yield CityFault(file, label, "valid_to", "早于 valid_from")
    for campaign in profile.campaigns:
        if campaign.ends_on and campaign.ends_on < campaign.starts_on:
            yield CityFault("campaigns.toml", _row("campaign", campaign.code), "ends_on",
                            "早于 starts_on")  # fmt: skip


def _check_once(file: str, row: str, field: str, periods: tuple[Dated, ...]) -> Iterator[CityFault]:
    """There is at least one period, and no two overlap."""
    if not periods:
        yield CityFault(file, row, field, "至少要有一项")
    if any(overlap(one, other) for one, other in combinations(periods, 2)):
        yield CityFault(file, row, field, "各项的有效期重叠")


def _check_names(profile: CityProfile) -> Iterator[CityFault]:
    """A unit has one name on a day; no name or alias means two units or two channels."""
    codes = [unit.code for unit in profile.departments]
    for unit in profile.departments:
        row = _row("department", unit.code)
        yield from _check_known("departments.toml", row, "successor", unit.successor, codes)
        yield from _check_once("departments.toml", row, "names", unit.names)
    called = {
        unit.code: {*unit.aliases, *(name.name for name in unit.names)}
        for unit in profile.departments
    }
    yield from _check_unambiguous("departments.toml", "department", called)
    called = {row.code: {row.name, *row.aliases} for row in profile.channels}
    yield from _check_unambiguous("channels.toml", "channel", called)


def _check_unambiguous(
    file: str, table: str, called: Mapping[str, Iterable[str]]
) -> Iterator[CityFault]:
    bearers: defaultdict[str, list[str]] = defaultdict(list)
    for code, names in called.items():
        for name in names:
            bearers[name].append(code)
    for name, codes in bearers.items():
        if len(codes) > 1:
            reason = f"名称“{name}”已属于 {codes[0]}"
            yield CityFault(file, _row(table, codes[1]), "aliases", reason)


def _check_lines(profile: CityProfile) -> Iterator[CityFault]:
    """Lines name topics and campaigns that exist, one is the rest, and no topic is in two."""
    routes = paths(profile.topics)
    campaigns = [row.code for row in profile.campaigns]
    for line in profile.lines:
        row = _row("line", line.code)
        for field, codes in (("topics", line.topics), ("excepted", line.excepted)):
            for code in codes:
                if code not in routes:
                    reason = f"没有代码为“{code}”的问题分类"
                    yield CityFault("bulletin_lines.toml", row, field, reason)
        yield from _check_known("bulletin_lines.toml", row, "campaign", line.campaign, campaigns)
        if line.campaign and line.topics:
            reason = "一行只能按专题或按分类统计，不能两者都写"
            yield CityFault("bulletin_lines.toml", row, "topics", reason)
    yield from _check_rest(profile.lines)
    yield from _check_disjoint(profile.lines, routes)


def _check_rest(lines: Iterable[LineRow]) -> Iterator[CityFault]:
    rest = [line.code for line in lines if line.is_rest]
    if len(rest) != 1:
        reason = f"要有且只有一行“其它”（既无 topics 也无 campaign），现有 {len(rest)} 行"
        yield CityFault("bulletin_lines.toml", "", "topics", reason)


def _check_disjoint(
    lines: Iterable[LineRow], routes: Mapping[str, tuple[str, ...]]
) -> Iterator[CityFault]:
    told: set[tuple[str, str]] = set()
    for code, path in routes.items():
        taking = [line.code for line in lines if covers(line, path)]
        for one, other in combinations(taking, 2):
            if (one, other) not in told:
                told.add((one, other))
                reason = f"与 {one} 重叠：分类 {code} 同时属于两行"
                yield CityFault("bulletin_lines.toml", _row("line", other), "topics", reason)


WORDS_OF_RULES = {"phone_tail_opens": RIGHTS, "reopens_online": REOPENS_ONLINE}


def _check_rules(rules: RulesRow) -> Iterator[CityFault]:
    """How long is a positive amount of a known unit; how often may be never."""
    for field, given in asdict(rules).items():
        if field.endswith("_unit") or field in WORDS_OF_RULES:
            known = WORDS_OF_RULES.get(field, UNITS)
            for each in given if isinstance(given, tuple) else (given,):
                yield from _check_known("limits.toml", "[rules]", field, each, known)
        elif field.endswith("_amount") or isinstance(given, tuple):
            if any(one <= 0 for one in (given if isinstance(given, tuple) else (given,))):
                yield CityFault("limits.toml", "[rules]", field, "应大于 0")
        elif given < 0:
            yield CityFault("limits.toml", "[rules]", field, "不能小于 0")


def _check_thresholds(given: Thresholds) -> Iterator[CityFault]:
    """From when on something is told is a number above nothing."""
    for field, value in asdict(given).items():
        if value <= 0:
            yield CityFault("limits.toml", "[oversight]", field, "应大于 0")


def _check_score_sheet(profile: CityProfile) -> Iterator[CityFault]:
    """Every item of the quality score sheet is worth something."""
    for row in profile.score_sheet:
        if row.points <= 0:
            yield CityFault("city.toml", _row("score", row.code), "points", "应大于 0")


def _check_warnings(profile: CityProfile) -> Iterator[CityFault]:
    for row, field, reason in slips(profile.warnings):
        label = _row("warning", f"{row.clock}/{row.act}") if row else "[[warning]]"
        yield CityFault("limits.toml", label, field, reason)


def _check_roads(profile: CityProfile) -> Iterator[CityFault]:
    channels = [row.code for row in profile.channels]
    for road in profile.roads:
        label = _row("road", road.code)
        yield from _check_known("roads.toml", label, "channel", road.channel, channels)


def _check_limits(profile: CityProfile) -> Iterator[CityFault]:
    """Limits speak of known things, do not contradict each other, and leave no case without."""
    known: dict[str, Iterable[str]] = {
        "clock": CLOCKS,
        "unit": UNITS,
        "urgency": URGENCIES,
        "kind": [row.code for row in profile.kinds],
        "channel": [row.code for row in profile.channels],
    }
    for limit in profile.limits:
        for field, words in known.items():
            given = getattr(limit, field)
            yield from _check_known("limits.toml", _limit(limit), field, given, words)
        if limit.amount <= 0:
            yield CityFault("limits.toml", _limit(limit), "amount", "应大于 0")
    for one, other in combinations(profile.limits, 2):
        if _selectors(one) == _selectors(other) and overlap(one, other):
            reason = "与另一条相同条件的时限有效期重叠"
            yield CityFault("limits.toml", _limit(other), "valid_from", reason)
    yield from _check_limits_reach(profile)


def _check_limits_reach(profile: CityProfile) -> Iterator[CityFault]:
    """Every clock has a limit now for every kind and urgency, whatever the channel."""
    standing = [row for row in profile.limits if row.valid_to is None and not row.channel]
    for clock, kind, urgency in product(CLOCKS, [row.code for row in profile.kinds], URGENCIES):
        if not any(row.selects(clock, kind, urgency, "", row.valid_from) for row in standing):
            reason = f"缺少时限：{clock} / {kind} / {urgency}"
            yield CityFault("limits.toml", "[[limit]]", "clock", reason)


def _check_people(profile: CityProfile) -> Iterator[CityFault]:
    """Roles carry known permits; people have known roles, and clerks a unit."""
    for role in profile.roles:
        for permit in role.permits:
            row = _row("role", role.code)
            yield from _check_known("roles.toml", row, "permits", permit, PERMITS)
    for step in profile.approval:
        row = _row("approval", step.name)
        yield from _check_known("city.toml", row, "permit", step.permit, PERMITS)
    of_units = {role.code for role in profile.roles if "see_unit_cases" in role.permits}
    roles = [role.code for role in profile.roles]
    units = {unit.code for unit in profile.departments}
    for person in profile.staff:
        row = _row("staff", person.username)
        for code in person.roles:
            yield from _check_known("staff.toml", row, "roles", code, roles)
        if person.department and person.department not in units:
            reason = f"没有代码为“{person.department}”的单位"
            yield CityFault("staff.toml", row, "department", reason)
        if not person.department and of_units.intersection(person.roles):
            yield CityFault("staff.toml", row, "department", "承办单位的岗位要写明单位")


def _check_phrases(profile: CityProfile) -> Iterator[CityFault]:
    """Texts are of a known kind and speak of a topic that is there."""
    topics = [row.code for row in profile.topics]
    for row in profile.phrases:
        label = _row("phrase", row.code)
        yield from _check_known("phrases.toml", label, "kind", row.kind, PHRASE_KINDS)
        if row.kind == "text_message" and (wrong := wrong_in(row.text.strip())):
            yield CityFault("phrases.toml", label, "text", wrong)
        if row.topic and row.topic not in topics:
            reason = f"没有代码为“{row.topic}”的问题分类"
            yield CityFault("phrases.toml", label, "topic", reason)


def _row(table: str, code: str) -> str:
    return f"[[{table}]]（{code}）"


def _limit(row: Limit) -> str:
    return _row("limit", "/".join(word for word in _selectors(row) if word))


def _selectors(row: Limit) -> tuple[str, str, str, str]:
    return row.clock, row.kind, row.urgency, row.channel
