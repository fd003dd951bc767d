"""The city's reference data as the rules want it, kept for a few seconds per process.

Reference data changes rarely and is read by every step; a change is seen everywhere within
`FRESH_SECONDS`. `forget()` drops what is kept (tests, and the loader of a city).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from copy import copy
from datetime import date, datetime
from datetime import time as clock
from typing import Any, TypeVar

import chinese_calendar  # type: ignore[import-untyped]
from django.db.models import F

from hotline.records.models import (
    AdviceTally,
    BulletinLine,
    CalendarDay,
    Campaign,
    Channel,
    Department,
    DepartmentName,
    DispatchRule,
    EngineSetting,
    Kind,
    MeasureDefinition,
    Office,
    PhraseText,
    Place,
    Road,
    Staff,
    TimeLimit,
    Topic,
)
from hotline.rules.approving import ApprovalStep
from hotline.rules.city import paths
from hotline.rules.city_places import PlaceRow
from hotline.rules.deadlines import Limit
from hotline.rules.dispatching import Catalogue, Rule, Unit, World
from hotline.rules.known_engines import OFF_UNTIL_SET
from hotline.rules.measures import Measure
from hotline.rules.thresholds import Thresholds
from hotline.rules.warnings import WarningRow
from hotline.rules.workdays import WorkCalendar, china

FRESH_SECONDS = 10.0
T = TypeVar("T")
_kept: dict[str, tuple[float, Any]] = {}


def forget() -> None:
    """Drop everything kept, so that the next question reads anew."""
    _kept.clear()


def _fresh(read: Callable[[], T]) -> Callable[[], T]:
    def reader() -> T:
        held = _kept.get(read.__name__)
        if held is None or held[0] < time.monotonic():
            held = (time.monotonic() + FRESH_SECONDS, read())
            _kept[read.__name__] = held
        value: T = held[1]
        return value

    return reader


@_fresh
def office() -> Office:
    """The office of this installation; raises Office.DoesNotExist before a city is loaded."""
    return Office.objects.get()


@_fresh
def limits() -> tuple[Limit, ...]:
    """All time limits as rules see them."""
    rows = TimeLimit.objects.select_related("kind", "channel")
    return tuple(
        Limit(
            clock=row.clock,
            amount=row.amount,
            unit=row.unit,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            kind=row.kind.code if row.kind else "",
            urgency=row.urgency,
            channel=row.channel.code if row.channel else "",
            basis=row.basis,
        )
        for row in rows
    )


@_fresh
def warnings() -> tuple[WarningRow, ...]:
    """What the office's clocks give and when; empty for an office that says nothing of it."""
    return tuple(WarningRow(**row) for row in office().rules.get("warnings", ()))


@_fresh
def approval_rows() -> tuple[ApprovalStep, ...]:
    """The approval steps of bulletins; empty for an office that says nothing of it."""
    return tuple(ApprovalStep(**row) for row in office().rules.get("approval", ()))


@_fresh
def thresholds() -> Thresholds:
    """From when on the supervisor's desk tells of something."""
    return Thresholds(**office().rules.get("oversight", {}))


@_fresh
def calendar() -> WorkCalendar:
    """The work calendar: published days, the office's overrides, the office's hours."""
    days = _published_days()
    days.update(CalendarDay.objects.values_list("day", "is_workday"))
    hours = tuple((clock.fromisoformat(a), clock.fromisoformat(b)) for a, b in office().hours)
    return WorkCalendar(days, hours, frozenset(day.year for day in _published_days()))


def _published_days() -> dict[date, bool]:
    """Days that differ from Monday to Friday, and one marker day per published year."""
    years = {day.year for day in chinese_calendar.holidays}
    days = {date(year, 1, 1): False for year in years}
    days.update(dict.fromkeys(chinese_calendar.holidays, False))
    days.update(dict.fromkeys(chinese_calendar.workdays, True))
    return days


@_fresh
def channels() -> dict[str, Channel]:
    """Every channel by code."""
    return {row.code: row for row in Channel.objects.all()}


