"""Load a city: bring the reference records to what the city's files say (载入城市).

The files are the truth. Loading again changes nothing; a changed row is updated; a row that the
files no longer name is ended by date, or left where its table has no dates, because cases and
published figures may refer to it. Only what nothing can refer to (a unit's name in a period, a day
of the calendar) is taken out. Passwords and the accounts that the office made are not touched.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import is_password_usable, make_password
from django.db import connection, transaction
from django.db.models import Q

from hotline.records.models import (
    BulletinLine,
    CalendarDay,
    Campaign,
    Channel,
    Department,
    DepartmentName,
    Form,
    ImportMapping,
    Kind,
    MeasureDefinition,
    Office,
    PhraseText,
    Role,
    Staff,
    TimeLimit,
    Topic,
    TopicTree,
)
from hotline.records.queries.reference import forget
from hotline.rules.city import BadCity, CityFault, CityProfile, HoursRow, IssuerRow, paths
from hotline.rules.city_places import PlaceRow
from hotline.rules.city_reading import read_city
from hotline.rules.gazetteer import FILE as GAZETTEER
from hotline.rules.gazetteer import read_gazetteer
from hotline.rules.workdays import CHINA
from hotline.steps.moving import Refused
from hotline.steps.setup.load_dispatch_rules import load_dispatch_rules
from hotline.steps.setup.load_places import load_places
from hotline.steps.setup.load_roads import load_roads
from hotline.steps.setup.load_telephone import load_telephone
from hotline.steps.setup.merging import (
    Facts,
    LoadReport,
    count,
    end,
    leave,
    listed,
    merge,
    merge_tree,
    not_in,
    remove,
)

FROM_FILES = "city"
LOCK = 1_234_501
ONE_DAY = timedelta(days=1)


def read_folder(folder: Path) -> CityProfile:
    """The profile in a city's folder; raises BadCity, whose text is for a person."""
    files: dict[str, dict[str, Any]] = {}
    texts: dict[str, str] = {}
    faults: list[CityFault] = []
    for path in sorted(folder.rglob("*.toml")):
        name = path.relative_to(folder).as_posix()
        try:
            text = path.read_text("utf-8-sig")
            files[name] = tomllib.loads(text)
            if name.startswith("forms/"):
                texts[name] = text  # its comments stay with it when it is edited later
        except UnicodeDecodeError:
            faults.append(CityFault(name, "", "", "不是 UTF-8 编码，请另存为 UTF-8"))
        except tomllib.TOMLDecodeError as problem:
            faults.append(CityFault(name, "", "", f"写法不对，请改正后重试（{problem}）"))
    places, wrong = _gazetteer(folder)
    faults += wrong
    if not files and not faults:
        faults.append(CityFault(folder.name, "", "", "没有这个城市的资料目录，或目录里没有文件"))
    if faults:
        raise BadCity(faults)
    of_forms = {str(files[name].get("code")): text for name, text in texts.items()}
    profile = read_city(files)
    forms = tuple(replace(row, text=of_forms[row.code]) for row in profile.forms)
    return replace(profile, forms=forms, places=places)


def _gazetteer(folder: Path) -> tuple[tuple[PlaceRow, ...], list[CityFault]]:
    """The city's places; a city may have none yet."""
    path = folder / GAZETTEER
    try:
        return read_gazetteer(path.read_text("utf-8-sig")) if path.is_file() else ((), [])
    except UnicodeDecodeError:
        return (), [CityFault(GAZETTEER, "", "", "不是 UTF-8 编码，请另存为 UTF-8")]


def load_city(
    profile: CityProfile, *, at: datetime, sample_password: str | None = None
) -> LoadReport:
    """Bring every reference table to the profile, as of `at`, in one transaction.

    `sample_password` is given to sample accounts that have none yet; without it they cannot sign
    in. Raises Refused when the database belongs to another city.
    """
    report = LoadReport()
    today = at.astimezone(CHINA).date()
    with transaction.atomic():
        _one_at_a_time()
        _load_office(profile, report)
        _load_days(profile, report)
        _load_kinds_and_channels(profile, today, report)
        _load_campaigns_and_lines(profile, today, report)
        _load_topics(profile, report)
        _load_departments(profile, today, report)
        _load_limits(profile, today, report)
        _load_phrases(profile, today, report)
        _load_measures(profile, today, report)
        _load_people(profile, report, sample_password)
        load_telephone(profile, report)
        _load_mappings(profile, report)
        _load_forms(profile, today, report)
        load_dispatch_rules(profile, at, report)
        load_roads(profile, report)
        load_places(profile, today, report)
    forget()
    return report