@_fresh
def kinds() -> dict[str, Kind]:
    """Every kind by code."""
    return {row.code: row for row in Kind.objects.all()}


@_fresh
def topics() -> dict[int, Topic]:
    """Every topic of every tree that is no draft, by its identity."""
    published = Topic.objects.filter(tree__is_draft=False)
    return {row.pk: row for row in published.select_related("tree")}


@_fresh
def campaigns() -> dict[str, Campaign]:
    """Every campaign by code."""
    return {row.code: row for row in Campaign.objects.all()}


@_fresh
def departments() -> dict[int, Department]:
    """Every unit by its identity."""
    return {row.pk: row for row in Department.objects.all()}


@_fresh
def _words_by_key() -> dict[str, dict[int, Any]]:
    """The city's words by the column that points to them, then by key; a list asks for each row."""
    return {
        "channel": {each.pk: each for each in channels().values()},
        "kind": {each.pk: each for each in kinds().values()},
        "topic": topics(),
        "campaign": {each.pk: each for each in campaigns().values()},
        "lead": departments(),
    }


def with_words(row: T) -> T:
    """A case, or an entry of its journal, with the words of the city that it points to.

    They are taken from what is kept: to plan a join with the tables of them all takes the database
    several times as long as to read the row. A word newer than what is kept is read when asked for.
    """
    for name, words in _words_by_key().items():
        word = words.get(getattr(row, f"{name}_id"))
        if word is not None:
            setattr(row, name, unit_on(word, _moment_of(row)) if name == "lead" else word)
    return row


def with_unit(person: Staff) -> Staff:
    """A person with their unit out of what is kept, as `with_words` does for a case."""
    unit = departments().get(person.department_id) if person.department_id else None
    if unit is not None:
        person.department = unit
    return person


def _moment_of(row: object) -> datetime | None:
    """When what the row tells was so: an entry's moment, the end of a closed case, else now."""
    return getattr(row, "at", None) or getattr(row, "closed_at", None)


def unit_on(unit: Department, moment: datetime | None) -> Department:
    """The unit by the name it had then: what is over keeps the name of its day."""
    if moment is None or unit.pk not in _former_names():
        return unit
    day = china(moment).date()
    for held in _former_names()[unit.pk]:
        if held.valid_from <= day and (held.valid_to is None or day <= held.valid_to):
            if held.name != unit.name:
                unit = copy(unit)
                unit.name = held.name
            break
    return unit


@_fresh
def _former_names() -> dict[int, list[DepartmentName]]:
    """The dated names of the units that ever had another one."""
    found: dict[int, list[DepartmentName]] = {}
    for row in DepartmentName.objects.order_by("valid_from"):
        found.setdefault(row.department_id, []).append(row)
    return {unit: names for unit, names in found.items() if len(names) > 1}


@_fresh
def bulletin_lines() -> dict[str, BulletinLine]:
    """Every line of the bulletin by code."""
    return {row.code: row for row in BulletinLine.objects.select_related("campaign")}


@_fresh
def measures() -> tuple[Measure, ...]:
    """Every definition of a measure of any day."""
    return tuple(measure_of(row) for row in MeasureDefinition.objects.all())


def measure_of(row: MeasureDefinition) -> Measure:
    """A stored definition as the rules see it."""
    return Measure(
        code=row.code,
        name=row.name,
        shown=row.shown,
        numerator=tuple(row.numerator),
        denominator=tuple(row.denominator),
        decimals=row.decimals,
        meaning=row.meaning,
        source=row.source,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        order=row.order,
    )


@_fresh
def phrases() -> tuple[PhraseText, ...]:
    """Every agreed text of any day."""
    return tuple(PhraseText.objects.all())


@_fresh
def advice_tallies() -> dict[str, tuple[int, int]]:
    """How often the advice of history came true, by name: of so many so many."""
    return {row.name: (row.seen, row.right) for row in AdviceTally.objects.all()}


@_fresh
def places() -> tuple[PlaceRow, ...]:
    """The places of the gazetteer that have not ended, areas above what lies in them."""
    stored = Place.objects.filter(valid_to=None).order_by("code")
    codes = dict(stored.values_list("pk", "code"))
    rows = [
        PlaceRow(
            code=row.code,
            name=row.name,
            level=row.level,
            parent=codes.get(row.parent_id or 0, ""),
            aliases=tuple(row.aliases),
            source=row.source,
        )
        for row in stored
    ]
    routes = paths(rows)
    return tuple(sorted(rows, key=lambda row: len(routes[row.code])))


@_fresh
def dispatch_world() -> World:
    """Units, topics and kinds as rules of the dispatch catalogue name them."""
    return World(
        units={row.code: _unit(row) for row in departments().values()},
        topics={row.code: row.name for row in topics().values()},
        kinds={row.code: row.name for row in kinds().values()},
    )


def _unit(row: Department) -> Unit:
    path: tuple[str, ...] = (row.code,)
    above = row.parent_id
    while above:
        path, above = (departments()[above].code, *path), departments()[above].parent_id
    return Unit(row.code, row.name, path, row.valid_from, row.valid_to)


@_fresh
def departments_by_code() -> dict[str, Department]:
    """Every unit by its code."""
    return {row.code: row for row in departments().values()}


@_fresh
def dispatch_rules() -> tuple[Rule, ...]:
    """Every rule of the catalogue that holds on any day, as rules see them."""
    rows = DispatchRule.objects.exclude(ended_at__isnull=False, valid_to__lt=F("valid_from"))
    return tuple(rule_of(row) for row in rows)


def rule_of(row: DispatchRule) -> Rule:
    """A stored rule with codes in place of identities."""
    units = departments()
    return Rule(
        key=str(row.pk),
        order=row.order,
        unit=_code_of(units.get(row.unit_id), row.unit_id),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        source=row.source,
        topics=tuple(row.topics),
        places=tuple(row.places),
        kinds=tuple(row.kinds),
        words=tuple(row.words),
        assisting=tuple(_code_of(units.get(pk), pk) for pk in row.assisting),
        basis=row.basis,
        reason=row.reason,
    )


def _code_of(unit: Department | None, pk: int) -> str:
    """A unit's code; a number that is no unit stays to be told as one."""
    return unit.code if unit is not None else str(pk)


@_fresh
def _catalogues() -> dict[date, Catalogue]:
    return {}


def catalogue_on(day: date) -> Catalogue:
    """The dispatch catalogue as it is asked on `day`, made once per day and reading."""
    kept = _catalogues()
    if day not in kept:
        kept[day] = Catalogue(dispatch_rules(), dispatch_world(), day)
    return kept[day]


def covers(unit: Department | None, other: Department) -> bool:
    """Whether `other` is `unit` or below it in the tree."""
    by_id = departments()
    at: Department | None = other
    while at is not None:
        if unit is not None and at.pk == unit.pk:
            return True
        at = by_id.get(at.parent_id) if at.parent_id else None
    return False


def below(unit: Department) -> frozenset[int]:
    """The identities of `unit` and of all units below it."""
    return frozenset(pk for pk, other in departments().items() if covers(unit, other))


def on_the_way_up(unit: int) -> Iterator[int]:
    """The identities of the unit and of those above it."""
    at: Department | None = departments().get(unit)
    while at is not None:
        yield at.pk
        at = departments().get(at.parent_id) if at.parent_id else None


@_fresh
def roads() -> dict[Any, Road]:
    """All roads by identity, without their secrets."""
    rows = Road.objects.select_related("channel").defer("secrets_sealed", "mark")
    return {row.pk: row for row in rows}


@_fresh
def engine_settings() -> dict[str, EngineSetting]:
    """What the office set for its text engines, by engine; one without a row is not among them."""
    return {row.engine: row for row in EngineSetting.objects.all()}


def engine_on(engine: str) -> bool:
    """Whether the office lets this engine work."""
    setting = engine_settings().get(engine)
    return engine not in OFF_UNTIL_SET if setting is None else setting.is_on