def _one_at_a_time() -> None:
    """Two sites that start together load one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _load_office(profile: CityProfile, report: LoadReport) -> None:
    office = profile.office
    other = Office.objects.exclude(code=office.code).first()
    if other is not None:
        raise Refused(
            "city", f"这个数据库已属于{other.name}，不能再载入{office.name}；请另用一个数据库。"
        )
    rules = {
        **asdict(profile.rules),
        "callback_pause_hours": list(profile.rules.callback_pause_hours),
        "phone_tail_opens": list(profile.rules.phone_tail_opens),
        "score_sheet": [asdict(row) for row in profile.score_sheet],
        "approval": [asdict(row) for row in profile.approval],
        "warnings": [asdict(row) for row in profile.warnings],
        "oversight": asdict(profile.oversight),
        "telephone": asdict(profile.telephone),
        "district_map": dict(profile.district_map),
        "issuers": [_issuer(row) for row in office.issuers],
        "quiet_hours": _spans(office.quiet_hours),
    }
    facts = {
        "code": office.code,
        "name": office.name,
        "hotline_name": office.hotline_name,
        "number_prefix": office.number_prefix,
        "hours": _spans(office.hours),
        "rules": rules,
        "is_sample": office.sample,
    }
    merge(Office, ("code",), [facts], report)


def _spans(rows: Iterable[HoursRow]) -> list[list[str]]:
    return [[row.opens.isoformat("minutes"), row.closes.isoformat("minutes")] for row in rows]


def _issuer(row: IssuerRow) -> Facts:
    """An issuer of the bulletin as JSON; days are ISO dates, the last one inclusive."""
    return {
        "name": row.name,
        "hotline_name": row.hotline_name,
        "valid_from": row.valid_from.isoformat(),
        "valid_to": row.valid_to.isoformat() if row.valid_to else None,
    }


def _load_days(profile: CityProfile, report: LoadReport) -> None:
    facts = [
        {"day": row.date, "is_workday": row.workday, "source": FROM_FILES, "reason": row.reason}
        for row in profile.days
    ]
    merge(CalendarDay, ("day",), facts, report)
    named = [row.date for row in profile.days]
    remove(CalendarDay, Q(source=FROM_FILES) & ~Q(day__in=named), report)


def _load_kinds_and_channels(profile: CityProfile, today: date, report: LoadReport) -> None:
    merge(Kind, ("code",), [asdict(row) for row in profile.kinds], report)
    leave(Kind, [row.code for row in profile.kinds], report)
    merge_tree(
        Channel, profile.channels, {row.code: listed(row) for row in profile.channels}, report
    )
    end(Channel, not_in(profile.channels), "valid_to", today - ONE_DAY, report)


def _load_campaigns_and_lines(profile: CityProfile, today: date, report: LoadReport) -> None:
    rows = [{**asdict(row), "words": list(row.words)} for row in profile.campaigns]
    campaigns = merge(Campaign, ("code",), rows, report)
    named = [row.code for row in profile.campaigns]
    end(Campaign, ~Q(code__in=named), "ends_on", today - ONE_DAY, report)
    lines = []
    for row in profile.lines:
        facts = listed(row)
        campaign = facts.pop("campaign")
        lines.append({**facts, "campaign_id": campaigns[campaign,].pk if campaign else None})
    merge(BulletinLine, ("code",), lines, report)
    leave(BulletinLine, [row.code for row in profile.lines], report)


def _load_topics(profile: CityProfile, report: LoadReport) -> None:
    """The tree and its nodes; trees before it end on the day before it begins."""
    row = profile.tree
    tree = merge(TopicTree, ("code",), [asdict(row)], report)[row.code,]
    end(
        TopicTree,
        ~Q(code=row.code) & Q(is_draft=False),
        "valid_to",
        row.valid_from - ONE_DAY,
        report,
    )
    routes = paths(profile.topics)
    facts = {
        topic.code: {**listed(topic), "tree_id": tree.pk, "path": list(routes[topic.code])}
        for topic in profile.topics
    }
    merge_tree(Topic, profile.topics, facts, report, within=Q(tree=tree))
    leave(Topic, list(facts), report, within=Q(tree=tree))


def _load_departments(profile: CityProfile, today: date, report: LoadReport) -> None:
    facts: dict[str, Facts] = {}
    for row in profile.departments:
        facts[row.code] = {**listed(row), "name": row.name_on(today)}
        del facts[row.code]["names"], facts[row.code]["successor"]
    units = merge_tree(Department, profile.departments, facts, report)
    heirs = [
        {"code": row.code, "successor_id": units[row.successor].pk if row.successor else None}
        for row in profile.departments
    ]
    merge(Department, ("code",), heirs, report)
    end(Department, not_in(profile.departments), "valid_to", today - ONE_DAY, report)
    names = [
        {"department_id": units[row.code].pk, **asdict(name)}
        for row in profile.departments
        for name in row.names
    ]
    kept = merge(DepartmentName, ("department_id", "valid_from"), names, report)
    wanted = [kept[name["department_id"], name["valid_from"]].pk for name in names]
    ours = Q(department__in=[units[row.code].pk for row in profile.departments])
    remove(DepartmentName, ours & ~Q(pk__in=wanted), report)


def _load_limits(profile: CityProfile, today: date, report: LoadReport) -> None:
    kinds = dict(Kind.objects.values_list("code", "pk"))
    channels = dict(Channel.objects.values_list("code", "pk"))
    limits = []
    for row in profile.limits:
        facts = asdict(row)
        kind, channel = facts.pop("kind"), facts.pop("channel")
        limits.append({**facts, "kind_id": kinds.get(kind), "channel_id": channels.get(channel)})
    keys = ("clock", "kind_id", "urgency", "channel_id", "valid_from")
    kept = merge(TimeLimit, keys, limits, report)
    wanted = [kept[tuple(facts[key] for key in keys)].pk for facts in limits]
    end(TimeLimit, ~Q(pk__in=wanted), "valid_to", today - ONE_DAY, report)


def _load_phrases(profile: CityProfile, today: date, report: LoadReport) -> None:
    """Texts by code and first day, so that what the office agreed on later stays beside."""
    facts = [asdict(row) for row in profile.phrases]
    kept = merge(PhraseText, ("code", "valid_from"), facts, report)
    wanted = [kept[row.code, row.valid_from].pk for row in profile.phrases]
    end(PhraseText, ~Q(pk__in=wanted), "valid_to", today - ONE_DAY, report)


def _load_measures(profile: CityProfile, today: date, report: LoadReport) -> None:
    """Definitions by code and first day; one that the file no longer names is ended."""
    facts = [listed(row) for row in profile.measures]
    kept = merge(MeasureDefinition, ("code", "valid_from"), facts, report)
    wanted = [kept[row.code, row.valid_from].pk for row in profile.measures]
    end(MeasureDefinition, ~Q(pk__in=wanted), "valid_to", today - ONE_DAY, report)


def _load_people(profile: CityProfile, report: LoadReport, password: str | None) -> None:
    roles = merge(Role, ("code",), [listed(row) for row in profile.roles], report)
    leave(Role, [row.code for row in profile.roles], report)
    units = dict(Department.objects.values_list("code", "pk"))
    sample = profile.office.sample
    theirs = set(Staff.objects.filter(is_sample=not sample).values_list("username", flat=True))
    people = [row for row in profile.staff if row.username not in theirs]
    facts = [
        {
            "username": row.username,
            "name": row.name,
            "department_id": units.get(row.department),
            "is_sample": sample,
            **({"is_active": True} if sample else {}),
        }
        for row in people
    ]
    known = set(Staff.objects.values_list("username", flat=True))
    staff = merge(Staff, ("username",), facts, report)
    for row in people:
        changed = _give_roles(staff[row.username,], {roles[code,].pk for code in row.roles})
        count(report.updated, Role, int(changed and row.username in known))
    _give_password([staff[row.username,] for row in people], password if sample else None)
    gone = Staff.objects.filter(is_sample=True, is_active=True)
    gone = gone.exclude(username__in=[row.username for row in people])
    count(report.ended, Staff, gone.update(is_active=False))


def _give_roles(person: Staff, wanted: set[int]) -> bool:
    """Give a person exactly these roles; says whether that changed anything."""
    if set(person.roles.values_list("pk", flat=True)) == wanted:
        return False
    person.roles.set(wanted)
    return True


def _give_password(people: Iterable[Staff], password: str | None) -> None:
    """Give people without a password this one, or one that fits nothing.

    One hash serves all: hashing is slow on purpose, and samples share the password anyway.
    """
    without = [
        person.pk
        for person in people
        if not person.password or (password is not None and not is_password_usable(person.password))
    ]
    if without:
        Staff.objects.filter(pk__in=without).update(password=make_password(password))


def _load_mappings(profile: CityProfile, report: LoadReport) -> None:
    facts = [
        {"code": row.code, "name": row.name, "columns": dict(row.body)} for row in profile.mappings
    ]
    merge(ImportMapping, ("code",), facts, report)


def _load_forms(profile: CityProfile, today: date, report: LoadReport) -> None:
    facts = [
        {
            "code": row.code,
            "family": row.family,
            "period": row.period,
            "name": row.name,
            "valid_from": row.valid_from,
            "valid_to": row.valid_to,
            "body": dict(row.body),
            "text": row.text,
        }
        for row in profile.forms
    ]
    merge(Form, ("code",), facts, report)
    named = [row.code for row in profile.forms]
    end(Form, ~Q(code__in=named), "valid_to", today - ONE_DAY, report)
